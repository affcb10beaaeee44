import Values

/// A stretch of time over which a plan allows so much use; what goes beyond it, extra usage pays.
package struct PlanWindow: Hashable, Sendable {
  /// Which one, as reports name it: "fiveHour", "sevenDay", "sevenDayOpus", …
  package var id: String
  /// How much of it is used, in percent; may be more than 100.
  package var usedPercent: Double
  /// The largest use that is believed, a hundred times what there is.
  package static let largestCredible = 10_000.0
  /// When it begins anew; nil: not known, such as before its first use.
  package var resetsAt: Instant?
  /// When that was so.
  package var asOf: Instant

  /// A window of its parts.
  package init(id: String, usedPercent: Double, resetsAt: Instant?, asOf: Instant) {
    self.id = id
    self.usedPercent = usedPercent
    self.resetsAt = resetsAt
    self.asOf = asOf
  }

  /// What people call it: "5 hours", "7 days", "7 days Opus".
  package var title: String {
    for (prefix, title) in [("fiveHour", "5 hours"), ("sevenDay", "7 days")]
    where id.hasPrefix(prefix) {
      let rest = id.dropFirst(prefix.count)
      return rest.isEmpty ? title : "\(title) \(rest)"
    }
    return id
  }

  /// Whether it has begun anew since it was read, so that its use is not known.
  package func hasReset(by now: Instant) -> Bool { resetsAt.map { $0 <= now } ?? false }
}
