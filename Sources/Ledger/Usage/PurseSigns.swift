/// What the lifetimes of cache writes in a configuration folder say of the purse within an hour.
package struct PurseSigns: Equatable, Sendable {
  /// The configuration folder; empty: not known.
  package var folder: String
  /// When a write for an hour was made last: the plan paid until then.
  package var planUntil: Instant?
  /// When a write for five minutes was made first.
  package var shortSince: Instant?

  /// A folder and an hour.
  package struct Place: Hashable, Sendable {
    package var folder: String
    /// Counted from the epoch.
    package var hour: Int64
  }

  /// Signs of their parts.
  package init(folder: String, planUntil: Instant?, shortSince: Instant?) {
    self.folder = folder
    self.planUntil = planUntil
    self.shortSince = shortSince
  }

  /// Where they belong; nil: they say nothing.
  package var place: Place? {
    (planUntil ?? shortSince).map { Place(folder: folder, hour: $0.bucket(of: Instant.perHour)) }
  }

  /// All of both.
  package func merged(with other: PurseSigns) -> PurseSigns {
    var merged = self
    merged.planUntil = [planUntil, other.planUntil].compactMap { $0 }.max()
    merged.shortSince = [shortSince, other.shortSince].compactMap { $0 }.min()
    return merged
  }
}
