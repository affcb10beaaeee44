import Foundation
import TestSupport
import Testing

/// `fuelgauge guard` as scripts see it.
@Suite struct GuardRunTests {
  private let program: Program

  init() throws {
    program = try Program(["FUELGAUGE_NOW": "2026-02-11T20:40:00Z"])
    #expect(try program.run("account", "add", "work").status == 0)
    #expect(try program.run("balance", "set", "50").status == 0)
    try program.write(
      [AnswerLine(1).with { $0.time = "2026-02-11T20:36:47.925Z" }.text], to: "a")
  }

  @Test func `a reached limit stops with 3 until a pass, which the ledger shows`() throws {
    #expect(try program.run("guard", "--tool", "claude-code").status == 0)
    let set = try program.run("limit", "set", "0", "--tool", "claude-code", "--per", "day")
    #expect(set.status == 0)
    let stopped = try program.run("guard", "--tool", "claude-code")
    #expect(stopped.status == 3 && stopped.error == "")
    #expect(
      stopped.output.hasPrefix(
        "Fuelgauge stops Claude Code since 2026-02-11 20:40 UTC: "), "\(stopped.output)")
    let json = try program.run("guard", "--tool", "claude-code", "--json")
    #expect(json.status == 3 && json.output.contains(#""goOn": false"#), "\(json.output)")
    #expect(try program.run("guard", "--tool", "cursor").status == 0)
    let allowed = try program.run("guard", "allow", "--for", "30m")
    #expect(
      allowed.output
        == "every tool may go on until 2026-02-11 21:10 UTC, whatever the limits say\n")
    #expect(try program.run("guard", "--tool", "claude-code").status == 0)
    #expect(try program.run("guard", "allow", "--off").status == 0)
    #expect(try program.run("guard", "--tool", "claude-code").status == 3)
    let ledger = try program.run("ledger").output
    #expect(ledger.contains("every tool allowed until 2026-02-11 21:10 UTC"), "\(ledger)")
    #expect(ledger.components(separatedBy: "Claude Code stopped").count == 2, "\(ledger)")
    #expect(try program.run("verify").status == 0)
    #expect(try program.run("guard", "allow", "--for", "soon").status == 64)
    #expect(try program.run("guard", "--needs", "-1").status == 64)
  }

  @Test func `what is needed must be left of a budget`() throws {
    #expect(try program.run("guard", "--needs", "10").status == 0)
    let stopped = try program.run("guard", "--needs", "51")
    #expect(stopped.status == 3 && stopped.output.contains("of work"), "\(stopped.output)")
  }

  @Test func `a store that cannot be read lets pass with a notice, or stops if asked to`() throws {
    try program.home.write("not a store, but long enough to be read as one", to: "broken")
    let store = ["--store", program.home.path("broken")]
    let passed = try program.run(["guard"] + store)
    #expect(passed.status == 0 && passed.output == "", "\(passed.output)")
    #expect(passed.error.hasPrefix("not sure: ") && passed.error.contains("it may go on"))
    let absent = try program.run("guard", "--store", program.home.path("absent"))
    #expect(absent.status == 0 && absent.error.hasPrefix("not sure: "))
    try program.home.write(
      "[guard]\nwhen-unsure = \"stop\"\n", to: ".config/fuelgauge/config.toml")
    let stopped = try program.run(["guard"] + store)
    #expect(stopped.status == 3 && stopped.error.hasPrefix("not sure: "))
  }

  @Test func `limits say what they count`() throws {
    #expect(try program.run("limit", "set", "5", "--tool", "cursor").status == 0)
    #expect(
      try program.run("limit", "set", "5", "--tool", "cursor", "--per", "day", "--drawn").status
        == 0)
    let json = try program.run("limit", "--json").output
    #expect(json.contains(#""counts": "used""#) && json.contains(#""counts": "drawn""#), "\(json)")
    let text = try program.run("limit").output
    #expect(text.contains("counts") && text.contains("used") && text.contains("drawn"))
    let status = try program.run("status", "--json").output
    #expect(status.contains(#""installed": false"#) && status.contains("guardOff"), "\(status)")
  }
}
