import Ledger
import Testing

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
    (
      "API Error: 429 This request would exceed your account's rate limit. Please try again later.",
      .planWindow
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
    #expect(Rejection.Reason(text: text) == reason)
  }

  @Test(arguments: [
    ("out_of_credits", Rejection.Reason.balance), ("org_spend_cap_reached", .cap),
    ("member_spend_cap_reached", .cap), ("org_level_disabled", .administrator),
    ("org_level_disabled_until", .administrator), ("member_level_disabled", .administrator),
    ("seat_tier_level_disabled", .administrator), ("org_service_level_disabled", .administrator),
    ("seat_tier_zero_credit_limit", .administrator), ("group_zero_credit_limit", .administrator),
    ("member_zero_credit_limit", .administrator),
    ("org_service_zero_credit_limit", .administrator),
  ])
  func `what the quota says counts for more than the text`(
    overage: String, reason: Rejection.Reason
  ) {
    let text = "You've hit your session limit · resets 3pm"
    #expect(Rejection.Reason(text: text, overage: overage) == reason)
    #expect(Rejection.Reason(text: text, overage: "something_new") == .planWindow)
  }
}
