import Foundation

/// The days of a person's own time zone.
package struct CivilDays: Sendable {
  private let calendar: Calendar
  /// The zone whose days they are.
  package let zone: TimeZone

  /// The days of `zone`.
  package init(zone: TimeZone) {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    self.calendar = calendar
    self.zone = zone
  }

  /// The days of UTC.
  package static let utc = CivilDays(zone: .gmt)

  /// The first moment of the day that `time` falls in.
  package func start(of time: Instant) -> Instant {
    Instant(calendar.startOfDay(for: time.date))
  }

  /// The first moment of the day with a date such as "2026-02-11", whose midnight UTC is `midnight`.
  package func start(ofDate date: String, near midnight: Instant) -> Instant? {
    let candidates = [-1, 0, 1].map { start(of: midnight.advanced(by: $0 * Instant.perDay)) }
    return candidates.first { self.date(of: $0) == date }
  }

  /// The date of the day that `time` falls in, "2026-02-11".
  package func date(of time: Instant) -> String {
    let seconds = zone.secondsFromGMT(for: time.date)
    return time.advanced(by: Int64(seconds) * 1000).utcDate
  }

  /// The time of day of `time`, "09:05".
  package func clock(of time: Instant) -> String {
    let seconds = zone.secondsFromGMT(for: time.date)
    return String(time.advanced(by: Int64(seconds) * 1000).rfc3339.dropFirst(11).prefix(5))
  }
}

extension Instant {
  /// The moment as Foundation counts it.
  package var date: Date { Date(timeIntervalSince1970: Double(milliseconds) / 1000) }

  /// A moment of Foundation's, cut to milliseconds.
  package init(_ date: Date) {
    self.init(milliseconds: Int64((date.timeIntervalSince1970 * 1000).rounded(.down)))
  }
}
