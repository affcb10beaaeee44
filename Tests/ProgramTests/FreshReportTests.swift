import Collector
import Foundation
import GRDB
import TestSupport
import Testing

/// Reports read what is new before they tell.
@Suite struct FreshReportTests {
  private let program: Program

  init() throws {
    program = try Program(["FUELGAUGE_NOW": "2026-02-11T20:40:00Z"])
    try program.write([answer(1)], to: "a")
  }

  private func answer(_ number: Int) -> String {
    AnswerLine(number).with {
      $0.time = "2026-02-11T20:36:47.925Z"
    }.text
  }

  private static let reports = [
    ["status"], ["usage"], ["balance"], ["ledger"], ["limit"], ["forecast"], ["checkup"],
    ["account", "list"], ["tool", "list"],
  ]

  /// Requests that the store holds.
  private func requests(_ more: String...) throws -> Int? {
    let report = try program.run(["usage", "--no-collect", "--json"] + more).output
    let json = try JSONSerialization.jsonObject(with: Data(report.utf8)) as? [String: Any]
    return (json?["total"] as? [String: Any])?["requests"] as? Int
  }

  @Test(arguments: reports)
  func `a report reads the sources first`(command: [String]) throws {
    let result = try program.run(command)
    #expect(result.status == 0 && result.error == "", "\(command): \(result.error)")
    #expect(try requests() == 1, "\(command)")
  }

  @Test(arguments: reports.map { $0 + ["--no-collect"] } + [["status", "--line"], ["verify"]])
  func `it shows the store as it is when told so, as do the status line and verify`(
    command: [String]
  ) throws {
    #expect(try program.run(command).status == 0)
    #expect(try requests() == 0, "\(command)")
  }

  @Test func `what is new is in the next report`() throws {
    #expect(try program.run("usage").output.contains("claude-code         1"))
    try program.home.append(answer(2) + "\n", to: Program.transcript("a"))
    #expect(try program.run("usage").output.contains("claude-code         2"))
  }

  @Test(arguments: reports)
  func `with nothing known a report says so`(command: [String]) throws {
    let program = try Program()
    let result = try program.run(command)
    #expect(result.status == 0 && result.error == "", "\(command): \(result.error)")
    #expect(!result.output.isEmpty)
    let json = try program.run(command + ["--json"])
    #expect(json.status == 0, "\(json.error)")
    #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(json.output.utf8)) }
    #expect(try program.run(command + ["--account", "nobody"]).status == 64)
  }

  @Test func `who reads already is not waited for`() throws {
    #expect(try program.run("status").status == 0)
    try program.home.append(answer(2) + "\n", to: Program.transcript("a"))
    let store = program.home.path(".local/share/fuelgauge/usage.sqlite")
    let attempt = try CollectorLock.attempt(store: store, following: false)
    let result = try program.run("status")
    #expect(result.status == 0 && result.error == "", "\(result.error)")
    #expect(try requests() == 1)
    withExtendedLifetime(attempt) {}
  }

  @Test func `what keeps the sources from being read keeps no report from being made`() throws {
    let store = program.home.path("s.sqlite")
    let program = program.with(["FUELGAUGE_STORE": store])
    try FileManager.default.createDirectory(
      atPath: store + ".lock", withIntermediateDirectories: true)
    let locked = try program.run("usage")
    #expect(locked.status == 0 && locked.output == "no usage in this time\n")
    #expect(
      locked.error
        == "the sources were not read: \(store).lock: is a folder where the store keeps its lock, and was left"
        + " unchanged; move it away, or name another store with --store\n")
    try FileManager.default.removeItem(atPath: store + ".lock")
    let path = try program.home.write("[[price]]", to: ".config/fuelgauge/prices.toml")
    let unpriced = try program.run("usage")
    #expect(unpriced.status == 0)
    #expect(unpriced.error.hasPrefix("the sources were not read: \(path): "), "\(unpriced.error)")
  }

  @Test func `another person's store is only read, until that person collects into it`() throws {
    let store = program.home.path("s.sqlite")
    let bob = try Program(["FUELGAUGE_STORE": store])
    try bob.write([answer(7), answer(8)], to: "b")
    #expect(try bob.run("collect").status == 0)
    let ada = program.with(["FUELGAUGE_STORE": store])
    let result = try ada.run("usage")
    #expect(result.status == 0 && result.output.contains("claude-code         2"))
    #expect(
      result.error.hasPrefix("\(store): has usage from \(bob.home.path)/"),
      "\(result.error)")
    #expect(
      result.error.hasSuffix("are not read into it; fuelgauge collect reads them anyway\n"))
    #expect(try ada.run("collect").status == 0)
    let own = try ada.run("usage")
    #expect(own.error == "" && own.output.contains("claude-code         3"))
    #expect(try bob.run("usage").error == "")
  }

  @Test func `a store of an earlier version is whose files it holds`() throws {
    let store = program.home.path("s.sqlite")
    let bob = try Program(["FUELGAUGE_STORE": store])
    try bob.write([answer(7)], to: "b")
    #expect(try bob.run("collect").status == 0)
    try DatabaseQueue(path: store).inDatabase { try $0.execute(sql: "DELETE FROM source_root") }
    #expect(try program.with(["FUELGAUGE_STORE": store]).run("usage").error != "")
    #expect(try bob.run("usage").error == "")
  }
}
