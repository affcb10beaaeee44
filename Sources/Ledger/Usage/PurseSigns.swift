import Values

/// What cache-write lifetimes in a configuration folder reveal about the purse within one hour.
package struct PurseSigns: Equatable, Sendable {
  /// The configuration folder; empty if unknown.
  package var folder: String
  /// The last write with a one-hour lifetime: the plan paid until then.
  package var planUntil: Instant?
  /// The first write with a five-minute lifetime.
  package var shortSince: Instant?

  /// A folder and an hour.
  package struct Place: Hashable, Sendable {
    package var folder: String
    /// The hour, counted from the epoch.
    package var hour: Int64
  }

  /// Creates signs from their parts.
  package init(folder: String, planUntil: Instant?, shortSince: Instant?) {
    self.folder = folder
    self.planUntil = planUntil
    self.shortSince = shortSince
  }

  /// The folder and hour they belong to; nil if they are empty.
  package var place: Place? {
    (planUntil ?? shortSince).map { Place(folder: folder, hour: $0.bucket(of: Instant.perHour)) }
  }

  /// Whether a moment falls in their hour.
  package func isOf(_ time: Instant) -> Bool {
    (planUntil ?? shortSince)?.bucket(of: Instant.perHour) == time.bucket(of: Instant.perHour)
  }

  /// Records a write in the same hour.
  package mutating func record(_ time: Instant, isPlan: Bool) {
    if isPlan {
      planUntil = max(planUntil ?? time, time)
    } else {
      shortSince = min(shortSince ?? time, time)
    }
  }

  /// The combination of both.
  package func merged(with other: PurseSigns) -> PurseSigns {
    var merged = self
    merged.planUntil = [planUntil, other.planUntil].compactMap { $0 }.max()
    merged.shortSince = [shortSince, other.shortSince].compactMap { $0 }.min()
    return merged
  }
}
