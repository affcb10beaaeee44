import Foundation
import GRDB
import TestSupport
import Testing

/// The hook as a tool runs it.
@Suite struct HookRunTests {
  private let program: Program

  init() throws { program = try Program(["FUELGAUGE_NOW": "2026-06-01T10:00:00Z"]) }

  private static let turn =
    #"{"hook_event_name":"stop","conversation_id":"c","generation_id":"g","model":"default","cursor_version":"3.24.12","input_tokens":100,"output_tokens":5,"cache_read_tokens":60,"cache_write_tokens":0,"workspace_roots":["/home/ada/shop"]}"#

  @Test func `a turn that a hook reports is in the next report, once`() throws {
    for _ in 1...2 {
      let result = try program.run("hook", "cursor", input: HookRunTests.turn)
      #expect((result.status, result.output, result.error) == (0, "{}\n", ""))
    }
    let shown = try program.run("usage", "--since", "2026-05-31")
    #expect(
      shown.status == 0 && shown.output.contains("cursor         1"),
      "\(shown.output)\(shown.error)")
  }

  @Test func `Cursor running Claude Code's hook counts only without an entry of its own`() throws {
    let spool = ".local/share/fuelgauge/usage.sqlite.spool"
    try program.home.write(
      #"{"version":1,"hooks":{"stop":[{"command":"/opt/fuelgauge hook cursor"}]}}"#,
      to: ".cursor/hooks.json")
    _ = try program.run("status")
    let silent = try program.run("hook", "claude", input: HookRunTests.turn)
    #expect((silent.status, silent.output) == (0, ""))
    #expect(!FileManager.default.fileExists(atPath: program.home.path(spool)))
    try program.home.write(#"{"version":1,"hooks":{}}"#, to: ".cursor/hooks.json")
    let counted = try program.run("hook", "claude", input: HookRunTests.turn)
    #expect((counted.status, counted.output) == (0, "{}\n"))
    let line = try String(contentsOfFile: program.home.path(spool), encoding: .utf8)
    #expect(line.contains(#""tool":"cursor""#))
  }

  @Test func `without a store, or with broken input, the tool goes on and the person is told`()
    throws
  {
    for input in [#"{"hook_event_name":"UserPromptSubmit"}"#, "", "nonsense"] {
      let result = try program.run("hook", "claude", input: input)
      #expect(result.status == 0)
      #expect(
        result.output.hasPrefix(#"{"systemMessage":"Fuelgauge could not"#), "\(result.output)")
    }
    let cursor = try program.run(
      "hook", "cursor", input: #"{"hook_event_name":"beforeSubmitPrompt"}"#)
    #expect((cursor.status, cursor.output) == (0, #"{"continue":true}"# + "\n"))
  }

  @Test func `a locked store delays a gate only briefly, and loses nothing`() throws {
    _ = try program.run("status")
    let store = try DatabaseQueue(
      path: program.home.path(".local/share/fuelgauge/usage.sqlite"))
    let start = ContinuousClock.now
    let gate = try store.inDatabase { database in
      try database.execute(sql: "BEGIN IMMEDIATE")
      defer { try? database.execute(sql: "ROLLBACK") }
      _ = try program.run("hook", "cursor", input: HookRunTests.turn)
      return try program.run(
        "hook", "claude", input: #"{"hook_event_name":"UserPromptSubmit"}"#)
    }
    #expect(ContinuousClock.now - start < .seconds(5))
    #expect(gate.status == 0)
    #expect(gate.output.hasPrefix(#"{"systemMessage":"Fuelgauge could not"#), "\(gate.output)")
    let shown = try program.run("usage", "--since", "2026-05-31")
    #expect(shown.output.contains("cursor         1"), "\(shown.output)\(shown.error)")
  }

  @Test func `a gate reads its session's transcript when nobody follows`() throws {
    _ = try program.run("status")
    let file = ".claude/projects/-home-ada-shop/s1.jsonl"
    try program.home.write(
      AnswerLine(1).with { $0.output = 10 }.text + "\n", to: file)
    let payload =
      #"{"hook_event_name":"UserPromptSubmit","session_id":"s1","transcript_path":"\#(program.home.path(file))","prompt":"secret"}"#
    let gate = try program.run("hook", "claude", input: payload)
    #expect((gate.status, gate.output) == (0, "{}\n"))
    let shown = try program.run("usage", "--no-collect", "--period", "everything")
    #expect(shown.output.contains("claude-code"), "\(shown.output)\(shown.error)")
  }
}
