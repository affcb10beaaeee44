import Foundation
import GRDB
import Ledger
import Pricing
import Storage
import TestSupport
import Testing

/// Requests to Anthropic made by other tools than Claude Code, read from their files.
@Suite struct OtherToolTests {
  private let home: TestHome
  private var folder: TemporaryFolder { home.folder }
  private var store: UsageStore { home.store }

  init() throws { home = try TestHome(threads: 1) }

  /// What has been counted: requests and tokens by tool and purse.
  private func rows(_ dimension: UsageDimension = .tool) throws -> [String: UsageTotals] {
    _ = try home.collector.collect()
    #expect(try store.verify(prices: .builtIn).differences == [])
    let report = try store.report(by: dimension, since: nil, until: nil, days: .utc)
    return Dictionary(uniqueKeysWithValues: report.rows.map { ($0.key, $0.totals) })
  }

  private func tokens(
    _ input: Int, _ output: Int, write5m: Int = 0, write1h: Int = 0, read: Int = 0
  ) -> TokenCounts {
    TokenCounts(
      input: input, output: output, cacheWrite5m: write5m, cacheWrite1h: write1h, cacheRead: read)
  }

  // MARK: - Cline

  private static let tasks = "User/globalStorage/saoudrizwan.claude-dev/tasks"

  private func event(
    _ time: Int, _ text: String, provider: String? = "anthropic", more: String = ""
  )
    -> String
  {
    let info = provider.map {
      #","modelInfo":{"providerId":"\#($0)","modelId":"claude-sonnet-4-5"}"#
    }
    let quoted = text.replacing("\"", with: "\\\"")
    return
      #"{"ts":\#(time),"type":"say","say":"api_req_started","text":"\#(quoted)"\#(info ?? "")\#(more)}"#
  }

  private let counts =
    #"{"request":"x","tokensIn":40,"tokensOut":15,"cacheWrites":300,"cacheReads":7000,"cost":1}"#

  @Test func `Cline's tasks count for their editor`() throws {
    for (number, editor) in ["Code", "Cursor", "Windsurf"].enumerated() {
      try folder.write(
        "[\(event(1_767_312_000_000 + number, counts))]",
        to: ".config/\(editor)/\(OtherToolTests.tasks)/t\(number)/ui_messages.json")
    }
    let found = try rows()
    #expect(Set(found.keys) == ["other", "cursor", "windsurf"])
    #expect(found.values.allSatisfy { $0.tokens == tokens(40, 15, write5m: 300, read: 7000) })
    #expect(try Set(rows(.purse).keys) == ["api-key"], "Cline asks Anthropic with a key")
  }

