import Foundation
import GRDB
import TestSupport
import Testing

/// Files of other programs that are broken, huge, half written or made to do harm: nothing crashes, nothing
/// that was known is lost, no secret and nothing that moves a cursor gets anywhere.
@Suite struct HostileFilesTests {
  /// Where Claude Code and Cursor keep what is read, and what is usually in it.
  enum Place: String, CaseIterable {
    case account = ".claude.json"
    case credentials = ".claude/.credentials.json"
    case settings = ".claude/settings.json"
    case project = "p/.claude/settings.local.json"
    case lock = ".claude/ide/4711.lock"
    case cursor = ".config/Cursor/User/globalStorage/state.vscdb"
    case transcript = ".claude/projects/-p/s.jsonl"
    case cline =
      ".config/Code/User/globalStorage/saoudrizwan.claude-dev/tasks/1/ui_messages.json"
    case openClaw = ".openclaw/agents/main/sessions/s.jsonl"
    case opencode = ".local/share/opencode/storage/message/ses/msg.json"
    case opencodeDatabase = ".local/share/opencode/opencode.db"

    func good(_ home: String) -> String {
      switch self {
      case .account:
        """
        {"oauthAccount":{"accountUuid":"a","organizationUuid":"org-1","emailAddress":"ada@home.example",
        "organizationType":"claude_max"},"customApiKeyResponses":{"approved":["planted-key-end"]},
        "cachedUsageUtilization":{"fetchedAtMs":1772452500000,"accountUuid":"a","utilization":{
        "five_hour":{"utilization":25},"spend":{"balance":{"amount_minor":4000,"exponent":2}}}}}
        """
      case .credentials:
        """
        {"claudeAiOauth":{"accessToken":"planted-access","refreshToken":"planted-refresh",
        "expiresAt":1900000000000},"mcpOAuth":{"x":{"accessToken":"planted-mcp"}}}
        """
      case .settings, .project: #"{"env":{"OTHER":"planted-other"}}"#
      case .lock:
        #"{"pid":1,"workspaceFolders":["\#(home)/q"],"ideName":"Cursor","authToken":"planted-lock"}"#
      case .cursor, .opencodeDatabase: ""
      case .cline:
        #"[{"ts":1772452000000,"type":"say","say":"api_req_started","text":"{\"tokensIn\":4,\"tokensOut\":1}","modelInfo":{"providerId":"anthropic","modelId":"claude-opus-4-6"}}]"#
      case .openClaw:
        #"{"type":"message","id":"a","message":{"role":"assistant","provider":"anthropic","model":"claude-opus-4-6","usage":{"input":3,"output":4},"timestamp":1772452000000}}"#
      case .opencode:
        #"{"role":"assistant","time":{"created":1772452000000,"completed":1772452000001},"modelID":"claude-opus-4-6","providerID":"anthropic","tokens":{"input":1,"output":4}}"#
      case .transcript:
        #"{"type":"assistant","timestamp":"2026-03-02T11:50:00.000Z","sessionId":"s","cwd":"\#(home)/p","requestId":"req_u","message":{"id":"msg_u","model":"claude-opus-4-6","stop_reason":"end_turn","usage":{"input_tokens":3,"output_tokens":100}}}"#
          + "\n"
      }
    }
  }

