import Ledger

/// What Claude Code's account file says of the login.
///
/// The file is internal to Claude Code: `.claude.json` in the home folder or in the configuration folder, or
/// `.config.json` there, which counts before it. It is rewritten often and may be absent for a moment.
struct AccountFile {
  private var account: JSONValue = .null
  private var cached: JSONValue = .null
  private var reason: JSONValue = .null

  private init() {}

  /// Reads the text of an account file; nil: it is none, or half of one.
  init?(_ text: UnsafeBufferPointer<UInt8>) {
    var file = AccountFile()
    var cursor = JSONCursor(text)
    let isRead: Void? = try? cursor.object { (key, cursor) throws(JSONCursor.Fault) in
      if key.equals("oauthAccount") {
        file.account = try JSONValue(&cursor)
      } else if key.equals("cachedUsageUtilization") {
        file.cached = try JSONValue(&cursor)
      } else if key.equals("cachedExtraUsageDisabledReason") {
        file.reason = try JSONValue(&cursor)
      } else {
        try cursor.skip()
      }
    }
    guard isRead != nil, cursor.isAtEnd() else { return nil }
    self = file
  }

  /// Whether anybody is signed in.
  var isSignedIn: Bool { account["organizationUuid"]?.text != nil }

  /// The login that it tells of; how it is let in is for others to say.
  func login(folder: String, path: String, credential: Credential) -> Login {
    var login = Login(
      folder: folder, file: path, organization: field("organizationUuid") ?? "",
      credential: credential)
    login.organizationName = field("organizationName")
    login.role = field("organizationRole")
    login.email = field("emailAddress")
    login.plan = plan
    login.billing = billing
    login.isExtraOn = account["hasExtraUsageEnabled"]?.bool
    login.offReason = reason.text.map { String($0.prefix(AccountFile.longest)) }
    readUsage(into: &login)
    return login
  }

  /// What another login has left in the file is none of this one's.
  private func readUsage(into login: inout Login) {
    let owner = cached["accountUuid"]?.text
    guard let fetched = cached["fetchedAtMs"]?.double, fetched.isFinite,
      let body = cached["utilization"], owner == nil || owner == account["accountUuid"]?.text
    else { return }
    let asOf = Instant(milliseconds: Int64(max(0, min(fetched, 4e12))))
    guard asOf.isCredible else { return }
    login.usageAsOf = asOf
    login.usage = UsageAnswer(body, asOf: asOf)
  }

  private func field(_ key: String) -> String? {
    account[key]?.text.map { String($0.prefix(AccountFile.longest)) }
  }

  /// Characters kept of a name: nobody's is longer, and it is to be shown.
  private static let longest = 200

  /// The plan, as far as the organization's type tells it.
  private var plan: Account.Plan? {
    switch account["organizationType"]?.text {
    case "claude_free": .free
    case "claude_pro": .pro
    case "claude_max": .max
    case "claude_team": .team
    case "claude_enterprise": .enterprise
    case "api": .api
    default: nil
    }
  }

  /// In an organization of several people only some can add money and change limits.
  private var billing: Account.Billing? {
    switch plan {
    case .free, .pro, .max: return .me
    case .team, .enterprise:
      let role = field("organizationRole") ?? ""
      return ["admin", "owner", "primary_owner", "billing"].contains(role) ? .me : .organization
    case .api, nil: return nil
    }
  }
}
