import Ledger
import Values

/// The token of a login, read for one round of requests and then dropped. It is never printed.
struct AccessToken: Sendable, CustomStringConvertible, CustomReflectable {
  /// The token itself; never stored, logged or shown.
  let secret: String
  /// When it expires; nil if the file does not say.
  let expires: Instant?
  private let scopes: [String]?

  /// Reads the text of a credentials file; nil if it contains no valid token.
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

  /// Whether a byte may appear in a header unescaped.
  private static func isPlain(_ byte: UInt8) -> Bool {
    (0x21...0x7e).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
  }

  /// Why sending it would be useless; nil if it may be sent.
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
