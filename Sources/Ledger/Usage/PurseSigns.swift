import Values

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

  /// Whether a moment is of their hour.
  package func isOf(_ time: Instant) -> Bool {
    (planUntil ?? shortSince)?.bucket(of: Instant.perHour) == time.bucket(of: Instant.perHour)
  }

  /// Adds a write of the same hour.
  package mutating func take(_ time: Instant, isPlan: Bool) {
    if isPlan {
      planUntil = max(planUntil ?? time, time)
    } else {
      shortSince = min(shortSince ?? time, time)
    }
  }

  /// All of both.
  package func merged(with other: PurseSigns) -> PurseSigns {
    var merged = self
    merged.planUntil = [planUntil, other.planUntil].compactMap { $0 }.max()
    merged.shortSince = [shortSince, other.shortSince].compactMap { $0 }.min()
    return merged
  }
}
