/// How long something lasts, in milliseconds; below zero where it ended before it began.
package struct Span: Hashable, Sendable, Comparable {
  package var milliseconds: Int64

  /// So many milliseconds.
  @inlinable package init(milliseconds: Int64) { self.milliseconds = milliseconds }

  @inlinable package static func < (left: Span, right: Span) -> Bool {
    left.milliseconds < right.milliseconds
  }

  /// "45 min", "3 h 10 min", "2 d 4 h"; nothing finer than a minute.
  package var text: String {
    let minutes = max(0, milliseconds) / Instant.perMinute
    let (hours, days) = (minutes / 60, minutes / (24 * 60))
    if days >= 10 { return "\(days) d" }
    if days >= 1 { return "\(days) d \(hours % 24) h" }
    if hours >= 1 { return "\(hours) h \(minutes % 60) min" }
    return minutes == 0 ? "less than a minute" : "\(minutes) min"
  }
}
