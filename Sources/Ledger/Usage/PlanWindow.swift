import Values

/// A period over which a plan allows a certain amount of use. Extra usage pays for use beyond it.
package struct PlanWindow: Hashable, Sendable {
  /// The window's id in reports: "fiveHour", "sevenDay", "sevenDayOpus", …
  package var id: String
  /// The used share in percent; may exceed 100.
  package var usedPercent: Double
  /// The largest percentage accepted: a hundred times the window.
  package static let largestCredible = 10_000.0
  /// When the window resets; nil if unknown, for example before its first use.
  package var resetsAt: Instant?
  /// When this was observed.
  package var asOf: Instant

  /// Creates a window from its parts.
  package init(id: String, usedPercent: Double, resetsAt: Instant?, asOf: Instant) {
    self.id = id
    self.usedPercent = usedPercent
    self.resetsAt = resetsAt
    self.asOf = asOf
  }

  /// The name to show: "5 hours", "7 days", "7 days Opus".
  package var title: String {
    for (prefix, title) in [("fiveHour", "5 hours"), ("sevenDay", "7 days")]
    where id.hasPrefix(prefix) {
      let rest = id.dropFirst(prefix.count)
      return rest.isEmpty ? title : "\(title) \(rest)"
    }
    return id
  }

  /// Whether the window has reset since it was read, so that its use is unknown.
  package func hasReset(by now: Instant) -> Bool { resetsAt.map { $0 <= now } ?? false }
}
