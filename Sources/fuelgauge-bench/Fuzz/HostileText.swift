import Values

/// Values no honest program would write.
enum HostileText {
  /// The content of a JSON string, without quotes.
  static func string(_ random: inout SeededRandom) -> [UInt8] {
    switch random.pick(0...15) {
    case 0: return []
    case 1 where random.pick(1...8) == 1:
      let piece = random.pick(["x", "é", "/", "\\u001b[31m"])
      return Array(String(repeating: piece, count: 100_000).utf8)
    case 2: return [random.pick([0x80, 0xc0, 0xfe, 0xff]), 0x41]
    case 3: return [0xed, 0xa0, 0x80, 0xed, 0xb0, 0x80]
    case 4: return Array(random.pick(times).utf8)
    case 5: return Array(random.pick(paths).utf8)
    case 6: return Array(random.pick(numbers).utf8)
    case 7:
      return (0..<random.pick(1...40)).map { _ in UInt8(random.pick(0...255)) }.filter {
        $0 != 0x22 && $0 != 0x5c
      }
    default: return Array(random.pick(marks).utf8)
    }
  }

  /// A complete JSON value.
  static func value(_ random: inout SeededRandom) -> [UInt8] {
    switch random.pick(0...9) {
    case 0...3: return Array(random.pick(numbers).utf8)
    case 4...6: return [0x22] + string(&random) + [0x22]
    case 7:
      let depth = random.pick([3, 300, 5000])
      let (open, close) = random.pick([("[", "]"), ("{\"a\":", "}")])
      let filling = close == "}" ? "1" : ""
      return Array(
        (String(repeating: open, count: depth) + filling
          + String(repeating: close, count: random.pick([0, depth]))).utf8)
    default: return Array(random.pick(literals).utf8)
    }
  }

  /// Numbers, some of them invalid.
  static let numbers = [
    "0", "-0", "-1", "0.1", "-0.1", "1e308", "1e309", "-1e308", "1e19", "1e18", "9.3e18", "1e-308",
    "1E400",
    "9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809",
    "18446744073709551615", "18446744073709551616", "99999999999999999999", "4294967296",
    "2147483648", "1000000000000", "9007199254740993", "NaN", "Infinity", "-Infinity", "00",
    "01", "+1", "1.", ".5", "1e", "0x10", "1_000", "1,5", "999999999999", "1000000000001",
    "9200000000000000000", "123456789012345678901234567890123456789012345678901234567890",
    "8640000000000001", "253402300800000", "-62135596800001", "1772452000000", "1772452000",
  ]

  private static let literals = [
    "null", "true", "false", "nul", "TRUE", "{}", "[]", "[null]", "{\"\":{}}", "\"1000000\"",
    "\"\"", "",
    "undefined", "'a'", "\"\\ud800\"", "\"\\u0000\"", "[1,2,3]", "{\"a\":1,\"a\":2}", "\"\\x\"",
    "\"",
  ]

  /// Times, some of them invalid.
  static let times = [
    "0000-01-01T00:00:00Z", "0001-01-01T00:00:00.000Z", "-0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999Z",
    "+275760-09-13T00:00:00Z", "2036-02-07T06:28:16Z", "2038-01-19T03:14:08Z",
    "2262-04-11T23:47:16.854Z",
    "2263-01-01T00:00:00Z", "1969-12-31T23:59:59Z", "1900-01-01T00:00:00Z", "2026-02-30T00:00:00Z",
    "2026-13-01T00:00:00Z", "2026-03-02T24:00:00Z", "2026-03-02T23:59:60Z",
    "2026-03-02T11:50:00.99999999999999999999Z", "2026-03-02T11:50:00+99:99", "2026-03-02",
    "2026-03-02T11:50:00-23:59", "2026-03-02 11:50:00", "2026-03-02T11:50:00", "now", "1772452000",
    "2026-03-02T11:50:00Z\\u0000", "2O26-03-02T11:50:00Z", "٢٠٢٦-03-02T11:50:00Z",
  ]

  private static let paths = [
    "/", ".", "..", "a", "~", "/a", "//", "/./..", "../../../../etc", "/proc/self/root",
    "/dev/zero",
    "C:\\\\x", "/p/\\u0000/q", "file:///etc/passwd", "/p\\n/q", "/proc/self/fd/0", "-", "--", "/a/",
  ]

  /// Texts that do harm when displayed, with and without JSON escapes.
  private static let marks = [
    "\\u0000", "a\\u0000b", "\\u001b[2J\\u001b[31mred", "\\u001b]0;title\\u0007",
    "\\u001b]52;c;aGk=\\u0007",
    "\\u009b31m", "\\u009d0;t\\u009c", "\\ufeff", "\\ud800", "\\udc00\\ud800", "\\ud83d\\ude00",
    "\\u202e\\u2066abc",
    "\\u200b\\u200d\\u2060", "e\\u0301\\u0301\\u0301\\u0301", "\\r\\n", "\\t", "\\b\\f", "\\u007f",
    "\\u0085\\u2028\\u2029",
    "=1+1", "+cmd|' /C calc'!A0", "@SUM(1)", "-2+3", "＝1", "'; DROP TABLE request; --", "%s%n%x",
    "\\u",
    "\\ug000", "\\", "\u{1b}[2J", "\u{7}", "\u{9b}31m", "\u{202e}x", "\u{feff}", "\u{0}", "\r",
    "\u{7f}",
    "claude-opus-4-6", "claude-", "<synthetic>", "default", "msg_canary",
    "\u{fdfd}\u{fdfd}\u{fdfd}",
    "👩‍👩‍👧‍👦", "\u{0344}\u{0344}", "\u{1f3f4}\u{e0067}\u{e0062}", "org-1", "true", "null", "NaN", "$1e9",
  ]
}
