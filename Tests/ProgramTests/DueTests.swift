import TestSupport
import Testing

/// What becomes due while nobody does anything is done by whoever comes next.
@Suite struct DueTests {
  private let program: Program

  init() throws { program = try Program(["FUELGAUGE_NOW": "2026-03-01T00:00:00Z"]) }

  @Test(arguments: [["balance", "--json"], ["status", "--json"], ["collect", "--json"]])
  func `credit that has expired is in no balance`(command: [String]) throws {
    _ = try program.run("account", "add", "local")
    _ = try program.run(
      "credit", "add", "5", "--kind", "grant", "--expires", "2026-03-05T00:00:00Z")
    let before = program.at("2026-03-04T23:59:59Z")
    #expect(try before.json("balance", "--json")["amount"] as? String == "5.000000000")

    let after = program.at("2026-03-06T00:00:00Z")
    _ = try after.run(command)
    #expect(try after.balance() == .zero)
    let ledger = try after.run("ledger", "--csv").output.split(separator: "\n")
    #expect(ledger.last?.contains("2026-03-05T00:00:00") == true, "\(ledger)")
    #expect(ledger.count == 4, "booked once: \(ledger)")
  }

  @Test func `a reload that rested is done by the next look`() throws {
    _ = try program.run("account", "add", "local")
    _ = try program.run("top-up", "2", "--yes")
    _ = try program.run("auto-reload", "on", "--below", "5", "--add", "10", "--monthly-max", "10")
    #expect(try program.balance().decimalText == "12.000000000")
    let usage =
      #"{"id":"r","tool":"api","time":"2026-03-01T00:00:10Z","model":"m","purse":"extra","input":1,"output":1,"cost":"9"}"#
    _ = try program.at("2026-03-01T00:00:20Z").run(["record"], input: usage)
    // Another reload waits for the end of the rest, and for the maximum that is raised meanwhile.
    _ = try program.at("2026-03-01T00:00:30Z").run("auto-reload", "--monthly-max", "50")
    #expect(try program.at("2026-03-01T00:00:59Z").balance().decimalText == "3.000000000")
    #expect(try program.at("2026-03-01T00:01:00Z").balance().decimalText == "13.000000000")
  }
}
