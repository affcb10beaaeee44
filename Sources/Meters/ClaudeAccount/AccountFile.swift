import Ledger
import Values

/// What Claude Code's account file says of the login.
///
/// The file is internal to Claude Code: `.claude.json` in the home folder or in the configuration folder, or
/// `.config.json` there, which counts before it. It is rewritten often and may be absent for a moment.
struct AccountFile {
  private let account: JSONValue
  private let cached: JSONValue
  private let reason: JSONValue

  /// Bytes of the largest account file that is read; real ones have a few million.
  static let largest: Int64 = 256 << 20

  /// Reads an account file, of which what is needed is a small part; nil: there is none, or half of one.
  init?(at path: String) {
    let keys: Set = ["oauthAccount", "cachedUsageUtilization", "cachedExtraUsageDisabledReason"]
    guard let scan = JSONMemberScan(file: path, wanted: keys, most: AccountFile.largest) else {
      return nil
    }
    func value(_ key: String) -> JSONValue?? {
      guard let bytes = scan.values[key] else { return .some(nil) }
      return bytes.withUnsafeBufferPointer { JSONValue($0) }.map(Optional.some)
    }
    guard let account = value("oauthAccount"), let cached = value("cachedUsageUtilization"),
      let reason = value("cachedExtraUsageDisabledReason")
    else { return nil }
    self.account = account ?? .null
    self.cached = cached ?? .null
    self.reason = reason ?? .null
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
