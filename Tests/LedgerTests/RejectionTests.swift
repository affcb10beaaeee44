import Ledger
import Testing
import Values

@Suite struct RejectionTests {
  @Test(arguments: [
    (
      "API Error: 400 You're out of extra usage. Add more at claude.ai/settings/usage and keep going.",
      Rejection.Reason.balance
    ),
    ("You’re out of extra usage · resets 9pm (Europe/Madrid)", .balance),
    ("You're out of usage credits · resets 1pm (UTC)", .balance),
    (
      "API Error: 400 Third-party apps now draw from your extra usage, not your plan limits. Add more at claude.ai",
      .balance
    ),
    ("Your org is out of usage · contact your admin", .balance),
    ("Fast mode disabled · usage credits exhausted", .balance),
    ("You've hit your weekly limit · resets 6:11pm (UTC) · out of usage credits", .balance),
    (
      "You've hit your monthly spend limit · raise it at https://claude.ai/settings/usage · your 5-hour limit resets",
      .cap
    ),
    ("You've hit your usage credit limit", .cap),
    ("Your seat type doesn't include usage credits", .administrator),
    ("Your usage allocation has been disabled by your admin", .administrator),
    ("Your group's usage limit is set to $0", .administrator),
    ("You've hit your session limit · resets 3pm", .planWindow),
    ("Claude AI usage limit reached|1751000000", .planWindow),
    ("You've hit your Opus limit · resets Monday", .planWindow),
    (
      "You've reached your Fable 5 limit. Run /usage-credits to continue or switch models with /model.",
      .planWindow
    ),
    (
      "You've reached your Mythos 6 limit. Run /usage-credits to continue or switch models with /model.",
      .planWindow
    ),
    ("You've hit your limit · resets 3:20pm (Asia/Shanghai)", .planWindow),
    ("You’ve hit your usage limit", .planWindow),
    ("You've reached your Fable 5.2 limit. Switch models with /model.", .planWindow),
    ("You've hit your weekly limit · resets 6:11pm (UTC)", .planWindow),
    ("5-hour limit reached ∙ resets 3pm", .planWindow),
    ("Opus weekly limit reached ∙ resets Oct 6, 1pm", .planWindow),
    (
      "API Error: Request rejected (429) · This request would exceed your account's rate limit. Please try again later.",
      .rateLimit
    ),
    ("API Error: Rate limit reached", .rateLimit),
    ("Context limit reached · /compact or /clear to continue", nil),
    (
      "API Error: Server is temporarily limiting requests (not your usage limit) · Rate limited",
      nil
    ),
    ("You've hit your org's monthly spend limit · ask your admin", .cap),
    ("API Error: 429 {\"error_code\":\"enforced_spend_limit_reached\"}", .cap),
    ("spend limit reached (daily; resets at midnight)", .cap),
    ("API Error: 402 {\"type\":\"billing_error\"}", .console),
    ("Usage credits required for 1M context", .entitlement),
    ("API Error: 400 Extra usage is required for long context requests", .entitlement),
    ("Credit balance is too low", .console),
    ("You have reached your specified workspace API usage limits", .console),
    ("API Error: 529 overloaded", nil), ("Prompt is too long", nil),
    ("API Error: Request was aborted.", nil), ("", nil),
  ])
  func `an error text is understood`(text: String, reason: Rejection.Reason?) {
    #expect(RejectionCause(RejectionSigns(text: text))?.reason == reason)
  }

  private func cause(
    _ text: String, _ overage: String = "", change: (inout RejectionSigns) -> Void = { _ in }
  ) -> RejectionCause? {
    var signs = RejectionSigns(text: text)
    signs.error = "rate_limit"
    var quota = RejectionSigns.Quota()
    quota.status = "rejected"
    quota.overage = overage
    signs.quota = quota
    change(&signs)
    return RejectionCause(signs)
  }

  @Test(arguments: [
    ("out_of_credits", Rejection.Reason.balance, nil as Rejection.ExtraOff?),
    ("org_spend_cap_reached", .cap, nil), ("member_spend_cap_reached", .cap, nil),
    ("org_level_disabled", .planWindow, .organization),
    ("org_level_disabled_until", .planWindow, .organization),
    ("member_level_disabled", .planWindow, .member),
    ("seat_tier_level_disabled", .planWindow, .seat),
    ("org_service_level_disabled", .planWindow, .service),
    ("seat_tier_zero_credit_limit", .planWindow, .seat),
    ("group_zero_credit_limit", .planWindow, .group),
    ("member_zero_credit_limit", .planWindow, .member),
    ("org_service_zero_credit_limit", .planWindow, .service),
    ("region_level_disabled", .planWindow, .unknown), ("something_new", .planWindow, nil),
  ])
  func `the quota takes precedence over the text`(
    overage: String, reason: Rejection.Reason, off: Rejection.ExtraOff?
  ) {
    for text in ["You've hit your session limit · resets 3pm", "Something went wrong", ""] {
      let cause = cause(text, overage)
      #expect(cause?.reason == reason, "\(text)")
      #expect(cause?.extraOff == off, "\(text)")
    }
  }

