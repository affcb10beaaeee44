import Foundation
import TestSupport
import Testing

/// `fuelgauge statusline`, as Claude Code runs it.
@Suite struct StatusLineRunTests {
  private let program: Program

  init() throws {
    program = try Program(["FUELGAUGE_NOW": "2026-02-11T20:40:00Z", "COLUMNS": "120"])
    try program.home.write(
      #"{"oauthAccount":{"accountUuid":"a","emailAddress":"ada@x.example","organizationUuid":"org-1"}}"#,
      to: ".claude.json")
    try program.write([AnswerLine(1).with { $0.time = "2026-02-11T20:36:47.925Z" }.text], to: "a")
    _ = try program.run("balance", "set", "40")
    _ = try program.run("collect")
  }

  private func input(_ used: Int, renews: Int = 1_770_850_000) -> String {
    let path = program.home.path(Program.transcript("a"))
    return
      #"{"transcript_path":"\#(path)","rate_limits":{"five_hour":{"used_percentage":\#(used),"resets_at":\#(renews)}}}"#
  }

  @Test func `its windows become a reading of the time of the last answer`() throws {
    let shown = try program.run("statusline", input: input(41))
    #expect(shown.status == 0)
    #expect(shown.output.contains("balance $40.00") && shown.output.contains("5 hours 41%"))
    let windows = try #require(try program.json("status", "--json")["plan"] as? [[String: Any]])
    #expect(windows.first?["usedPercent"] as? Double == 41)
    let asOf = try #require(windows.first?["asOf"] as? String)
    #expect(asOf < "2026-02-11T20:40:00Z", "not the time of drawing")
    // An idle session repeats itself; another window is over.
    #expect(try program.run("statusline", input: input(99)).output.contains("5 hours 41%"))
    #expect(try program.run("statusline", input: input(41, renews: 1_770_800_000)).status == 0)
  }

  @Test(arguments: [1, 12, 20, 40, 60, 80, 300])
  func `the line fits`(columns: Int) throws {
    let shown = try program.with(["COLUMNS": "\(columns)"]).run("statusline", input: input(41))
    #expect(shown.status == 0)
    #expect(shown.output.dropLast().count <= columns && shown.output.hasSuffix("\n"))
  }

  @Test func `it ends with zero whatever it is given`() throws {
    for input in ["", "{", "null", "[]", String(repeating: "x", count: 3 << 20)] {
      let shown = try program.run("statusline", input: input)
      #expect(shown.status == 0 && shown.output.contains("balance"), "\(input.prefix(5))")
    }
    #expect(try program.run("statusline", "--nonsense", input: "{}").status == 0)
    let empty = try Program()
    let nothing = try empty.run("statusline", input: "{}")
    #expect(nothing.status == 0 && nothing.output.isEmpty)
    try empty.home.write("no database", to: ".local/share/fuelgauge/usage.sqlite")
    #expect(try empty.run("statusline", input: "{}").status == 0)
  }

  @Test func `another status line gets the same input and is shown too`() throws {
    let shown = try program.run(
      "statusline", "--then", "printf 'theirs: '; cat", input: #"{"a":1}"#)
    let lines = shown.output.split(separator: "\n")
    #expect(shown.status == 0 && lines.count == 2 && lines[1] == #"theirs: {"a":1}"#)
    let failed = try program.run("statusline", "--then", "echo x; exit 3", input: "{}")
    #expect(failed.status == 0 && failed.output.hasSuffix("\nx\n"))
    let slow = try program.run("statusline", "--then", "echo begun; sleep 60", input: "{}")
    #expect(slow.status == 0 && slow.output.hasSuffix("begun\n"))
  }
}
