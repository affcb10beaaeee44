import Foundation
import TestSupport
import Testing
import Values

@Suite struct InstantTests {
  @Test(arguments: [
    ("1970-01-01T00:00:00Z", 0), ("2026-02-11T20:36:47.925Z", 1_770_842_207_925),
    ("2026-02-11T22:36:47.925+02:00", 1_770_842_207_925),
    ("2026-02-11t20:36:47.9259z", 1_770_842_207_925),
    ("2000-02-29T23:59:60Z", 951_868_800_000), ("1969-12-31T23:59:59.5Z", -500),
  ])
  func `times are read to the millisecond`(text: String, milliseconds: Int64) {
    #expect(Instant(text)?.milliseconds == milliseconds)
  }

  @Test(arguments: [
    "", "yesterday", "2026-02-30T00:00:00Z", "2026-13-01T00:00:00Z", "2026-02-11T24:00:00Z",
    "2026-02-11T20:36:47", "2026-02-11T20:36:47.Z", "2026-02-11 20:36", "2026-02-11T20:36:47+2:00",
    "2026-02-11T20:36:47Zjunk", "2026-2-11",
  ])
  func `anything else is not a time`(text: String) {
    #expect(Instant(text) == nil)
  }

  @Test(arguments: seeds(3))
  func `printing and parsing agree with each other and with Foundation`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let formatter = ISO8601DateFormatter()
    for _ in 0..<300 {
      let time = Instant(milliseconds: Int64(random.pick(-10_000_000...4_000_000_000)) * 1000)
      #expect(Instant(time.rfc3339) == time, "seed \(seed)")
      #expect(time.rfc3339 == formatter.string(from: time.date), "seed \(seed)")
    }
  }

  @Test func `months follow the UTC calendar`() throws {
    let time = try #require(Instant("2026-12-31T23:59:59Z"))
    #expect(time.startOfUTCMonth.rfc3339 == "2026-12-01T00:00:00Z")
  }

  @Test func `days are the person's own`() throws {
    let tokyo = CivilDays(zone: try #require(TimeZone(identifier: "Asia/Tokyo")))
    let time = try #require(Instant("2026-02-11T20:00:00Z"))
    #expect(tokyo.date(of: time) == "2026-02-12")
    #expect(tokyo.start(of: time).rfc3339 == "2026-02-11T15:00:00Z")
    #expect(tokyo.clock(of: time) == "05:00")
  }
}
