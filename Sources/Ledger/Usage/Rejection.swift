import Values

/// One refused request, as the tool recorded it. The state that lasts until requests succeed again is `Refusal`.
package struct Rejection: Equatable, Sendable {
  /// Why it was rejected, which decides what helps.
  package enum Reason: String, CaseIterable, Sendable {
    /// The prepaid balance is empty. Adding money helps at once.
    case balance
    /// A spending cap is reached. Adding money does not help; raising the cap does.
    case cap
    /// A plan window is used up. It resets by itself.
    case planWindow = "plan-window"
    /// The account may not use what was asked for, such as a long context.
    case entitlement
    /// An administrator has switched extra usage off or set it to zero.
    case administrator
    /// An API key paid, and its credit or limit in the Console is used up.
    case console
    /// An API key sent requests too often. It recovers by itself within minutes.
    case rateLimit = "rate-limit"

    /// Whether an API key was rejected, rather than a login.
    package var isOfKey: Bool { self == .console || self == .rateLimit }
  }

  /// Who switched extra usage off, if it would otherwise have paid after a plan window was used up.
  package enum ExtraOff: String, CaseIterable, Sendable {
    case organization
    case member
    case seat
    case group
    case service
    /// It is off, and it is unknown who switched it off.
    case unknown
  }

  /// Identifies the rejection: a copy of the same line has the same id.
  package var id: String
  package var time: Instant
  package var tool: Tool
  /// The session and folder it happened in; empty if unknown.
  package var session: String
  package var project: String
  package var reason: Reason
  /// What the tool showed, at most ``longestText`` characters; from outside, so not safe to print.
  package var text: String
  /// When the used-up plan window resets, which ends the rejection; nil if unknown.
  package var resets: Instant?
  /// The used-up window, by ``PlanWindow/id``; empty if unknown.
  package var window = ""
  /// Who stopped extra usage from paying where the plan does not; nil if nobody did or if it is not the obstacle.
  package var extraOff: ExtraOff?
  /// The rejected account: its name, or another text its source knows it by; nil if unknown.
  package var account: String?
  /// The id of the organization whose login paid for the session. Used to find the account; not stored.
  package var organization: String?
  /// Whether the session belongs to a login nobody here knows.
  package var isForeign = false
  /// The configuration folder of the tool that wrote it. Used to find the account; not stored.
  package var configFolder: String?

  /// Creates a rejection from its parts.
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

  /// Creates a rejection from a cause.
  package init(
    id: String, time: Instant, tool: Tool, session: String = "", project: String = "",
    cause: RejectionCause, text: String
  ) {
    self.init(
      id: id, time: time, tool: tool, session: session, project: project, reason: cause.reason,
      text: text)
    (window, extraOff) = (cause.window, cause.extraOff)
    resets = cause.resets ?? Rejection.resets(in: self.text, after: time)
    // Ignore a reset time in the past, or further away than the longest window.
    if let resets,
      resets <= time || resets - time > Rejection.longestWindow
    {
      self.resets = nil
    }
  }

  /// How many characters of the text are kept.
  package static let longestText = 300

  /// No window of a plan is longer.
  private static let longestWindow = Span.days(8)
}