  /// What takes the place of a good file.
  private static func bad(_ good: String) -> [(String, String)] {
    let harm = "\u{1b}]0;title\u{7}\u{1b}[2J\u{202e}\u{200b}\r\n\u{9b}31m"
    func escaped(_ text: String) -> String {
      text.unicodeScalars.map { String(format: "\\u%04x", $0.value) }.joined()
    }
    let long = String(repeating: "é", count: 1 << 19)
    var all = [
      ("empty", ""), ("half", String(good.prefix(good.count / 2))), ("null", "null"),
      ("a list", "[1,2,3]"), ("bytes", "\u{0}\u{1}\u{2}PNG\u{7f}"),
      ("deep", String(repeating: "[", count: 100_000)),
      ("deep in an object", #"{"oauthAccount":"# + String(repeating: #"{"a":"#, count: 50_000)),
      ("8 MB", #"{"x":""# + String(repeating: "y", count: 8 << 20) + "\"," + good.dropFirst()),
      ("every value a number", good.replacing(/:"[^"]*"/, with: ":7")),
      ("every number a text", good.replacing(/:\d+/, with: #":"seven""#)),
      ("every value null", good.replacing(/:("[^"]*"|\d+)/, with: ":null")),
    ]
    for (name, text) in [("harm", escaped(harm) + "x"), ("a megabyte", long)] {
      all.append(
        (
          name,
          good.replacing(
            /"(ada@home.example|org-1|a|s|claude-opus-4-6|Cursor)"/, with: "\"\(text)\"")
        ))
    }
    return all
  }

  private static let commands = [
    ["collect"], ["status"], ["status", "--json"], ["account"], ["tool", "list", "--json"],
    ["checkup"],
  ]

  @Test(arguments: Place.allCases)
  func `whatever is in a file`(_ place: Place) throws {
    let contents = HostileFilesTests.bad(place.good("/h")).filter { name, text in
      // Of a database what is no text of its own is the same as no text.
      !place.good("/h").isEmpty || ["empty", "a list", "bytes", "8 MB"].contains(name)
    }
    for (name, content) in contents {
      let program = try home()
      let before = try program.json("status", "--json")
      #expect((before["balance"] as? [String: Any])?["amount"] as? String == "40.000000000")
      let path = program.home.path(place.rawValue)
      try? FileManager.default.removeItem(atPath: path)
      try program.home.write(
        content.replacing("/h/", with: program.home.path + "/"), to: place.rawValue)
      // A name that is made to do harm is another account, whose file tells the same balance.
      try expectHarmless(program, "\(place.rawValue): \(name)")
    }
    for (name, make) in HostileFilesTests.oddities {
      let program = try home()
      let path = program.home.path(place.rawValue)
      try? FileManager.default.removeItem(atPath: path)
      try make(path)
      try expectHarmless(program, "\(place.rawValue): \(name)")
      // It comes back, and all is as it was.
      try FileManager.default.removeItem(atPath: path)
      try write(place, program)
      #expect(try program.run("collect").status == 0)
      let status = try program.json("status", "--json")
      #expect((status["balance"] as? [String: Any])?["amount"] as? String == "40.000000000")
    }
  }

  private static let oddities: [(String, @Sendable (String) throws -> Void)] = [
    (
      "a folder",
      { try FileManager.default.createDirectory(atPath: $0, withIntermediateDirectories: true) }
    ),
    ("a pipe", { #expect(mkfifo($0, 0o600) == 0) }),
    ("a link to itself", { #expect(symlink($0, $0) == 0) }),
    ("a device", { #expect(symlink("/dev/zero", $0) == 0) }),
  ]

  private func home() throws -> Program {
    let program = try Program(["FUELGAUGE_NOW": "2026-03-02T12:00:00Z"])
    for place in Place.allCases { try write(place, program) }
    #expect(try program.at("2026-03-01T00:00:00Z").run("collect").status == 0)
    #expect(try program.run("collect").status == 0)
    return program
  }

  private func write(_ place: Place, _ program: Program) throws {
    try program.home.write(place.good(program.home.path), to: place.rawValue)
    guard place == .cursor else { return }
    let queue = try DatabaseQueue(path: program.home.path(place.rawValue))
    try queue.write { database in
      try database.execute(sql: "CREATE TABLE ItemTable (key TEXT UNIQUE, value BLOB)")
      try database.execute(
        sql: """
          INSERT INTO ItemTable VALUES ('cursorAuth/cachedEmail', 'ada@home.example'),
            ('cursorAuth/accessToken', 'planted-cursor'), ('cursorAuth/claudeKey', 'planted-byok')
          """)
    }
    try queue.close()
  }

  private func expectHarmless(_ program: Program, _ what: String) throws {
    for words in HostileFilesTests.commands {
      let result = try program.run(words)
      #expect([0, 1, 2].contains(result.status), "\(what): \(words): \(result.error)")
      for text in [result.output, result.error] {
        #expect(!text.contains("planted"), "\(what): \(words)")
        // Invisible marks that turn nothing around are part of names in JSON.
        let isJSON = words.contains("--json")
        let isClean = text.unicodeScalars.allSatisfy {
          $0 == "\n"
            || $0.properties.generalCategory != .control && !$0.properties.isBidiControl
              && (isJSON || $0.properties.generalCategory != .format)
        }
        #expect(isClean, "\(what): \(words): \(text.prefix(2000))")
      }
    }
    let status = try program.json("status", "--json")
    let balance = status["balance"] as? [String: Any]
    #expect(balance?["amount"] as? String == "40.000000000", "\(what)")
    #expect(try program.run("verify").status == 0, "\(what)")
    let store = program.home.path(".local/share/fuelgauge")
    for file in try FileManager.default.contentsOfDirectory(atPath: store) {
      let data = try Data(contentsOf: URL(fileURLWithPath: store + "/" + file))
      let isFree = [
        "planted-a", "planted-r", "planted-m", "planted-k", "planted-l", "planted-c", "planted-b",
      ]
      .allSatisfy { data.range(of: Data($0.utf8)) == nil }
      #expect(isFree, "\(what): \(file)")
    }
  }
}