  @Test func `a reached cap that switches extra usage off is still a cap`() {
    let cause = cause("You've hit your monthly spend limit", "org_level_disabled_until")
    #expect(cause?.reason == .cap && cause?.extraOff == nil)
  }

  @Test func `fields decide if the words do not`() {
    func reason(_ change: (inout RejectionSigns) -> Void) -> Rejection.Reason? {
      var signs = RejectionSigns(text: "Something went wrong")
      change(&signs)
      return RejectionCause(signs)?.reason
    }
    #expect(reason { _ in } == nil)
    #expect(reason { $0.apiError = "usage_limit_reached" } == .planWindow)
    #expect(reason { $0.error = "billing_error" } == .console)
    #expect(reason { $0.status = 402 } == .console)
    #expect(reason { $0.error = "rate_limit" } == .rateLimit)
    #expect(reason { $0.status = 429 } == .rateLimit)
    #expect(reason { ($0.status, $0.error) = (400, "invalid_request") } == nil)
  }

  @Test func `an overloaded server is not a limit of the person's`() {
    for change: (inout RejectionSigns) -> Void in [
      { $0.error = "overloaded" }, { $0.error = "server_error" }, { $0.status = 529 },
    ] {
      var signs = RejectionSigns(text: "API Error: 529 rate limit")
      change(&signs)
      #expect(RejectionCause(signs) == nil)
    }
  }

  @Test func `limits that allowed the request are not the reason`() {
    let cause = cause("Usage credits required for 1M context", "org_level_disabled") {
      $0.quota?.status = "allowed"
    }
    #expect(cause?.reason == .entitlement && cause?.extraOff == nil)
  }

  @Test(arguments: [
    ("five_hour", "fiveHour"), ("seven_day", "sevenDay"), ("seven_day_opus", "sevenDayOpus"),
    ("", ""),
  ])
  func `the used-up window has the same name as in readings`(type: String, window: String) {
    #expect(cause("limit") { $0.quota?.window = type }?.window == window)
  }

  @Test(arguments: [
    ("You're out of extra usage · resets 9pm (Europe/Madrid)", "2026-04-20T19:00:00Z"),
    ("You've hit your session limit · resets 3:20pm (Asia/Shanghai)", "2026-04-20T07:20:00Z"),
    ("You've hit your limit · resets 6am (UTC)", "2026-04-20T06:00:00Z"),
    ("You've hit your limit · resets 4am (UTC)", "2026-04-21T04:00:00Z"),
    ("You've hit your limit · resets 12am (UTC)", "2026-04-21T00:00:00Z"),
    ("You've hit your weekly limit · resets Apr 23, 6pm (UTC)", "2026-04-23T18:00:00Z"),
    ("Claude AI usage limit reached|1776664800", "2026-04-20T06:00:00Z"),
    ("You've hit your limit · resets 6am", nil), ("You've hit your limit · resets 6am (Moon)", nil),
    ("You've hit your limit · resets 66am (UTC)", nil),
    ("You've hit your limit · resets Dec 3, 9am (UTC)", nil),
    ("Claude AI usage limit reached|1776657000", nil), ("a limit|9999999999", nil),
    ("You've hit your limit · resets ", nil),
  ])
  func `the reset time is read from the words`(text: String, resets: String?) throws {
    let cause = try #require(RejectionCause(RejectionSigns(text: "You've hit your limit")))
    let time = try #require(Instant("2026-04-20T05:00:00Z"))
    let rejection = Rejection(id: "r", time: time, tool: .claudeCode, cause: cause, text: text)
    #expect(rejection.resets == resets.flatMap { Instant($0) })
  }

  @Test func `the quota's own time takes precedence unless it is impossible`() throws {
    let time = try #require(Instant("2026-04-20T05:00:00Z"))
    func resets(_ after: Int64) throws -> Int64? {
      let cause = try #require(cause("") { $0.quota?.resets = time.advanced(by: after) })
      let made = Rejection(
        id: "r", time: time, tool: .claudeCode, cause: cause, text: "resets 6am (UTC)")
      return made.resets.map { $0.milliseconds - time.milliseconds }
    }
    #expect(try resets(7 * Instant.perDay) == 7 * Instant.perDay)
    #expect(try resets(9 * Instant.perDay) == nil)
    #expect(try resets(0) == nil)
  }
}
