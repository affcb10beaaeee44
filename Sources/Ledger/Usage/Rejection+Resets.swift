import Foundation
import Values

extension Rejection {
  /// Finds when the window resets in an error text: "resets 9pm (Europe/Madrid)", "resets 3:20pm", "resets Nov 23,
  /// 6pm (UTC)", or "|1751000000" at the end. Nil if the text does not say, or names an unknown day or zone.
  static func resets(in text: String, after time: Instant) -> Instant? {
    if let bar = text.lastIndex(of: "|") {
      let digits = text[text.index(after: bar)...]
      if digits.count == 10, let seconds = Int64(digits) {
        return Instant(milliseconds: seconds * 1000)
      }
    }
    guard let word = text.range(of: "resets ") else { return nil }
    var rest = text[word.upperBound...].prefix(60)
    let date = date(rest)
    if let date { rest = rest[date.after...] }
    guard let (minutes, after) = clock(rest) else { return nil }
    guard let zone = zone(rest[after...]) else { return nil }
    // The next time the clocks there show it.
    let ahead = Int64(zone.secondsFromGMT(for: time.date)) * 1000
    let shown = Instant(milliseconds: time.milliseconds.addingClamped(ahead))
    let inDay = Int64(minutes) * Instant.perMinute
    let next: Int64
    if let date {
      // The date's first occurrence in the future.
      let year = Int(shown.utcDate.prefix(4)) ?? 1970
      let times = [year, year + 1].map {
        Instant(year: $0, month: date.month, day: date.day).milliseconds + inDay
      }
      next = times.first { $0 > shown.milliseconds } ?? times[1]
    } else {
      let day = shown.milliseconds.flooredQuotient(by: Instant.perDay)
      let today = day * Instant.perDay + inDay
      next = today > shown.milliseconds ? today : today + Instant.perDay
    }
    let guess = Instant(milliseconds: next - ahead)
    let later = Int64(zone.secondsFromGMT(for: guess.date)) * 1000
    return Instant(milliseconds: next - later)
  }

  /// The date at the start of a text, "Nov 23, ", and where the text continues.
  private static func date(
    _ text: Substring
  ) -> (month: Int, day: Int, after: Substring.Index)? {
    let months = [
      "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]
    guard let month = months.firstIndex(of: text.prefix(3).lowercased()),
      let blank = text.firstIndex(of: " ")
    else { return nil }
    let rest = text[text.index(after: blank)...]
    let digits = rest.prefix { $0.isASCII && $0.isWholeNumber }
    guard digits.count <= 2, let day = Int(digits), (1...31).contains(day) else { return nil }
    let after = rest[digits.endIndex...].drop { $0 == "," || $0 == " " }
    let clock = after.hasPrefix("at ") ? after.dropFirst(3) : after
    return (month + 1, day, clock.startIndex)
  }

  /// The time at the start of a text, "9pm" or "3:20pm", in minutes after midnight, and where the text continues.
  private static func clock(_ text: Substring) -> (minutes: Int, after: Substring.Index)? {
    var parts = [0]
    for index in text.indices {
      let character = text[index]
      if let digit = character.wholeNumberValue, character.isASCII {
        parts[parts.count - 1] = parts[parts.count - 1] * 10 + digit
        guard parts[parts.count - 1] < 60 else { return nil }
      } else if character == ":", parts.count == 1 {
        parts.append(0)
      } else {
        let half = text[index...].prefix(2).lowercased()
        guard half == "am" || half == "pm", (1...12).contains(parts[0]) else { return nil }
        let hours = parts[0] % 12 + (half == "pm" ? 12 : 0)
        return (hours * 60 + (parts.count > 1 ? parts[1] : 0), text.index(index, offsetBy: 2))
      }
    }
    return nil
  }

  /// The zone in parentheses at the start of a text; nil if missing or unknown.
  private static func zone(_ text: Substring) -> TimeZone? {
    let name = text.drop { $0 == " " }
    guard name.first == "(", let end = name.firstIndex(of: ")") else { return nil }
    return TimeZone(identifier: String(name[name.index(after: name.startIndex)..<end]))
  }
}
