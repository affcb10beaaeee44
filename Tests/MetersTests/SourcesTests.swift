import Foundation
import Ledger
import Meters
import TestSupport
import Testing

@Suite struct TranscriptRootsTests {
  @Test func `both default folders are read`() {
    let roots = TranscriptRoots(environment: ["HOME": "/home/ada"])
    #expect(roots.folders == ["/home/ada/.config/claude/projects", "/home/ada/.claude/projects"])
    let moved = TranscriptRoots(environment: ["HOME": "/home/ada", "XDG_CONFIG_HOME": "/conf"])
    #expect(moved.folders == ["/conf/claude/projects", "/home/ada/.claude/projects"])
  }

  @Test func `a list of configuration or projects folders replaces them`() {
    let roots = TranscriptRoots(
      environment: ["HOME": "/home/ada", "CLAUDE_CONFIG_DIR": "/one/, ~/two ,/three/projects"])
    #expect(roots.folders == ["/one/projects", "/home/ada/two/projects", "/three/projects"])
  }
}

@Suite struct TranscriptFilesTests {
  @Test func `links are followed, loops end, and a file reached twice is one`() throws {
    let folder = try TemporaryFolder()
    try folder.write("", to: ".claude/projects/a/1.jsonl")
    try folder.write("", to: ".claude/projects/a/s/subagents/agent-2.jsonl")
    try folder.write("", to: ".claude/projects/a/notes.txt")
    try folder.write("", to: "elsewhere/3.jsonl")
    let files = FileManager.default
    let projects = folder.path(".claude/projects")
    try files.createSymbolicLink(atPath: projects + "/loop", withDestinationPath: projects)
    try files.createSymbolicLink(
      atPath: projects + "/far", withDestinationPath: folder.path("elsewhere"))
    try files.createSymbolicLink(
      atPath: projects + "/b.jsonl", withDestinationPath: projects + "/a/1.jsonl")
    try files.linkItem(atPath: projects + "/a/1.jsonl", toPath: projects + "/hard.jsonl")
    try files.createSymbolicLink(atPath: projects + "/gone.jsonl", withDestinationPath: "/nowhere")
    let found = TranscriptFiles(below: TranscriptRoots(environment: ["HOME": folder.path]))
    let names = Set(found.files.map { ($0.path as NSString).lastPathComponent })
    #expect(found.files.count == 3)
    #expect(names.isSuperset(of: ["agent-2.jsonl", "3.jsonl"]))
    #expect(found.problems.isEmpty)
  }
}

@Suite struct RecordLinesTests {
  private func read(_ text: String) -> (requests: [Request], problems: [String]) {
    var text = text
    let (requests, problems) = text.withUTF8 { RecordLines.read($0, name: "usage.jsonl") }
    return (requests, problems.map(\.description))
  }

  private let good =
    #"{"id":"run-1","tool":"api","time":"2026-02-11T20:36:47Z","model":"claude-opus-4-6","input":5,"output":7"#