  @Test func `unfinished requests and other providers are ignored`() throws {
    let task = ".config/Code/\(OtherToolTests.tasks)/t"
    let events = [
      event(1_767_312_000_001, #"{"request":"only begun"}"#),
      event(1_767_312_000_002, counts, more: #","partial":true"#),
      event(1_767_312_000_003, counts, provider: "openrouter"),
      event(1_767_312_000_004, counts, provider: "claude-code"),
      event(1_767_312_000_005, counts, provider: nil),
      event(1_767_312_000_006, "no JSON"),
      #"{"ts":1767312000007,"type":"ask","text":"{\"tokensIn\":9}"}"#, "7", "null",
    ]
    try folder.write("[\(events.joined(separator: ","))]", to: task + "/ui_messages.json")
    #expect(try rows().isEmpty)
    // Older versions store the model separately.
    try folder.write(
      #"{"model_usage":[{"ts":1767311999999,"model_id":"claude-opus-4-5","model_provider_id":"anthropic"}]}"#,
      to: task + "/task_metadata.json")
    try folder.write("[\(events[4])]", to: task + "/ui_messages.json")
    #expect(try rows(.model).keys.sorted() == ["claude-opus-4-5"])
  }

  @Test func `a growing task is counted once, an incomplete file changes nothing`() throws {
    let path = ".config/Code/\(OtherToolTests.tasks)/t/ui_messages.json"
    let first = event(1_767_312_000_001, counts)
    try folder.write("[\(first),\(event(1_767_312_000_002, #"{"request":"x"}"#))]", to: path)
    #expect(try rows()["other"]?.requests == 1)
    try folder.write("[\(first),\(event(1_767_312_000_002, counts).prefix(60))", to: path)
    #expect(try rows()["other"]?.requests == 1)
    try folder.write("[\(first),\(event(1_767_312_000_002, counts))]", to: path)
    #expect(try rows()["other"]?.requests == 2)
    #expect(try home.collector.collect().filesRead == 0)
  }

  @Test func `the newer Cline's input excludes the cache`() throws {
    let message =
      #"{"id":"m1","role":"assistant","ts":1785320475705,"modelInfo":{"id":"claude-sonnet-4-5","provider":"anthropic"},"metrics":{"inputTokens":24067,"outputTokens":193,"cacheReadTokens":18432,"cacheWriteTokens":600,"cost":0.02}}"#
    for session in ["s1", "s2-forked"] {
      try folder.write(
        #"{"version":1,"sessionId":"\#(session)","messages":[{"role":"user"},\#(message)]}"#,
        to: ".cline/data/sessions/\(session)/\(session).messages.json")
    }
    let other = try #require(try rows()["other"])
    #expect(other.requests == 1)
    #expect(other.tokens == tokens(5035, 193, write5m: 600, read: 18432))
  }

  @Test func `a log of thousands of answers is one session, read once`() throws {
    let messages = (0..<4500).map {
      #"{"id":"m\#($0)","role":"assistant","ts":\#(1_785_320_475_705 + $0),"modelInfo":{"id":"claude-sonnet-4-5","provider":"anthropic"},"metrics":{"inputTokens":1,"outputTokens":1}}"#
    }
    try folder.write(
      #"{"messages":[\#(messages.joined(separator: ","))],"sessionId":"late"}"#,
      to: ".cline/data/sessions/s/s.messages.json")
    let found = try rows(.session)
    #expect(found.keys.sorted() == ["cline/late"])
    #expect(found["cline/late"]?.requests == 4500)
    #expect(try home.collector.collect().filesRead == 0)
  }

  @Test func `nothing in a list with a broken end is counted`() throws {
    let events = (0..<2500).map { event(1_767_312_000_001 + $0, counts) }
    try folder.write(
      "[\(events.joined(separator: ","))",
      to: ".config/Code/\(OtherToolTests.tasks)/t/ui_messages.json")
    #expect(try rows().isEmpty)
  }

  // MARK: - OpenClaw

  private func answer(_ id: String, _ more: String = "", provider: String = "anthropic") -> String {
    #"{"type":"message","id":"\#(id)","timestamp":"2026-02-18T12:00:09.500Z","message":{"role":"assistant","provider":"\#(provider)","model":"claude-opus-4-6"\#(more),"usage":{"input":3,"output":410,"cacheRead":8000,"cacheWrite":678,"cacheWrite1h":600,"cost":{"total":0.01}},"timestamp":1771416009000}}"#
  }

  @Test func `OpenClaw's answers are counted once across sessions and archives`()
    throws
  {
    let head = #"{"type":"session","id":"s","cwd":"/work"}"#
    let lines = [
      head, answer("a"), answer("b", #","responseId":"msg_01"#.appending("\"")),
      answer("c", provider: "openai"), answer("d", provider: "claude-cli"), "{ half",
    ].joined(separator: "\n")
    try folder.write(lines, to: ".openclaw/agents/main/sessions/s.jsonl")
    try folder.write(lines, to: ".openclaw/agents/main/sessions/s.jsonl.reset.2026")
    try folder.write(lines, to: ".clawdbot/agents/main/sessions/s.jsonl")
    let other = try #require(try rows()["other"])
    #expect(other.requests == 2)
    #expect(other.tokens == tokens(6, 820, write5m: 156, write1h: 1200, read: 16000))
    #expect(try Set(rows(.purse).keys) == ["unknown"], "nothing says what paid")
    #expect(try Set(rows(.project).keys) == ["/work"])
  }

  @Test func `a request also in a Claude Code transcript counts once`() throws {
    try folder.write(
      answer("b", #","responseId":"msg_01""#) + "\n", to: ".openclaw/agents/main/sessions/s.jsonl")
    let line = AnswerLine().with {
      $0.message = "msg_01"
      $0.request = "req_01"
    }
    try home.write([line.text], to: "s")
    #expect(try rows().values.map(\.requests).reduce(0, +) == 1)
  }

  // MARK: - opencode

  private func message(
    created: Int = 1_767_312_000_000, completed: Int? = 1_767_312_009_123,
    provider: String = "anthropic", output: Int = 410
  ) -> String {
    let end = completed.map { #","completed":\#($0)"# } ?? ""
    return
      #"{"role":"assistant","time":{"created":\#(created)\#(end)},"modelID":"claude-sonnet-4-5","providerID":"\#(provider)","path":{"cwd":"/home/u/p"},"cost":0,"tokens":{"input":12,"output":\#(output),"reasoning":5,"cache":{"read":8000,"write":678}}}"#
  }

  private func database(_ rows: [(id: String, updated: Int, data: String)]) throws -> DatabaseQueue
  {
    let path = folder.path(".local/share/opencode/opencode.db")
    try FileManager.default.createDirectory(
      atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    let queue = try DatabaseQueue(path: path)
    try queue.inDatabase { try $0.execute(sql: "PRAGMA journal_mode = WAL") }
    try queue.write { database in
      try database.execute(
        sql: """
          CREATE TABLE IF NOT EXISTS message (id TEXT PRIMARY KEY, session_id TEXT,
            time_created INTEGER, time_updated INTEGER, data TEXT)
          """)
      for row in rows {
        try database.execute(
          sql: "INSERT OR REPLACE INTO message VALUES (?, 'ses_1', 0, ?, ?)",
          arguments: [row.id, row.updated, row.data])
      }
    }
    return queue
  }

  @Test func `opencode's answers are counted once across files, database and forks`() throws {
    try folder.write(message(), to: ".local/share/opencode/storage/message/ses_1/msg_a.json")
    _ = try database([
      ("msg_a", 5, message()), ("msg_fork", 6, message()),
      ("msg_b", 7, message(created: 1_767_312_100_000, completed: nil, output: 0)),
      ("msg_c", 8, message(created: 1_767_312_200_000, provider: "openrouter")),
      ("msg_d", 9, "no JSON"),
    ])
    let other = try #require(try rows()["other"])
    #expect(other.requests == 1)
    #expect(other.tokens == tokens(12, 415, write5m: 678, read: 8000))
    #expect(try Set(rows(.session).keys) == ["opencode/ses_1"])
  }

  @Test func `answers finished while opencode runs are found in its log`() throws {
    let open = try database([("msg_b", 7, message(completed: nil, output: 0))])
    #expect(try rows().isEmpty)
    let again = try database([("msg_b", 8, message())])
    #expect(try rows()["other"]?.requests == 1)
    #expect(try home.collector.collect().filesRead == 0)
    try open.close()
    try again.close()
  }

  @Test func `a file that is not a database is reported, and nothing else is affected`() throws {
    try folder.write("no database", to: ".local/share/opencode/opencode.db")
    try folder.write(message(), to: ".local/share/opencode/storage/message/ses_1/msg_a.json")
    let report = try home.collector.collect()
    #expect(
      report.problems.map(\.reason) == ["this opencode database cannot be read at the moment"])
    #expect(report.counts.new == 1)
  }

  @Test
  func `a database from the future is read again once its time has come`() throws {
    let path = folder.path(".local/share/opencode/opencode.db")
    let distant = Date(timeIntervalSince1970: 10_000_000_000)
    try database([("msg_a", .max, message())]).close()
    try FileManager.default.setAttributes([.modificationDate: distant], ofItemAtPath: path)
    #expect(try rows()["other"]?.requests == 1)
    try FileManager.default.removeItem(atPath: path)
    try database([
      ("msg_b", 8, message(created: 1_767_312_300_000, completed: 1_767_312_309_000))
    ]).close()
    #expect(try rows()["other"]?.requests == 2)
  }

  @Test func `a replaced database is read from its beginning`() throws {
    let path = folder.path(".local/share/opencode/opencode.db")
    try database([("msg_a", 1_767_312_400_000, message())]).close()
    #expect(try rows()["other"]?.requests == 1)
    // The same inode, with older rows than those already read.
    let queue = try DatabaseQueue(path: path)
    try queue.write { try $0.execute(sql: "DELETE FROM message") }
    try queue.close()
    try database([
      ("msg_b", 8, message(created: 1_767_312_300_000, completed: 1_767_312_309_000))
    ]).close()
    #expect(try rows()["other"]?.requests == 2)
    #expect(try home.collector.collect().filesRead == 0)
  }

  @Test func `unreadable rows and lines are reported`() throws {
    let queue = try database([
      ("msg_a", 5, message()), ("msg_b", 6, "no JSON"),
      ("msg_c", 7, message().replacing(#""created":1767312000000"#, with: #""created":"x""#)),
    ])
    try queue.write {
      try $0.execute(sql: "INSERT INTO message VALUES ('msg_d', 's', 0, NULL, NULL)")
    }
    try queue.close()
    let timeless = answer("c").replacing("timestamp", with: "no")
    try folder.write(
      [answer("a"), "no JSON", timeless, "half"].joined(separator: "\n"),
      to: ".openclaw/agents/main/sessions/s.jsonl")
    let report = try home.collector.collect()
    #expect(report.counts.new == 2)
    let untimed = "1 of its answers are not counted because their times cannot be read"
    #expect(
      Set(report.problems.map(\.reason)) == [
        "\(untimed); 1 of its entries are not JSON and are ignored",
        "\(untimed); 2 of its entries are not JSON and are ignored",
      ])
  }

  @Test func `a database with UTF-16 text is read`() throws {
    let path = folder.path(".local/share/opencode/opencode.db")
    try folder.write("", to: ".local/share/opencode/opencode.db")
    let queue = try DatabaseQueue(path: path)
    try queue.inDatabase {
      try $0.execute(sql: "PRAGMA encoding = 'UTF-16le'; CREATE TABLE other (x)")
    }
    try queue.close()
    try database([("msg_a", 5, message())]).close()
    #expect(try rows()["other"]?.requests == 1)
  }

  /// A million values take many times the memory of their text.
  @Test func `an oversized entry is skipped, and an oversized file is reported`() throws {
    let list = "[\(String(repeating: "0,", count: 200_000))0]"
    try folder.write(
      message().dropLast() + #","more":\#(list)}"#,
      to: ".local/share/opencode/storage/message/ses_1/msg_a.json")
    try folder.write(
      "[\(list),\(event(1_767_312_000_001, counts))]",
      to: ".config/Code/\(OtherToolTests.tasks)/t/ui_messages.json")
    try folder.write(
      "\(list)\n\(answer("a"))\n", to: ".openclaw/agents/main/sessions/s.jsonl")
    let report = try home.collector.collect()
    #expect(report.counts.new == 2)
    #expect(
      report.problems.map(\.remedy.rawValue).sorted() == ["reduce", "rewrite", "rewrite"])
    let sources = try store.funds(at: home.store.now()).sources
    #expect(sources.problems.count == 3)
    #expect(
      try store.funds(at: home.store.now()).warnings.contains { $0.id == .sourceProblem },
      "it is told")
    #expect(
      report.problems.map(\.reason).sorted() == [
        "1 of its entries are too large and are ignored",
        "1 of its entries are too large and are ignored",
        "has more in it than is supported; it is ignored",
      ])
  }

  @Test func `an unreadable count is reported, not taken for zero`() throws {
    let bad = #""input":"12""#
    try folder.write(
      message().replacing(#""input":12"#, with: bad),
      to: ".local/share/opencode/storage/message/ses_1/msg_a.json")
    try folder.write(
      [answer("a"), answer("b").replacing(#""input":3"#, with: #""input":3.5"#)].joined(
        separator: "\n"), to: ".openclaw/agents/main/sessions/s.jsonl")
    try folder.write(
      "[\(event(1_767_312_000_001, #"{"tokensIn":-1,"tokensOut":1}"#))]",
      to: ".config/Code/\(OtherToolTests.tasks)/t/ui_messages.json")
    let report = try home.collector.collect()
    #expect(report.counts.new == 1)
    #expect(
      report.problems.map(\.reason)
        == Array(
          repeating: "1 of its answers are not counted because their token counts cannot be read",
          count: 3))
  }
}
