import Foundation
import GRDB
import TestSupport
import Testing

/// A terminal obeys escapes wherever they come from, so none may come through: not from a source, not from a
/// setting, not from an argument, and not in what a command says of them.
@Suite struct EscapesTests {
  /// What moves a cursor, sets a title, writes to the clipboard or turns text around, as JSON and TOML write it.
  private static let harm =
    #"\u001b]52;c;UFdORUQ=\u0007\u001b[2J\u009b31m\u202e\u2066\u0085\u007f\u0000e"#
  /// The same for what takes it as it is.
  private static let raw = "\u{1b}]0;PWNED\u{7}\u{1b}[2J\u{9b}31m\u{202e}\u{85}\u{7f}e"

  private static let commands: [[String]] =
    [
      ["collect"], ["collect", "--json"], ["status"], ["status", "--json"], ["status", "--line"],
      ["balance"], ["balance", "--json"], ["ledger"], ["ledger", "--json"], ["ledger", "--csv"],
      ["limit"], ["limit", "--json"], ["auto-reload"], ["auto-reload", "--json"], ["account"],
      ["account", "--json"], ["tool"], ["tool", "list", "--json"], ["checkup"],
      ["checkup", "--json"], ["forecast"], ["forecast", "--json"], ["forecast", "--backtest"],
      ["verify"], ["verify", "--json"], ["config"], ["config", "path"], ["themes"],
      ["themes", "--json"], ["top-up", "5", "--yes"], ["undo"],
      ["limit", "set", "5", "--tool", "mcp"], ["balance", "set", "7"], ["--help"],
    ]
    + ["tool", "model", "day", "account", "project", "session", "mcp-server", "purse"].flatMap {
      [["usage", "--by", $0], ["usage", "--by", $0, "--json"], ["usage", "--by", $0, "--csv"]]
    }