  @Test func `a record is read completely`() throws {
    let line =
      good
      + #","account":"work","mcpServer":"jira","project":"/p","purse":"api-key","cacheWrite5m":1,"#
      + #""cacheWrite1h":2,"cacheRead":3,"webSearches":4,"cost":"0.25"}"#
    let request = try #require(read(line).requests.first)
    #expect(request.countedTool == .mcp && request.purse == .apiKey && request.account == "work")
    #expect(
      request.main.tokens
        == TokenCounts(
          input: 5, output: 7, cacheWrite5m: 1, cacheWrite1h: 2, cacheRead: 3, webSearches: 4))
    #expect(request.recordedCost?.decimalText == "0.250000000")
  }

  @Test func `the purse is unknown unless the record states it`() {
    #expect(read(good + "}").requests.first?.purse == .unknown)
    #expect(read(good + #","cost":0.125}"#).requests.first?.recordedCost?.nanos == 125_000_000)
  }

  @Test func `a file read in pieces gives the same as a text read at once`() throws {
    let folder = try TemporaryFolder()
    let lines = (0..<5000).map { good.replacing("run-1", with: "run-\($0)") + "}" }
    let text = "\u{feff}" + lines.joined(separator: "\n") + "\n\nnonsense\n" + good + "}"
    let path = try folder.write(text, to: "usage.jsonl")
    let descriptor = open(path, O_RDONLY)
    defer { close(descriptor) }
    var ids: [String] = []
    for _ in 0..<2 {
      ids = []
      let problems = try RecordLines.read(from: descriptor, name: "usage.jsonl") {
        ids.append($0.identity.message)
      }
      #expect(problems.map(\.description) == read(text).problems)
      #expect(
        problems.map(\.description) == [
          "usage.jsonl:5002: not one JSON object: unexpected text in column 1"
        ])
    }
    #expect(ids == (0..<5000).map { "run-\($0)" } + ["run-1"])
    #expect(throws: CancellationError.self) {
      try RecordLines.read(from: descriptor, name: "") { _ in throw CancellationError() }
    }
  }

  static let table: [(line: String, problem: String)] = [
    ("nonsense", "usage.jsonl:2: not one JSON object: unexpected text in column 1"),
    ("{}", "usage.jsonl:2: “id” is missing"),
    (
      #"{"id":"x","tool":"emacs"}"#,
      "usage.jsonl:2: “tool”: “emacs” is unknown; known values are claude-code, cursor, windsurf, mcp, api, other"
    ),
    (
      #"{"id":"x","tool":"api","time":"2026-02-11"}"#,
      "usage.jsonl:2: “time”: “2026-02-11” is not an RFC 3339 time since 2020 such as 2026-02-11T20:36:47Z"
    ),
    (
      #"{"id":"x","tool":"api","time":"2026-02-11T20:36:47Z","input":1,"output":1}"#,
      "usage.jsonl:2: “model” is missing"
    ),
    (#"{"id":"","tool":"api"}"#, "usage.jsonl:2: “id” must be a non-empty string"),
    (#"{"id":3,"tool":"api"}"#, "usage.jsonl:2: “id” must be a non-empty string"),
    (
      #"{"id":"x","tool":"api","time":"2026-02-11T20:36:47Z","model":"m","input":1.5,"output":1}"#,
      "usage.jsonl:2: “input” must be a whole number from 0 to 100000000"
    ),
    (
      #"{"id":"x","tool":"api","time":"2026-02-11T20:36:47Z","model":"m","input":"1","output":1}"#,
      "usage.jsonl:2: “input” must be a whole number from 0 to 100000000"
    ),
    (
      #"{"id":"x","tool":"api","time":"2026-02-11T20:36:47Z","model":"m","input":1,"output":1,"cost":"1e3"}"#,
      "usage.jsonl:2: “cost”: an amount has no exponent: write it as in 12.50"
    ),
    (
      #"{"id":"x","tool":"api","time":"2026-02-11T20:36:47Z","model":"m","input":1,"output":1,"purse":"gold"}"#,
      "usage.jsonl:2: “purse”: “gold” is unknown; known values are extra, plan, api-key, own-plan, cloud, unknown"
    ),
    (
      #"{"id":"x","tool":"api","time":"2026-02-11T20:36:47Z","model":"m","input":1,"output":1,"cost":"9000000000"}"#,
      "usage.jsonl:2: “cost”: a request can cost at most a million dollars"
    ),
    (
      #"{"id":"x","tokens":1}"#,
      "usage.jsonl:2: unknown key “tokens”; known keys are id, tool, time, model, account, mcpServer, project, purse, input, output, cacheWrite5m, cacheWrite1h, cacheRead, webSearches, cost"
    ),
    (#"{"id":"x","id":"y"}"#, "usage.jsonl:2: “id” appears twice"),
  ]

  @Test(arguments: table.indices)
  func `a bad record is reported with its line and reason`(index: Int) {
    let (line, problem) = RecordLinesTests.table[index]
    #expect(read(good + "}\n" + line + "\n\n" + good + "}").problems == [problem])
  }
}
