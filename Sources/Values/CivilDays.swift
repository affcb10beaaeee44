import Foundation

/// Calendar days in a person's own time zone.
package struct CivilDays: Equatable, Sendable {
  private let calendar: Calendar
  /// The time zone.
  package let zone: CivilZone

  /// Creates the days of `zone`.
  package init(zone: CivilZone) {
    var calendar = Calendar(identifier: .gregorian)
    if case .known(let known) = zone { calendar.timeZone = known }
    self.calendar = calendar
    self.zone = zone
  }

  /// Creates the days of a zone from the time zone database.
  package init(zone: TimeZone) { self.init(zone: .known(zone)) }

  /// Calendar days in UTC.
  package static let utc = CivilDays(zone: .gmt)

  package static func == (left: CivilDays, right: CivilDays) -> Bool { left.zone == right.zone }

  /// The first moment of the day that `time` falls in.
  package func start(of time: Instant) -> Instant {
    if case .known = zone { return Instant(calendar.startOfDay(for: time.date)) }
    // The earliest moment with the same date: midnight, or the first moment after it where a clock change skips
    // midnight.
    let date = date(of: time)
    var (before, within) = (time.advanced(by: -26 * Instant.perHour), time)
    while within.milliseconds - before.milliseconds > 1 {
      let length = within.milliseconds - before.milliseconds
      let middle = before.advanced(by: length / 2)
      if self.date(of: middle) == date { within = middle } else { before = middle }
    }
    return within
  }

  /// The first moment of the day with a date such as "2026-02-11", whose midnight in UTC is `midnight`.
  package func start(ofDate date: String, near midnight: Instant) -> Instant? {
    let candidates = [-1, 0, 1].map { start(of: midnight.advanced(by: $0 * Instant.perDay)) }
    return candidates.first { self.date(of: $0) == date }
  }

  /// The date of the day that `time` falls in, "2026-02-11".
  package func date(of time: Instant) -> String { shown(time).utcDate }

  /// The time of day of `time`, "09:05".
  package func clock(of time: Instant) -> String {
    String(shown(time).rfc3339.dropFirst(11).prefix(5))
  }

  /// The moment at which a UTC clock shows what the zone's clocks show at `time`.
  private func shown(_ time: Instant) -> Instant {
    time.advanced(by: zone.secondsAheadOfUTC(at: time) * 1000)
  }
}

extension Instant {
  /// The moment as a Foundation `Date`.
  package var date: Date { Date(timeIntervalSince1970: Double(milliseconds) / 1000) }

  /// Creates a moment from a Foundation `Date`, cut to milliseconds.
  package init(_ date: Date) {
    self.init(milliseconds: Int64((date.timeIntervalSince1970 * 1000).rounded(.down)))
  }
}
