extension Instant {
  /// Reads an RFC 3339 time from ASCII bytes: "2026-02-11T20:36:47.925Z", with any number of decimals (cut to
  /// milliseconds), `Z` or an offset such as `+02:00`, and `T` or a space between date and time.
  ///
  /// Nil if a part is missing or out of range, or for any other format.
  package init?(rfc3339 bytes: UnsafeBufferPointer<UInt8>) {
    guard bytes.count >= 20, bytes[4] == dash, bytes[7] == dash, bytes[13] == colon,
      bytes[16] == colon, bytes[10] | 0x20 == letterT || bytes[10] == space,
      let year = number(bytes, 0, 4), let month = number(bytes, 5, 2),
      let day = number(bytes, 8, 2), let hour = number(bytes, 11, 2),
      let minute = number(bytes, 14, 2), let second = number(bytes, 17, 2),
      (1...12).contains(month), (1...daysIn(month, of: year)).contains(day), hour < 24, minute < 60,
      second <= 60
    else { return nil }
    var at = 19
    var fraction = 0
    if bytes[at] == point {
      at += 1
      var unit = 100
      let start = at
      while at < bytes.count, let digit = number(bytes, at, 1) {
        fraction += digit * unit
        unit /= 10
        at += 1
      }
      guard at > start else { return nil }
    }
    guard let offset = offsetMinutes(bytes, from: at) else { return nil }
    let days = daysFromCivil(year, month, day)
    let seconds = ((days * 24 + hour) * 60 + minute - offset) * 60 + second
    self.init(milliseconds: Int64(seconds * 1000 + fraction))
  }

  /// Reads an RFC 3339 time, or a date alone as its midnight UTC; nil for anything else.
  package init?(_ text: String) {
    var text = text.utf8.count == 10 ? text + "T00:00:00Z" : text
    let parsed = text.withUTF8 { Instant(rfc3339: $0) }
    guard let parsed else { return nil }
    self = parsed
  }
}

private let dash = UInt8(ascii: "-")
private let colon = UInt8(ascii: ":")
private let point = UInt8(ascii: ".")
private let space = UInt8(ascii: " ")
private let letterT = UInt8(ascii: "t")

private func number(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ count: Int) -> Int? {
  guard start + count <= bytes.count else { return nil }
  var value = 0
  for index in start..<start + count {
    let digit = bytes[index] &- 48
    guard digit < 10 else { return nil }
    value = value * 10 + Int(digit)
  }
  return value
}

private func daysIn(_ month: Int, of year: Int) -> Int {
  switch month {
  case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
  case 4, 6, 9, 11: 30
  default: 31
  }
}

/// Minutes east of UTC given by the zone at `start`, which must end the text.
private func offsetMinutes(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
  guard start < bytes.count else { return nil }
  switch bytes[start] {
  case UInt8(ascii: "Z"), UInt8(ascii: "z"):
    return start + 1 == bytes.count ? 0 : nil
  case UInt8(ascii: "+"), dash:
    guard start + 6 == bytes.count, bytes[start + 3] == colon,
      let hours = number(bytes, start + 1, 2), let minutes = number(bytes, start + 4, 2),
      hours < 24, minutes < 60
    else { return nil }
    return (bytes[start] == dash ? -1 : 1) * (hours * 60 + minutes)
  default:
    return nil
  }
}
