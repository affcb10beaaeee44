import Foundation
import Values

extension Rejection {
  /// When the window begins anew that an error text tells of: "resets 9pm (Europe/Madrid)", "resets 3:20pm",
  /// or "|1751000000" at its end. Nil: it does not, or of a day or zone that cannot be told.
  static func resets(in text: String, after time: Instant) -> Instant? {
    if let bar = text.lastIndex(of: "|") {
      let digits = text[text.index(after: bar)...]
      if digits.count == 10, let seconds = Int64(digits) {
        return Instant(milliseconds: seconds * 1000)
      }
    }
    guard let word = text.range(of: "resets ") else { return nil }
    let rest = text[word.upperBound...].prefix(60)
    guard let (minutes, after) = clock(rest) else { return nil }
    guard let zone = zone(rest[after...]) else { return nil }
    // The next time that clocks there show it.
    let ahead = Int64(zone.secondsFromGMT(for: time.date)) * 1000
    let shown = Instant(milliseconds: time.milliseconds.addingClamped(ahead))
    let day = shown.milliseconds.flooredQuotient(by: Instant.perDay)
    let today = day * Instant.perDay + Int64(minutes) * Instant.perMinute
    let next = today > shown.milliseconds ? today : today + Instant.perDay
    let guess = Instant(milliseconds: next - ahead)
    let later = Int64(zone.secondsFromGMT(for: guess.date)) * 1000
    return Instant(milliseconds: next - later)
  }

  /// Minutes after midnight that a text begins with, "9pm" or "3:20pm", and where it goes on.
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

  /// The zone in brackets that a text begins with; nil: there is none, or none that is known.
  private static func zone(_ text: Substring) -> TimeZone? {
    let name = text.drop { $0 == " " }
    guard name.first == "(", let end = name.firstIndex(of: ")") else { return nil }
    return TimeZone(identifier: String(name[name.index(after: name.startIndex)..<end]))
  }
}
