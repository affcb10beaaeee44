/// A duration in milliseconds; negative if the end comes before the start.
package struct Span: Hashable, Sendable, Comparable {
  package var milliseconds: Int64

  /// Creates a duration of so many milliseconds.
  @inlinable package init(milliseconds: Int64) { self.milliseconds = milliseconds }

  package static let zero = Span(milliseconds: 0)
  package static let minute = minutes(1)
  package static let hour = hours(1)
  /// A day of 24 hours.
  package static let day = days(1)

  package static func minutes(_ count: Int64) -> Span {
    Span(milliseconds: count.multipliedClamped(by: Instant.perMinute))
  }

  package static func hours(_ count: Int64) -> Span {
    Span(milliseconds: count.multipliedClamped(by: Instant.perHour))
  }

  package static func days(_ count: Int64) -> Span {
    Span(milliseconds: count.multipliedClamped(by: Instant.perDay))
  }

  @inlinable package static func < (left: Span, right: Span) -> Bool {
    left.milliseconds < right.milliseconds
  }

  package static func + (left: Span, right: Span) -> Span {
    Span(milliseconds: left.milliseconds.addingClamped(right.milliseconds))
  }

  package static func - (left: Span, right: Span) -> Span {
    Span(milliseconds: left.milliseconds.subtractingClamped(right.milliseconds))
  }

  /// So many times as long.
  package func times(_ count: Int64) -> Span {
    Span(milliseconds: milliseconds.multipliedClamped(by: count))
  }

  /// The same as a number of hours.
  package var inHours: Double { Double(milliseconds) / 3_600_000 }

  /// "45 min", "3 h 10 min", "2 d 4 h"; minutes are the smallest unit.
  package var text: String {
    let minutes = max(0, milliseconds) / Instant.perMinute
    let (hours, days) = (minutes / 60, minutes / (24 * 60))
    if days >= 10 { return "\(days) d" }
    if days >= 1 { return "\(days) d \(hours % 24) h" }
    if hours >= 1 { return "\(hours) h \(minutes % 60) min" }
    return minutes == 0 ? "less than a minute" : "\(minutes) min"
  }

  /// The duration as time passed: "just now", "45 min ago".
  package var agoText: String { self < .minute ? "just now" : "\(text) ago" }
}
