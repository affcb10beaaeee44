import Ledger
import Values

/// What Claude Code's credentials file says about a login besides its tokens, which are skipped unread.
struct TokenFile: Equatable, Sendable {
  /// When the token expires. Claude Code renews it as long as it is used.
  var expires: Instant?
  /// When it can no longer be renewed and a new sign-in is needed.
  var refreshExpires: Instant?
  var plan: Account.Plan?

  /// Reads the text of a credentials file; nil if it contains no login.
  init?(_ text: UnsafeBufferPointer<UInt8>) {
    var cursor = JSONCursor(text)
    var file = TokenFile()
    var hasLogin = false
    let isRead: Void? = try? cursor.object { (key, cursor) throws(JSONCursor.Fault) in
      guard key.equals("claudeAiOauth"), try cursor.kind() == .object else {
        try cursor.skip()
        return
      }
      hasLogin = true
      try cursor.object { (key, cursor) throws(JSONCursor.Fault) in try file.read(key, &cursor) }
    }
    guard isRead != nil, hasLogin else { return nil }
    self = file
  }

  private init() {}

  private mutating func read(_ key: JSONBytes, _ cursor: inout JSONCursor) throws(JSONCursor.Fault)
  {
    func time() throws(JSONCursor.Fault) -> Instant? {
      guard let time = try cursor.integerOrSkip().map({ Instant(milliseconds: Int64($0)) }),
        time.isCredible
      else { return nil }
      return time
    }
    if key.equals("expiresAt") {
      expires = try time()
    } else if key.equals("refreshTokenExpiresAt") {
      refreshExpires = try time()
    } else if key.equals("subscriptionType") {
      plan = try cursor.stringOrSkip().flatMap { Account.Plan(rawValue: $0.string) }
    } else {
      try cursor.skip()
    }
  }
}
