import Values

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
    /// An API key asked more often than it may: that ends by itself within minutes.
    case rateLimit = "rate-limit"

    /// Whether it is an API key that is refused, and not a login.
    package var isOfKey: Bool { self == .console || self == .rateLimit }
  }

  /// Who has switched extra usage off, where a used-up window of the plan would else be no obstacle.
  package enum ExtraOff: String, CaseIterable, Sendable {
    case organization
    case member
    case seat
    case group
    case service
    /// It is off, and nothing tells by whom.
    case unknown
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
  /// When the window of the plan that is used up begins anew, which ends the refusal; nil: not known.
  package var resets: Instant?
  /// The window that is used up, as ``PlanWindow/id`` names it; empty: not known.
  package var window = ""
  /// Who keeps extra usage from paying where the plan does not; nil: nobody, or it is not the obstacle.
  package var extraOff: ExtraOff?
  /// The account that was refused: its name, or another text that its source knows it by; nil: not known.
  package var account: String?
  /// The organization whose login paid for the session, by its id, for finding the account; not stored.
  package var organization: String?
  /// Whether the session belongs to a login that is unknown here.
  package var isForeign = false
  /// The configuration folder of the tool that wrote it, for finding the account; not stored.
  package var configFolder: String?

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

  /// A rejection for a cause.
  package init(
    id: String, time: Instant, tool: Tool, session: String = "", project: String = "",
    cause: RejectionCause, text: String
  ) {
    self.init(
      id: id, time: time, tool: tool, session: session, project: project, reason: cause.reason,
      text: text)
    (window, extraOff) = (cause.window, cause.extraOff)
    resets = cause.resets ?? Rejection.resets(in: self.text, after: time)
    // A time that is past says nothing, and neither does one that is further away than a window is long.
    if let resets,
      resets <= time || resets - time > Rejection.longestWindow
    {
      self.resets = nil
    }
  }

  /// Characters kept of the text.
  package static let longestText = 300

  /// No window of a plan is longer.
  private static let longestWindow = Span.days(8)
}
