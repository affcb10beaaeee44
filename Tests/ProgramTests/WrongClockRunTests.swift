import GRDB
import TestSupport
import Testing

/// Commands under a clock that is wrong for a while.
@Suite struct WrongClockRunTests {
  private let program: Program

  init() throws { program = try Program() }

  private func record(_ dollars: Int, _ id: String, at time: String, now: String) throws {
    let line =
      #"{"id":"\#(id)","tool":"api","time":"\#(time)","model":"m","input":1,"output":1,"cost":"\#(dollars)","#
      + #""purse":"extra","account":"claude.ai"}"#
    let result = try program.at(now).run("record", input: line + "\n")
    #expect(result.status == 0, "\(result.error)")
  }

  private func balance(at now: String) throws -> String? {
    try program.at(now).json("balance", "--json")["amount"] as? String
  }

  private func expectAgreement(at now: String) throws {
    let verified = try program.at(now).run("verify")
    #expect(verified.status == 0, "\(verified.output)")
  }

  @Test func `a balance typed in under a clock ten years ahead is charged once it is right`() throws
  {
    #expect(try program.at("2036-03-01T12:00:00Z").run("balance", "set", "100").status == 0)
    // The first command with the right clock sees it right, whichever it is.
    try expectAgreement(at: "2026-03-01T12:00:00Z")
    try record(5, "r1", at: "2026-03-01T12:05:00Z", now: "2026-03-01T12:06:00Z")
    #expect(try balance(at: "2026-03-01T12:07:00Z")?.hasPrefix("95") == true)
    #expect(
      try program.at("2026-03-01T12:08:00Z").run("status").output.contains("ahead of this clock"))
    #expect(try program.at("2026-03-01T12:10:00Z").run("balance", "set", "80").status == 0)
    try record(5, "r2", at: "2026-03-01T12:11:00Z", now: "2026-03-01T12:12:00Z")
    #expect(try balance(at: "2026-03-01T12:13:00Z")?.hasPrefix("75") == true)
    try expectAgreement(at: "2026-03-01T12:14:00Z")
  }

  @Test func `a clock of before 1970 spoils no sum`() throws {
    let now = "1969-12-31T23:59:59Z"
    try record(5, "r1", at: "2026-03-01T12:05:00Z", now: now)
    try expectAgreement(at: now)
    try expectAgreement(at: "2026-03-01T12:10:00Z")
  }

  @Test func `what is read under a clock of 2020 is charged once it is right`() throws {
    #expect(try program.at("2026-03-01T12:00:00Z").run("balance", "set", "100").status == 0)
    try record(5, "r1", at: "2026-03-01T12:05:00Z", now: "2020-06-01T00:00:00Z")
    try expectAgreement(at: "2020-06-01T00:01:00Z")
    #expect(try balance(at: "2026-03-01T12:10:00Z")?.hasPrefix("95") == true)
    try expectAgreement(at: "2026-03-01T12:11:00Z")
  }

  @Test func `times of an earlier version are mended before the first command does anything`()
    throws
  {
    #expect(try program.at("2026-03-01T12:00:00Z").run("balance", "set", "100").status == 0)
    try record(5, "r1", at: "2026-03-02T12:00:00Z", now: "2026-03-02T12:00:00Z")
    try DatabaseQueue(path: program.storePath).write {
      try $0.execute(
        sql: "UPDATE request SET collected = NULL; DELETE FROM setting WHERE key = 'times'")
    }
    let now = "2026-03-01T13:00:00Z"
    try expectAgreement(at: now)
    #expect(try program.at(now).run("balance", "set", "50").status == 0)
    #expect(
      try balance(at: "2026-03-03T12:00:00Z")?.hasPrefix("50") == true,
      "the reading covers what had been dated ahead")
  }
}
