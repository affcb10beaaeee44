/// A moment in milliseconds since 1970-01-01T00:00:00Z, the precision of transcripts.
package struct Instant: Hashable, Sendable, Comparable {
  /// Milliseconds since the Unix epoch.
  package var milliseconds: Int64

  /// Creates the moment `milliseconds` after the Unix epoch.
  @inlinable package init(milliseconds: Int64) { self.milliseconds = milliseconds }

  @inlinable package static func < (left: Instant, right: Instant) -> Bool {
    left.milliseconds < right.milliseconds
  }

  /// The index of the `length`-millisecond stretch this moment falls in, counted from the epoch.
  @inlinable package func bucket(of length: Int64) -> Int64 {
    milliseconds.flooredQuotient(by: length)
  }

  /// The UTC minute the moment falls in, counted from the epoch.
  @inlinable package var minute: Int64 { bucket(of: Instant.perMinute) }

  /// The UTC day the moment falls in, counted from the epoch.
  @inlinable package var utcDay: Int64 { bucket(of: Instant.perDay) }

  /// Milliseconds in a minute.
  package static let perMinute: Int64 = 60_000
  /// Milliseconds in an hour.
  package static let perHour: Int64 = 3_600_000
  /// Milliseconds in a day of 24 hours.
  package static let perDay: Int64 = 86_400_000

  /// The moment a number of milliseconds later (earlier, if negative).
  @inlinable package func advanced(by milliseconds: Int64) -> Instant {
    Instant(milliseconds: self.milliseconds.addingClamped(milliseconds))
  }

  /// The time between two moments.
  @inlinable package static func - (later: Instant, earlier: Instant) -> Span {
    Span(milliseconds: later.milliseconds.subtractingClamped(earlier.milliseconds))
  }

  /// Midnight UTC of a civil date of the proleptic Gregorian calendar.
  package init(year: Int, month: Int, day: Int) {
    self.init(milliseconds: Int64(daysFromCivil(year, month, day)) * Instant.perDay)
  }

  /// The first moment of the UTC calendar month this moment falls in. Caps count by UTC month.
  package var startOfUTCMonth: Instant {
    let (year, month, _) = civilFromDays(Int(utcDay))
    return Instant(year: year, month: month, day: 1)
  }

  /// The first moment of the next UTC calendar month.
  package var startOfNextUTCMonth: Instant {
    startOfUTCMonth.advanced(by: 32 * Instant.perDay).startOfUTCMonth
  }

  /// The range of times accepted from a source. No model is older than 2020, so an earlier time means a wrong clock
  /// or an unset field; nobody will read this in 2100.
  package static let credible =
    Instant(milliseconds: 1_577_836_800_000)...Instant(milliseconds: 4_102_444_800_000)

  /// Whether a request can have been made at this time.
  package var isCredible: Bool { Instant.credible.contains(self) }

  /// RFC 3339 in UTC: "2026-02-11T20:36:47Z", with milliseconds where there are any.
  package var rfc3339: String {
    let (year, month, day) = civilFromDays(Int(utcDay))
    let inDay = milliseconds - utcDay * Instant.perDay
    let (seconds, fraction) = inDay.quotientAndRemainder(dividingBy: 1000)
    let clock = [seconds / 3600, seconds / 60 % 60, seconds % 60].map { padded(Int($0), to: 2) }
    let date = "\(padded(year, to: 4))-\(padded(month, to: 2))-\(padded(day, to: 2))"
    let tail = fraction == 0 ? "Z" : ".\(padded(Int(fraction), to: 3))Z"
    return "\(date)T\(clock.joined(separator: ":"))\(tail)"
  }

  /// The UTC date alone, "2026-02-11".
  package var utcDate: String { String(rfc3339.prefix(10)) }
}

extension Int64 {
  /// The quotient rounded towards negative infinity, so that moments before 1970 get the right minute and day.
  @inlinable package func flooredQuotient(by divisor: Int64) -> Int64 {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}

private func padded(_ value: Int, to width: Int) -> String {
  let text = String(value)
  return String(repeating: "0", count: max(0, width - text.count)) + text
}

/// Days from 1970-01-01 to a civil date. Years start in March here, so that the leap day comes last.
func daysFromCivil(_ year: Int, _ month: Int, _ day: Int) -> Int {
  let shifted = month <= 2 ? year - 1 : year
  let era = (shifted >= 0 ? shifted : shifted - 399) / 400
  let yearOfEra = shifted - era * 400
  let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
  let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

/// The civil date of a day counted from 1970-01-01; the inverse of ``daysFromCivil(_:_:_:)``.
func civilFromDays(_ days: Int) -> (year: Int, month: Int, day: Int) {
  let shifted = days + 719_468
  let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
  let dayOfEra = shifted - era * 146_097
  let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
  let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
  let monthFromMarch = (5 * dayOfYear + 2) / 153
  let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
  let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  return (year, month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
}