  /// Every text of every source holds escapes.
  private func write(_ program: Program) throws {
    let harm = EscapesTests.harm
    let home = program.home
    try home.write(
      """
      {"oauthAccount":{"accountUuid":"a\(harm)","organizationUuid":"o\(harm)","emailAddress":"e\(harm)",
      "organizationName":"n\(harm)","organizationRole":"r\(harm)","organizationType":"claude_max",
      "hasExtraUsageEnabled":true},"cachedExtraUsageDisabledReason":"d\(harm)",
      "cachedUsageUtilization":{"fetchedAtMs":1772452500000,"accountUuid":"a\(harm)","utilization":{
      "five_hour":{"utilization":25,"resets_at":"\(harm)"},"seven_day_\(harm)":{"utilization":9},
      "seven_day_x\(harm)":{"utilization":"\(harm)"},"extra_usage":{"disabled_reason":"\(harm)",
      "currency":"\(harm)"},"limits":[{"kind":"weekly_scoped","percent":1,"scope":{"model":
      {"display_name":"\(harm)"}}}],"spend":{"balance":{"amount_minor":4000,"exponent":2}}}}}
      """, to: ".claude.json")
    try home.write(
      #"{"env":{"ANTHROPIC_BASE_URL":"\#(harm)"},"apiKeyHelper":"\#(harm)"}"#,
      to: ".claude/settings.json")
    let answer = AnswerLine().with {
      $0.time = "2026-03-02T11:50:00Z"
      ($0.session, $0.folder, $0.model) = ("s\(harm)", "/f\(harm)", "claude-opus-4-6\(harm)")
      ($0.message, $0.request, $0.uuid) = ("msg_\(harm)", "req_\(harm)", "u\(harm)")
      $0.version = "2.1.300"
      $0.more = #","attributionMcpServer":"m\#(harm)""#
    }
    let refusal =
      #"{"type":"assistant","timestamp":"2026-03-02T11:55:00Z","sessionId":"s\#(harm)","cwd":"/f\#(harm)","uuid":"r\#(harm)","isApiErrorMessage":true,"message":{"id":"x\#(harm)","model":"<synthetic>","content":[{"type":"text","text":"You're out of extra usage\#(harm)"}],"usage":{"input_tokens":0,"output_tokens":0}}}"#
    let wrong = answer.with { $0.moreUsage = #","input_tokens":"\#(harm)""# }
    try program.write([answer.text, refusal, wrong.text, "no JSON " + EscapesTests.raw], to: "s")
    try home.write(
      #"[{"ts":1772452000000,"type":"say","say":"api_req_started","text":"{\"tokensIn\":4,\"tokensOut\":1}","modelInfo":{"providerId":"anthropic","modelId":"c\#(harm)"}}]"#,
      to:
        ".config/Code/User/globalStorage/saoudrizwan.claude-dev/tasks/\(EscapesTests.raw)/ui_messages.json"
    )
    try home.write(
      #"{"role":"assistant","sessionID":"s\#(harm)","path":{"cwd":"/o\#(harm)"},"time":{"created":1772452000000,"completed":1772452000001},"modelID":"c\#(harm)","providerID":"anthropic","tokens":{"input":1,"output":4}}"#,
      to: ".local/share/opencode/storage/message/ses/msg.json")
    try home.write(
      """
      x\(EscapesTests.raw) = 1
      [dashboard]
      theme = "\(harm)"
      "y\(harm)" = 2
      """, to: ".config/fuelgauge/config.toml")
    try home.write(
      "theme[\(EscapesTests.raw)]=\"\(EscapesTests.raw)\"\n\(EscapesTests.raw)\n",
      to: ".config/fuelgauge/themes/t\(EscapesTests.raw).theme")
    let state = home.path(".config/Cursor/User/globalStorage/state.vscdb")
    try home.write("", to: ".config/Cursor/User/globalStorage/state.vscdb")
    try DatabaseQueue(path: state).write { database in
      try database.execute(sql: "CREATE TABLE ItemTable (key TEXT PRIMARY KEY, value TEXT)")
      for key in ["cachedEmail", "stripeMembershipType"] {
        try database.execute(
          sql: "INSERT INTO ItemTable VALUES (?, ?)",
          arguments: ["cursorAuth/" + key, "c" + EscapesTests.raw])
      }
    }
  }

  private func expectClean(_ text: String, _ command: [String]) {
    let found = text.unicodeScalars.first { scalar in
      scalar != "\n"
        && (scalar.value < 0x20 || (0x7f..<0xa0).contains(scalar.value)
          || scalar.properties.isBidiControl)
    }
    #expect(found == nil, "\(command): \(text.debugDescription.prefix(600))")
  }

  @Test func `whatever a source says, no command hands it to the terminal`() throws {
    let program = try Program(["FUELGAUGE_NOW": "2026-03-02T12:00:00Z"])
    try write(program)
    var seen = ""
    for command in EscapesTests.commands {
      let result = try program.run(command)
      #expect([0, 1, 2, 64, 65].contains(result.status), "\(command): \(result.error)")
      expectClean(result.output, command)
      expectClean(result.error, command)
      if command.contains("--json") {
        #expect(throws: Never.self, "\(command)") {
          try JSONSerialization.jsonObject(
            with: Data(result.output.utf8), options: .fragmentsAllowed)
        }
      }
      seen += result.output
    }
    // The escapes were there to come through.
    #expect(seen.contains("UFdORUQ="))
  }

  @Test(arguments: [
    ["frobnicate"], ["usage", "--by"], ["usage", "--since"], ["top-up"], ["account", "use"],
    ["account", "add"], ["record"], ["import", "cursor"], ["--theme"], ["themes", "--preview"],
    ["limit", "set", "5", "--tool"], ["snooze"], ["status", "--store"], ["status", "--config"],
    ["balance", "set"],
  ])
  func `an argument is not echoed as it is`(command: [String]) throws {
    let program = try Program(["FUELGAUGE_NOW": "2026-03-02T12:00:00Z"])
    let words = command + [EscapesTests.raw]
    let result = try program.run(words)
    expectClean(result.output, words)
    expectClean(result.error, words)
    #expect(!(result.output + result.error).isEmpty)
  }

  @Test func `what is taken in from elsewhere is named without its escapes`() throws {
    let program = try Program(["FUELGAUGE_NOW": "2026-03-02T12:00:00Z"])
    let csv = "Date,Model,Total Tokens,Cost\n2026-03-01T10:00:00Z,m,\(EscapesTests.raw),1\n"
    let path = try program.home.write(csv, to: "c\(EscapesTests.raw).csv")
    for (words, input) in [
      (["import", "cursor", path], ""), (["record"], #"{"id":"\#(EscapesTests.harm)"}"#),
      (["record"], EscapesTests.raw),
    ] {
      let result = try program.run(words, input: input)
      #expect(result.status == 65)
      expectClean(result.output, words)
      expectClean(result.error, words)
    }
  }
}
