/// A request that was refused, as the tool wrote it down.
package struct Rejection: Equatable, Sendable {
  /// Why it was refused, which decides what helps.
  package enum Reason: String, CaseIterable, Sendable {
    /// The prepaid balance is empty: money helps at once.
    case balance
    /// A spending cap is reached: money does not help, raising the cap does.
    case cap
    /// A window of the plan is used up: it resets by itself.
    case planWindow = "plan-window"
    /// The account may not use what was asked for, such as a long context.
    case entitlement
    /// An administrator has switched extra usage off or to nothing.
    case administrator
    /// An API key paid, and its credit or limit in the Console is used up.
    case console
  }

  /// What tells it from others: a copy of the same line is the same rejection.
  package var id: String
  package var time: Instant
  package var tool: Tool
  /// The session and the folder it happened in; empty: not known.
  package var session: String
  package var project: String
  package var reason: Reason
  /// What the tool showed, at most ``longestText`` characters of it; from outside, not safe to print.
  package var text: String

  /// A rejection of its parts.
  package init(
    id: String, time: Instant, tool: Tool, session: String = "", project: String = "",
    reason: Reason, text: String
  ) {
    self.id = id
    self.time = time
    self.tool = tool
    self.session = session
    self.project = project
    self.reason = reason
    self.text = String(text.prefix(Rejection.longestText))
  }

  /// Milliseconds that a refusal is news.
  package static let isNewsFor = Instant.perHour

  /// Characters kept of the text.
  package static let longestText = 300
}

extension Rejection.Reason {
  /// What an error text means; nil: the request failed for another reason than money.
  ///
  /// The texts are those that Claude Code has shown since 2025; none is documented.
  /// - Parameters:
  ///   - text: what the tool showed.
  ///   - overage: why extra usage did not pay, as `quotaLimits.overageDisabledReason` says; it knows
  ///     better than the text.
  package init?(text: String, overage: String = "") {
    switch overage {
    case "out_of_credits": self = .balance
    case "org_spend_cap_reached", "member_spend_cap_reached": self = .cap
    case "org_level_disabled", "org_level_disabled_until", "member_level_disabled",
      "seat_tier_level_disabled", "org_service_level_disabled", "seat_tier_zero_credit_limit",
      "group_zero_credit_limit", "member_zero_credit_limit", "org_service_zero_credit_limit":
      self = .administrator
    default:
      let shown = Array(text.prefix(Rejection.longestText).lowercased().utf8)
      let meant = Rejection.Reason.signs.first { sign in
        sign.texts.contains { shown.holds($0.utf8) }
      }
      guard let meant else { return nil }
      self = meant.reason
    }
  }

  /// Parts of the texts in lower case, the ones that tell more first: "limit" stands in many of them.
  /// An apostrophe may be a typographic one, so none of them has any.
  private static let signs: [(reason: Rejection.Reason, texts: [String])] = [
    (.entitlement, ["usage credits required for", "extra usage is required for"]),
    (
      .balance,
      [
        "out of extra usage", "out of usage credits", "draw from your extra usage",
        "org is out of usage", "usage credits exhausted",
      ]
    ),
    (.console, ["credit balance is too low", "api usage limits", "billing_error"]),
    (
      .administrator,
      [
        "t include usage credits", "disabled by your admin", "usage limit is set to $0",
      ]
    ),
    (.cap, ["spend limit", "usage credit limit", "enforced_spend_limit_reached"]),
    (
      .planWindow,
      [
        "session limit", "weekly limit", "opus limit", "sonnet limit", "fable 5 limit",
        "5-hour limit", "usage limit reached", "run /usage-credits to continue",
        "would exceed your account",
      ]
    ),
  ]
}

extension [UInt8] {
  /// Whether the bytes of `part` stand somewhere in these; much faster than the search of text, which
  /// knows of languages.
  fileprivate func holds(_ part: String.UTF8View) -> Bool {
    guard let first = part.first, count >= part.count else { return false }
    return (0...count - part.count).contains {
      self[$0] == first && self[$0..<$0 + part.count].elementsEqual(part)
    }
  }
}
