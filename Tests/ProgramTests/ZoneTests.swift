import Foundation
import TestSupport
import Testing
import Values

/// The days of a report are those that the system's own clock shows.
@Suite struct ZoneTests {
  /// 22:30 in UTC is past midnight in a summer of Berlin, and not in its winter's time.
  @Test(arguments: [
    ("Europe/Berlin", "2026-07-11"), (":Europe/Berlin", "2026-07-11"),
    ("CET-1CEST,M3.5.0,M10.5.0/3", "2026-07-11"), ("posix/Europe/Berlin", "2026-07-11"),
    ("/usr/share/zoneinfo/Europe/Berlin", "2026-07-11"), ("CET-1", "2026-07-10"),
    ("Europe/berlin", "2026-07-10"), ("nowhere", "2026-07-10"), ("", "2026-07-10"),
    ("/dev/zero", "2026-07-10"),
  ])
  func `a day is that of the zone, however it is said`(zone: String, date: String) throws {
    let program = try Program(["FUELGAUGE_NOW": "2026-11-20T12:00:00Z", "TZ": zone])
    try program.write([AnswerLine().with { $0.time = "2026-07-10T22:30:00Z" }.text], to: "s")
    #expect(try program.run("collect").status == 0)
    let rows = try program.json("usage", "--by", "day", "--json")["rows"] as? [[String: Any]]
    #expect(rows?.first?["key"] as? String == date)
  }

  @Test(arguments: [
    ("XXX-5:07", "18:53:00"), ("XXX-5:07:30", "18:52:30"), ("XXX5:13", "05:13:00"),
    ("XXX-5:45", "18:15:00"),
  ])
  func `a day begins at its very second`(zone: String, midnight: String) throws {
    let program = try Program(["FUELGAUGE_NOW": "2026-11-20T12:00:00Z", "TZ": zone])
    let start = try #require(Instant("2026-07-10T\(midnight)Z"))
    let lines = ([-1, 0, 60_000, -60_000] as [Int64]).enumerated().map { number, offset in
      AnswerLine().with {
        ($0.message, $0.request) = ("msg_\(number)", "req_\(number)")
        $0.time = start.advanced(by: offset).rfc3339
      }.text
    }
    try program.write(lines, to: "s")
    #expect(try program.run("collect").status == 0)
    let rows = try program.json("usage", "--by", "day", "--json")["rows"] as? [[String: Any]]
    #expect(rows?.compactMap { $0["requests"] as? Int } == [2, 2], "\(rows ?? [])")
  }

  @Test func `a rule has the days of the zone that it describes, all the year`() throws {
    let program = try Program(["FUELGAUGE_NOW": "2026-12-31T23:59:00Z"])
    let start = 1_767_225_600
    let lines = (0..<1200).map { number in
      let time = Date(timeIntervalSince1970: Double(start + number * 26_280))
      return AnswerLine().with {
        ($0.message, $0.request) = ("msg_\(number)", "req_\(number)")
        $0.time = time.ISO8601Format()
      }.text
    }
    try program.write(lines, to: "s")
    #expect(try program.run("collect").status == 0)
    func days(_ zone: String) throws -> String {
      try program.with(["TZ": zone]).run("usage", "--by", "day", "--csv").output
    }
    let berlin = try days("Europe/Berlin")
    #expect(berlin.split(separator: "\n").count > 360)
    #expect(try days("CET-1CEST,M3.5.0,M10.5.0/3") == berlin)
    #expect(try days("posix/Europe/Berlin") == berlin)
    #expect(try days("UTC") != berlin)
  }
}
