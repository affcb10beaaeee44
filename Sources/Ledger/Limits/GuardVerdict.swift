import Values

/// What a guard tells a tool before its next request.
package enum GuardVerdict: Equatable, Sendable {
  case goOn
  /// It may go on; a threshold of a limit was crossed, which is told once per threshold and period of the limit.
  case near(LimitState, percent: Int, sentence: String)
  /// A person lets everything pass until then.
  case allowed(until: Instant)
  case stop(Admission.Stop, sentence: String)
  /// It cannot be judged: the caller lets it pass with this notice, unless the person asked for the opposite.
  case unknown(Admission.Doubt, sentence: String)

  /// The percentages of a limit at which a notice is given.
  package static let thresholds = [80, 95]
}

/// What is installed to stop a tool at its limits.
package struct GuardInstallation: Hashable, Sendable {
  /// What stops it.
  package enum Means: String, CaseIterable, Sendable {
    case hook, gateway
  }

  package var tool: Tool
  package var by: Means
  package var isInstalled: Bool
  /// Whether it can run, as far as that can be known.
  package var works: Bool
  /// Why it cannot run, in a few words; nil: it can.
  package var why: String?

  /// Creates an installation from its parts.
  package init(tool: Tool, by: Means, isInstalled: Bool, works: Bool, why: String? = nil) {
    self.tool = tool
    self.by = by
    self.isInstalled = isInstalled
    self.works = works
    self.why = why
  }
}

/// A time in which guards stop nothing.
package struct GuardPass: Hashable, Sendable {
  /// The tool it is for; nil: every tool.
  package var tool: Tool?
  package var since: Instant
  package var until: Instant

  /// Creates a pass from its parts.
  package init(tool: Tool?, since: Instant, until: Instant) {
    self.tool = tool
    self.since = since
    self.until = until
  }
}
