import Ledger
import Values

/// Reads times typed by the user.
enum TimeText {
  /// The moment `text` stands for: a date (the start of that day in local time), an RFC 3339 time, a duration
  /// before `now` such as 90m, 24h or 7d, or the start of `today` or `yesterday`; nil for anything else.
  static func moment(_ text: String, now: Instant, days: CivilDays) -> Instant? {
    if let day = day(text) { return day.start(at: now, days: days) }
    if let duration = span(text) { return now - duration }
    guard let time = Instant(text) else { return nil }
    return text.utf8.count == 10 ? days.start(ofDate: text, near: time) : time
  }

  /// The moment something ends: a date is its last day, and a duration counts from now.
  static func end(_ text: String, now: Instant, days: CivilDays) -> Instant? {
    if let duration = span(text) { return now + duration }
    guard let start = moment(text, now: now, days: days) else { return nil }
    guard text.utf8.count == 10 || day(text) != nil else { return start }
    return Limit.Period.day.stretch(at: start, days: days).upperBound
  }

  /// The day a word stands for.
  private static func day(_ text: String) -> UsagePeriod? {
    [.today, .yesterday].first { $0.rawValue == text.lowercased() }
  }

  /// The moment given by an option; nil if the option was not given.
  /// - Throws: ``Failure`` if it is not a time.
  static func option(
    _ text: String?, _ option: String, _ workplace: Workplace
  ) throws -> Instant? {
    guard let text else { return nil }
    guard let time = moment(text, now: workplace.now, days: workplace.days) else {
      throw Failure(
        status: .usage,
        message: "\(option): “\(text)” is not a time: give a date (2026-02-11), an RFC 3339 time"
          + " (2026-02-11T20:36:47Z), how long ago (90m, 24h, 7d), today or yesterday")
    }
    return time
  }

  /// A duration such as 90m, 24h, 7d or 2w; nil for other text.
  static func span(_ text: String) -> Span? {
    let units: [Character: Span] = ["m": .minute, "h": .hour, "d": .day, "w": .days(7)]
    guard let unit = text.last.flatMap({ units[$0] }), let count = Int64(text.dropLast()),
      (0...100_000).contains(count), text.first?.isNumber == true
    else { return nil }
    return Span(milliseconds: count * unit.milliseconds)
  }
}
