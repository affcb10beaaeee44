import Ledger
import Values

/// What Claude Code's account file says about the login.
///
/// The file is internal to Claude Code: `.claude.json` in the home folder or in the configuration folder, or
/// `.config.json` there, which takes precedence. It is rewritten often and may be missing for a moment.
struct AccountFile {
  private let account: JSONValue
  private let cached: JSONValue
  private let reason: JSONValue

  /// The largest account file that is read, in bytes; real ones have a few million.
  static let largest: Int64 = 256 << 20

  /// Reads the few members needed from an account file; nil if it is missing or incomplete.
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

  /// The login in the file. Which credential is in use comes from elsewhere.
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

  /// Ignores usage that belongs to another login.
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

  /// How many characters of a name are kept for display; real ones are shorter.
  private static let longest = 200

  /// The plan, if the organization's type reveals it.
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

  /// In an organization with several members, only some can add money and change limits.
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
