import Values

/// The readings of one account's plan windows, and what they say about a request: whether the plan could pay for it.
package struct PlanReadings: Sendable {
  /// Each window's readings, the earliest first.
  private let windows: [String: [PlanWindow]]
  /// The moments of all readings, ascending.
  private let moments: [Instant]

  /// - Parameter readings: in any order.
  package init(_ readings: [PlanWindow]) {
    windows = Dictionary(grouping: readings, by: \.id).mapValues { $0.sorted { $0.asOf < $1.asOf } }
    moments = readings.map(\.asOf).sorted()
  }

  /// Whether there are any.
  package var isEmpty: Bool { moments.isEmpty }

  /// How long before and after a reading the account counts as one with a plan: as long as the longest window.
  package static let reach = Span.days(7)

  /// A reading that does not say when its window renews holds no longer than the shortest window lasts.
  private static let shortest = Span.hours(5)

  /// Whether a plan was known about a moment.
  package func isPlanKnown(at time: Instant) -> Bool {
    let next = moments.partitioningIndex { $0 >= time }
    let near = [next - 1, next].filter(moments.indices.contains).map { moments[$0] }
    return near.contains { ($0 > time ? $0 - time : time - $0) <= PlanReadings.reach }
  }

  /// What the windows say about a request to a model.
  ///
  /// A window that was used up stays so until it renews. Room is certain only between two readings of the same
  /// stretch, for use in between may have filled it.
  package func sign(at time: Instant, model: String) -> PurseEvidence.Windows {
    var hasRoom = !windows.isEmpty
    for (id, readings) in windows where PlanReadings.counts(id, for: model) {
      let next = readings.partitioningIndex { $0.asOf > time }
      guard next > 0 else {
        hasRoom = false
        continue
      }
      let before = readings[next - 1]
      let stillRuns = before.resetsAt.map { time < $0 }
      if before.usedPercent >= 100, stillRuns ?? (time - before.asOf < PlanReadings.shortest) {
        return .full
      }
      guard next < readings.count, before.usedPercent < 100 else {
        hasRoom = false
        continue
      }
      let after = readings[next]
      let isSame =
        before.resetsAt.map { after.asOf < $0 }
        ?? (after.asOf - before.asOf < PlanReadings.shortest)
      hasRoom = hasRoom && isSame && after.usedPercent < 100
    }
    return hasRoom ? .room : .unknown
  }

  /// Whether a window limits a model: those of one family limit only that family, and those of other programs none.
  private static func counts(_ id: String, for model: String) -> Bool {
    if id == "fiveHour" || id == "sevenDay" { return true }
    // "sevenDayOpus", or "sevenDayOpus46" after the name that is shown.
    let family = id.dropFirst("sevenDay".count).prefix { $0.isLetter }.lowercased()
    return id.hasPrefix("sevenDay") && !family.isEmpty && model.contains(family)
  }
}
