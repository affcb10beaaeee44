import TestSupport
import Testing

/// What commands say of who paid, and what that rests on.
@Suite struct PurseRunTests {
  private let program: Program

  init() throws { program = try Program(["FUELGAUGE_NOW": "2026-11-20T12:00:00Z"]) }

  private func transcript(_ lines: [String]) throws {
    try program.home.write(
      lines.map { $0 + "\n" }.joined(), to: ".claude/projects/-w-demo/s.jsonl")
  }

  private func answer(_ change: (inout AnswerLine) -> Void) -> String {
    AnswerLine().with {
      ($0.time, $0.version) = ("2026-11-20T11:55:00.000Z", "2.1.332")
      change(&$0)
    }.text
  }

  private func tool() throws -> [String: Any]? {
    (try program.json("status", "--json")["tools"] as? [[String: Any]])?.first
  }

  @Test func `a cloud's requests are never taken off the balance, and everything says so`() throws {
    _ = try program.run("balance", "set", "40")
    try transcript([answer { $0.message = "msg_bdrk_1" }])
    _ = try program.run("collect")
    #expect(try tool()?["purse"] as? String == "cloud")
    #expect(try tool()?["basis"] as? String == "proven")
    #expect(try program.run("usage", "--by", "purse").output.contains("cloud"))
    let tools = try program.run("tool", "list").output
    #expect(tools.contains("basis") && tools.contains("cloud"))
    #expect(tools.contains("proven by its requests or its settings"))
    #expect(try program.json("balance", "--json")["amount"] as? String == "40.000000000")
    #expect(try program.run("verify").status == 0)
  }

  @Test func `what was asked for is likely, and what a person says is proven`() throws {
    try transcript([
      OtherLine.owner("org-1"), answer { $0.more = #","promptCacheRequested":"1h""# },
    ])
    _ = try program.run("collect")
    #expect(try tool()?["purse"] as? String == "plan")
    #expect(try tool()?["basis"] as? String == "likely")
    #expect(try program.run("tool", "list").output.contains("likely, from the cache it asks for"))
    _ = try program.run("tool", "set", "claude-code", "--purse", "cloud")
    #expect(try program.run("tool", "list").output.contains("you said so"))
  }

  @Test func `a record may say that a cloud paid`() throws {
    let record =
      #"{"id":"r1","tool":"api","time":"2026-11-20T11:00:00Z","model":"claude-opus-4-6","purse":"cloud","input":1,"output":1}"#
    let file = try program.home.write(record + "\n", to: "usage.jsonl")
    #expect(try program.run("record", file).status == 0)
    #expect(try program.run("usage", "--by", "purse").output.contains("cloud"))
  }
}
