import Ledger
import Values

/// Something about money that the person should know now.
package struct Warning: Equatable, Sendable {
  /// The kind of warning; scripts rely on the names.
  package enum ID: String, CaseIterable, Sendable {
    case refused, outOfUsage, wrongAccount, freePlan, capReached, autoReloadFailed
    case runsOutSoon, lowBalance, staleToken, apiKeyOverrides
    case capNear, capTooLow, reloadsTooOften, unusualBurn, sourceProblem
    case drawnWithPlanLeft, orgManaged, autoReloadOff, creditExpires, staleReading
    case unexplainedSpend, drawBegan, unpricedModel, considerApiKey, clockAhead, guardOff
  }

  package enum Severity: String, CaseIterable, Comparable, Sendable {
    case info, warning, critical

    private var rank: Int { self == .critical ? 2 : self == .warning ? 1 : 0 }

    package static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }
  }

  /// Identifies the warning while it lasts.
  package let episode: Episode
  package var severity: Severity
  /// The tool that it is about; nil: the account as a whole.
  package var tool: Tool?
  /// What is wrong, in one sentence; may quote text from outside, which is not safe to print.
  package var message: String
  /// What to do, in a few words.
  package var action: String
  /// The key that does it in the dashboard; nil: it is done elsewhere.
  package var key: Character?
  /// Since when it has applied.
  package var since: Instant
  /// Why requests are refused; nil: it is about something else.
  package var reason: Rejection.Reason?

  package var id: ID { episode.id }
  /// The name of the account it is about; nil: no account in particular.
  package var account: String? { episode.scope.name }

  /// Creates a warning from its parts.
  package init(
    _ episode: Episode, severity: Severity, tool: Tool? = nil, message: String, action: String,
    key: Character? = nil, since: Instant
  ) {
    self.episode = episode
    self.severity = severity
    self.tool = tool
    self.message = message
    self.action = action
    self.key = key
    self.since = since
  }

  /// Creates a warning of a kind that occurs once per account.
  package init(
    id: ID, severity: Severity, tool: Tool? = nil, scope: AccountScope, message: String,
    action: String, key: Character? = nil, since: Instant
  ) {
    self.init(
      Episode(id: id, scope: scope), severity: severity, tool: tool, message: message,
      action: action, key: key, since: since)
  }

  /// A warning from its beginning to its end.
  package struct Episode: Hashable, Sendable {
    package var id: ID
    /// The account it is about.
    package var scope: AccountScope
    /// Distinguishes several of one kind on one account, by tool, limit or entry; empty: there is only one.
    package var part: String

    /// Creates an episode from its parts.
    package init(id: ID, scope: AccountScope, part: String = "") {
      self.id = id
      self.scope = scope
      self.part = part
    }
  }
}
