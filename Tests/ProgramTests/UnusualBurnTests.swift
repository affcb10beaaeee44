import Foundation
import TestSupport
import Testing

/// A loop that burns far beyond the habit raises a warning, a Monday morning does not.
@Suite struct UnusualBurnTests {
  private let program: Program

  init() throws {
    program = try Program()
    // Two cents every two minutes from nine to three, Monday the 2nd to Friday the 6th of March.
    let usual = (2...6).flatMap { day in
      (0..<180).map { step in
        line(day, 9 * 60 + step * 2, "0.02")
      }
    }
    try record("2026-03-06T16:00:00Z", usual)
  }

  private func line(_ day: Int, _ minute: Int, _ cost: String) -> String {
    let time = String(format: "2026-03-%02dT%02d:%02d:00Z", day, minute / 60, minute % 60)
    return
      #"{"id":"\#(time)\#(cost)","tool":"mcp","mcpServer":"tickets","time":"\#(time)","model":"m","input":1,"output":1,"cost":"\#(cost)"}"#
  }

  private func record(_ now: String, _ lines: [String]) throws {
    let result = try program.at(now).run("record", input: lines.joined(separator: "\n"))
    #expect(result.status == 0, "\(result.error)")
  }

  private func warnings(_ now: String) throws -> [String] {
    let status = try program.at(now).json("status", "--json")
    return (status["warnings"] as? [[String: Any]] ?? []).compactMap { warning in
      guard warning["id"] as? String == "unusualBurn" else { return nil }
      return warning["message"] as? String
    }
  }

  @Test func `a storm is told of with how far it is, usual work after a weekend is not`() throws {
    // Monday, as ever.
    try record("2026-03-09T09:20:00Z", (0..<10).map { line(9, 9 * 60 + $0 * 2, "0.02") })
    #expect(try warnings("2026-03-09T09:18:30Z") == [])
    // Then a loop: fifteen cents a minute.
    try record("2026-03-09T09:27:30Z", (0..<8).map { line(9, 9 * 60 + 20 + $0, "0.15") })
    let told = try warnings("2026-03-09T09:27:30Z")
    #expect(told.count == 1)
    let message = try #require(told.first)
    #expect(
      message.hasPrefix("MCP burns 1") && message.contains(" times its habit, $9.00 an hour")
        && message.hasSuffix(", for 7 min."), "\(message)")
    // It is over.
    #expect(try warnings("2026-03-09T09:45:00Z") == [])
  }

  @Test func `a storm becomes no habit while it goes on, for a day`() throws {
    try record("2026-03-09T09:10:30Z", (0..<10).map { line(9, 9 * 60 + $0, "0.15") })
    #expect(try warnings("2026-03-09T09:10:30Z").count == 1)
    try record("2026-03-09T19:00:30Z", (10..<600).map { line(9, 9 * 60 + $0, "0.15") })
    let message = try #require(try warnings("2026-03-09T19:00:30Z").first)
    #expect(message.hasSuffix(", for 10 h 0 min."), "\(message)")
    // A day later it is how things are.
    try record("2026-03-10T12:00:30Z", (600..<900).map { line(9, 9 * 60 + $0, "0.15") })
    try record("2026-03-10T12:00:30Z", (0..<720).map { line(10, $0, "0.15") })
    #expect(try warnings("2026-03-10T12:00:30Z") == [])
  }

  @Test func `a storm after a pause is another one`() throws {
    let storm = { start in (0..<8).map { self.line(9, start + $0, "0.15") } }
    try record("2026-03-09T09:27:30Z", storm(9 * 60 + 20))
    // Nobody looks while it pauses.
    try record("2026-03-09T14:07:30Z", storm(14 * 60))
    let status = try program.at("2026-03-09T14:07:40Z").json("status", "--json")
    let warning = try #require(
      (status["warnings"] as? [[String: Any]])?.first { $0["id"] as? String == "unusualBurn" })
    #expect(warning["since"] as? String == "2026-03-09T14:00:00Z", "whenever one looks")
  }
}
