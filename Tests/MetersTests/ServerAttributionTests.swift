import Ledger
import TestSupport
import Testing

@testable import Meters

@Suite struct ServerAttributionTests {
  private func answer(_ message: String, calls: [(String, String)] = []) -> String {
    AnswerLine().with {
      $0.message = message
      if let call = calls.first { $0.content = OtherLine.call(call.0, call.1) }
    }.text
  }

  private func servers(_ lines: [String]) throws -> [String: [String]] {
    let requests = try read(lines: lines).requests
    return Dictionary(
      uniqueKeysWithValues: requests.map { ($0.identity.message, $0.servers.map(\.server)) })
  }

  @Test func `the request that consumes a result counts for the server, the caller does not`()
    throws
  {
    let found = try servers([
      answer("msg_1", calls: [("toolu_1", "mcp__linear-server__create_issue")]),
      OtherLine.results([("toolu_1", "made")]), answer("msg_2"), answer("msg_2"), answer("msg_3"),
    ])
    #expect(found == ["msg_1": [], "msg_2": ["linear-server"], "msg_3": []])
  }

  @Test func `a result between the caller's lines waits for the next request`() throws {
    let found = try servers([
      answer("msg_1", calls: [("toolu_1", "mcp__a__x")]), OtherLine.results([("toolu_1", "r")]),
      answer("msg_1"), answer("msg_2"),
    ])
    #expect(found == ["msg_1": [], "msg_2": ["a"]])
  }

  @Test func `several servers share by bytes of results`() throws {
    let lines = [
      answer("msg_1", calls: [("toolu_1", "mcp__a__x")]),
      answer("msg_1", calls: [("toolu_2", "mcp__plugin_b_b__y")]),
      OtherLine.results([("toolu_1", "12345678"), ("toolu_2", "1234")]), answer("msg_2"),
    ]
    let request = try #require(try read(lines: lines).requests.last)
    #expect(
      request.servers == [
        ServerShare(server: "a", bytes: 10), ServerShare(server: "plugin_b_b", bytes: 6),
      ])
  }

  @Test func `results of other tools belong to no server`() throws {
    let found = try servers([
      answer("msg_1", calls: [("toolu_1", "Bash")]), OtherLine.results([("toolu_1", "made")]),
      answer("msg_2"),
    ])
    #expect(found == ["msg_1": [], "msg_2": []])
  }

  @Test(arguments: [("2.1.181", [String]()), ("2.1.222", ["jira"]), ("2.2", ["jira"])])
  func `Claude Code's own mark counts only from the first reliable version`(
    version: String, servers: [String]
  ) throws {
    let line = AnswerLine().with {
      $0.version = version
      $0.more = #","attributionMcpServer":"jira""#
    }.text
    #expect(try read(lines: [line]).requests.first?.servers.map(\.server) == servers)
  }

  @Test func `a result that arrives after a pause in reading still counts`() throws {
    let folder = try TemporaryFolder()
    let call = answer("msg_1", calls: [("toolu_1", "mcp__a__x")])
    let path = try folder.write(call + "\n", to: "t.jsonl")
    let first = try read(path)
    try folder.append(OtherLine.results([("toolu_1", "r")]) + "\n", to: "t.jsonl")
    let second = try read(path, known: first.files.last)
    try folder.append(answer("msg_2") + "\n", to: "t.jsonl")
    let third = try read(path, known: second.files.last)
    #expect(third.requests.first?.servers.map(\.server) == ["a"])
    try folder.append(answer("msg_3") + "\n", to: "t.jsonl")
    let fourth = try read(path, known: third.files.last)
    #expect(fourth.files.last?.memory == "")
  }
}
