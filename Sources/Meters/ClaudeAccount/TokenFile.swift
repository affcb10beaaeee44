import Ledger

/// What Claude Code's credentials file says of a login beside its tokens, which are passed over unread.
package struct TokenFile: Equatable, Sendable {
  /// When the token ends; Claude Code renews it by itself as long as it is used.
  package var expires: Instant?
  /// When it can no longer be renewed, so that one has to sign in anew.
  package var refreshExpires: Instant?
  package var plan: Account.Plan?
  /// What the token may be used for, such as "user:profile".
  package var scopes: [String] = []

  /// Reads the text of a credentials file; nil: there is no login in it.
  package init?(_ text: UnsafeBufferPointer<UInt8>) {
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
    } else if key.equals("scopes"), try cursor.kind() == .array {
      try cursor.array { (cursor) throws(JSONCursor.Fault) in
        if let scope = try cursor.stringOrSkip() { scopes.append(scope.string) }
      }
    } else {
      try cursor.skip()
    }
  }
}
