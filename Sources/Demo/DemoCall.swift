/// A tool call by the model, and its result.
struct DemoCall: Sendable {
  /// The tool's name in a transcript.
  let tool: String
  /// Its arguments, as JSON.
  let input: String
  /// The beginning of the result, without quotes.
  let result: String
  /// Tokens in the whole result.
  let tokens: ClosedRange<Int>
  /// The MCP server and the name of its tool; nil for other tools.
  var server: (name: String, tool: String)?
  /// Whether it starts a subagent.
  var isSubagent = false

  /// A call of one of Claude Code's own tools.
  init(_ tool: String, _ input: String, result: String, tokens: ClosedRange<Int>) {
    self.tool = tool
    self.input = input
    self.result = result
    self.tokens = tokens
  }

  /// A call of an MCP server's tool.
  init(
    server: String, _ tool: String, _ input: String, result: String, tokens: ClosedRange<Int>
  ) {
    self.init("mcp__\(server)__\(tool)", input, result: result, tokens: tokens)
    self.server = (server, tool)
  }

  /// Calls for reading and changing code. Repeated entries are more likely.
  static let coding = [
    DemoCall(
      "Read", #"{"file_path":"Sources/main.swift"}"#, result: "1 import Foundation",
      tokens: 800...5200),
    DemoCall(
      "Read", #"{"file_path":"Tests/Main.swift"}"#, result: "1 import Testing", tokens: 500...3600),
    DemoCall(
      "Grep", #"{"pattern":"deprecated","output_mode":"content"}"#, result: "Found 12 lines",
      tokens: 200...1400),
    DemoCall(
      "Edit", #"{"file_path":"Sources/main.swift","old_string":"var","new_string":"let"}"#,
      result: "The file has been updated.", tokens: 150...700),
    DemoCall(
      "Edit", #"{"file_path":"README.md","old_string":"teh","new_string":"the"}"#,
      result: "The file has been updated.", tokens: 150...700),
    DemoCall(
      "Bash", #"{"command":"swift test","description":"Run the tests"}"#,
      result: "Test run passed.", tokens: 300...2800),
    DemoCall(
      "Bash", #"{"command":"git diff --stat","description":"See what changed"}"#,
      result: "3 files changed", tokens: 100...900),
  ]

  /// A call that starts a subagent; the result is the subagent's last answer.
  static let subagent: DemoCall = {
    var call = DemoCall(
      "Task",
      #"{"description":"Look around","prompt":"Find every caller.","subagent_type":"Explore"}"#,
      result: "Here is what I found.", tokens: 600...2400)
    call.isSubagent = true
    return call
  }()

  static let tickets = [
    DemoCall(
      server: "tickets", "read_ticket", #"{"number":118}"#, result: "Ticket 118, open",
      tokens: 2500...9000),
    DemoCall(
      server: "tickets", "search", #"{"text":"fog","state":"open"}"#, result: "41 tickets",
      tokens: 4000...14_000),
  ]

  static let warehouse = [
    DemoCall(
      server: "warehouse", "query", #"{"sql":"SELECT * FROM reading WHERE day = 7"}"#,
      result: "rows follow", tokens: 5000...16_000),
    DemoCall(
      server: "warehouse", "describe_table", #"{"table":"reading"}"#, result: "14 columns",
      tokens: 900...3000),
  ]

  static let skyArchive = [
    DemoCall(
      server: "sky-archive", "find_plates", #"{"field":"Lyra","year":1998}"#,
      result: "73 plates", tokens: 3000...11_000)
  ]
}
