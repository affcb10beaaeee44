import Ledger
import Values

/// The token of a login, read for one round of requests and forgotten with it. Nothing prints it.
struct AccessToken: Sendable, CustomStringConvertible, CustomReflectable {
  /// What is sent; never stored, logged or shown.
  let secret: String
  /// When it ends; nil: the file does not say.
  let expires: Instant?
  private let scopes: [String]?

  /// Reads the text of a credentials file; nil: there is no token in it, or none that could be one.
  init?(_ text: UnsafeBufferPointer<UInt8>) {
    guard let login = JSONValue(text)?["claudeAiOauth"], let secret = login["accessToken"]?.text,
      secret.utf8.count <= 4096, secret.utf8.allSatisfy(AccessToken.isPlain)
    else { return nil }
    self.secret = secret
    expires = login["expiresAt"]?.double.flatMap { milliseconds in
      guard milliseconds.isFinite, abs(milliseconds) < 4e12 else { return nil }
      return Instant(milliseconds: Int64(milliseconds))
    }
    scopes = login["scopes"].map { $0.elements.compactMap(\.text) }
  }

  /// Whether a byte may stand in a header as it is.
  private static func isPlain(_ byte: UInt8) -> Bool {
    (0x21...0x7e).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
  }

  /// Why it need not be sent; nil: it may do.
  func fault(at now: Instant) -> OnlineFailure? {
    if let expires, expires <= now { return OnlineFailure(.expired) }
    if let scopes, !scopes.isEmpty, !scopes.contains("user:profile") {
      return OnlineFailure(.noScope)
    }
    return nil
  }

  var description: String { "a token" }
  var customMirror: Mirror { Mirror(self, children: []) }
}
