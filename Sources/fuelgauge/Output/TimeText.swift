import Ledger

/// Times as people type them.
enum TimeText {
  /// The moment that `text` says: a date (the beginning of that day of the person's), an RFC 3339
  /// time, or a duration before `now` such as 90m, 24h, 7d; nil for anything else.
  static func moment(_ text: String, now: Instant, days: CivilDays) -> Instant? {
    if let duration = milliseconds(text) { return now.advanced(by: -duration) }
    guard let time = Instant(text) else { return nil }
    return text.utf8.count == 10 ? days.start(ofDate: text, near: time) : time
  }

  private static func milliseconds(_ text: String) -> Int64? {
    let units: [Character: Int64] = [
      "m": Instant.perMinute, "h": Instant.perHour, "d": Instant.perDay, "w": 7 * Instant.perDay,
    ]
    guard let unit = text.last.flatMap({ units[$0] }), let count = Int64(text.dropLast()),
      (0...100_000).contains(count), text.first?.isNumber == true
    else { return nil }
    return count * unit
  }
}
