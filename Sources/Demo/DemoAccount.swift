import Ledger
import Values

/// The accounts in the demo.
package enum DemoAccount {
  /// The account Claude Code is signed in to.
  package static let home = "ada@home.example"
  /// The account Windsurf is signed in to by mistake. Its organization also has an API key.
  package static let work = "ada@work.example"

  static let uuid = "5f0c2f7e-6f0b-4a57-9d0e-3c1a7b52d9e4"
  static let organization = "c8a41d36-0b9f-4e15-8a6d-7720f1e3b58a"

  /// Both accounts, as known since `since`.
  package static func all(since: Instant) -> [Account] {
    [(home, Account.Plan.max, organization), (work, .pro, "e19b7c02-53da-4c60-b1f8-94d2a6087f3c")]
      .map { name, plan, organization in
        var account = Account(name: name, authority: .claude, since: since)
        account.email = name
        account.organization = organization
        account.plan = plan
        account.billing = .me
        return account
      }
  }

  /// The content of Claude Code's account file at a moment of a day.
  static func file(at time: Instant, of day: DemoDay) -> String {
    func window(_ name: String, _ state: (tenths: Int, resets: Instant?)) -> String {
      let resets = state.resets.map { "\"\($0.rfc3339)\"" } ?? "null"
      let used = "\(state.tenths / 10).\(state.tenths % 10)"
      return #""\#(name)":{"utilization":\#(used),"resets_at":\#(resets)}"#
    }
    return
      #"{"oauthAccount":{"accountUuid":"\#(uuid)","organizationUuid":"\#(organization)","#
      + #""emailAddress":"\#(home)","organizationName":"Ada","organizationType":"claude_max","#
      + #""billingType":"stripe_subscription","hasExtraUsageEnabled":true},"#
      + #""cachedUsageUtilization":{"fetchedAtMs":\#(time.milliseconds),"accountUuid":"\#(uuid)","#
      + #""utilization":{\#(window("five_hour", day.fiveHours(at: time))),"#
      + #"\#(window("seven_day", day.sevenDays(at: time)))}},"cachedExtraUsageDisabledReason":null}"#
      + "\n"
  }

  /// The first line of a session that the login pays for.
  static func ownerLine(session: String) -> String {
    #"{"type":"session-owner","accountUuid":"\#(uuid)","organizationUuid":"\#(organization)","#
      + #""sessionId":"\#(session)"}"#
  }
}
