import Foundation
import Ledger
import Meters
import TestSupport
import Testing
import Values

@Suite struct TranscriptTests {
  @Test func `the lines of one answer are one request with the last count`() throws {
    let lines = [1, 40, 200].enumerated().map { index, output in
      AnswerLine().with {
        $0.output = output
        $0.isFinished = index == 2
        $0.time = "2026-02-11T20:36:4\(index).000Z"
      }.text
    }
    let requests = try read(lines: lines).requests
    #expect(requests.count == 1)
    #expect(requests.first?.main.tokens.output == 200)
    #expect(requests.first?.time.rfc3339 == "2026-02-11T20:36:40Z")
    #expect(requests.first?.isUnfinished == false)
  }

  @Test func `a rejection is read with its reason, other errors are not`() throws {
    func error(_ id: String, _ text: String, more: String = "") -> String {
      AnswerLine().with {
        $0.message = id
        $0.request = nil
        $0.model = "<synthetic>"
        $0.output = 0
        $0.content = #"[{"type":"text","text":"\#(text)"}]"#
        $0.more = #","isApiErrorMessage":true"# + more
      }.text
    }
    let batch = try read(lines: [
      error("a", "API Error: 400 You're out of extra usage. Add more."),
      error(
        "b", "You've hit your session limit",
        more: #","quotaLimits":{"status":"rejected","overageDisabledReason":"out_of_credits"}"#),
      error("c", "API Error: Request was aborted."), error("d", "\\u001b]0;x"),
      error(
        "e", "You've hit your limit",
        more: #","error":"rate_limit","apiErrorStatus":429,"quotaLimits":{"status":"rejected","#
          + #""rateLimitType":"five_hour","resetsAt":1770850800,"overageDisabledReason":"#
          + #""org_level_disabled"}"#),
      error(
        "f", "Some words",
        more: #","error":"rate_limit","apiError":"usage_limit_reached","apiErrorParams":{"#
          + #""rate_limit_info":{"status":"rejected","rateLimitType":"seven_day"}}"#),
      error("g", "Some words", more: #","error":"rate_limit","apiErrorStatus":429"#),
      error("h", "Some words", more: #","error":"server_error","apiErrorStatus":500"#),
    ])
    #expect(batch.requests.isEmpty && batch.problems.isEmpty)
    #expect(batch.rejections.map(\.id) == ["a", "b", "e", "f", "g"])
    #expect(
      batch.rejections.map(\.reason) == [.balance, .balance, .planWindow, .planWindow, .rateLimit])
    #expect(batch.rejections.map(\.window) == ["", "", "fiveHour", "sevenDay", ""])
    #expect(batch.rejections[2].extraOff == .organization)
    #expect(batch.rejections[2].resets == Instant(milliseconds: 1_770_850_800_000))
    #expect(batch.rejections[0].text == "API Error: 400 You're out of extra usage. Add more.")
    #expect(batch.rejections[0].project == "/home/ada/project")
  }

  @Test func `an unfinished answer is marked`() throws {
    let line = AnswerLine().with { $0.isFinished = false }.text
    #expect(try read(lines: [line]).requests.first?.isUnfinished == true)
  }

  @Test func `nested cache counts are used if present, else the flat one`() throws {
    func tokens(_ change: (inout AnswerLine) -> Void) throws -> TokenCounts? {
      try read(lines: [AnswerLine().with(change).text]).requests.first?.main.tokens
    }
    let nested = try tokens {
      $0.write5m = 5
      $0.write1h = 7
      $0.flatWrite = 0
    }
    #expect(nested?.cacheWrite5m == 5 && nested?.cacheWrite1h == 7)
    let flat = try tokens {
      $0.hasNestedWrites = false
      $0.flatWrite = 9
    }
    #expect(flat?.cacheWrite5m == 9)
    let zeroNested = try tokens { $0.flatWrite = 9 }
    #expect(zeroNested?.cacheWrite5m == 9)
  }

  @Test func `advisors and compactions add, messages do not`() throws {
    let iterations =
      #","iterations":[{"type":"message","input_tokens":3,"output_tokens":100},"#
      + #"{"type":"advisor_message","model":"claude-opus-5","input_tokens":10,"output_tokens":20},"#
      + #"{"type":"compaction","input_tokens":30,"output_tokens":40,"cache_creation_input_tokens":5}]"#
    let request = try #require(
      try read(lines: [AnswerLine().with { $0.moreUsage = iterations }.text]).requests.first)
    #expect(request.main.tokens.output == 100)
    #expect(
      request.extra == [
        ModelUse(model: "claude-opus-5", tokens: TokenCounts(input: 10, output: 20)),
        ModelUse(
          model: "claude-opus-4-6", tokens: TokenCounts(input: 30, output: 40, cacheWrite5m: 5)),
      ])
  }

  @Test func `searches, speed, region and batches are read`() throws {
    let line = AnswerLine().with {
      $0.searches = 2
      $0.moreUsage = #","speed":"fast","inference_geo":"us""#
    }
    let request = try #require(try read(lines: [line.text]).requests.first)
    #expect(request.main.tokens.webSearches == 2)
    #expect(request.terms.isFast && request.terms.isUSOnly && !request.terms.isBatch)
  }

  @Test func `answers without a model are ignored`() throws {
    let synthetic = AnswerLine().with { $0.model = "<synthetic>" }.text
    #expect(try read(lines: [synthetic]).requests.isEmpty)
  }

  @Test func `usage inside a tool's input is ignored`() throws {
    let line = AnswerLine().with { $0.content = OtherLine.call("toolu_1", "Bash") }.text
    #expect(try read(lines: [line]).requests.first?.main.tokens.input == 3)
    let user = #"{"type":"user","message":{"content":[{"usage":{"input_tokens":5}}]}}"#
    #expect(try read(lines: [user]).requests.isEmpty)
  }

  @Test func `a copy in a progress line is read with the outer session`() throws {
    let line = AnswerLine().with { $0.message = "msg_sub" }.progressText
    let request = try #require(try read(lines: [line]).requests.first)
    #expect(request.isProgressCopy && request.isSidechain)
    #expect(request.session == "session-1")
    #expect(request.time.rfc3339 == "2026-02-11T20:36:47.925Z")
  }

  @Test func `lines without a message id stand for themselves`() throws {
    let lines = ["a", "b", "b"].map { id in
      AnswerLine().with {
        $0.message = nil
        $0.uuid = id
      }.text
    }
    #expect(try read(lines: lines).requests.count == 2)
  }

  @Test func `a complete last line counts before its line break arrives`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(AnswerLine().text, to: "t.jsonl")
    let first = try read(path)
    #expect(first.requests.count == 1)
    #expect(first.files.last?.offset == 0)
    try folder.append("\n", to: "t.jsonl")
    let second = try read(path, known: first.files.last)
    #expect(second.requests.count == 1)
    #expect(second.files.last?.lines == 1)
  }

  @Test func `a half-written last line waits until it is complete`() throws {
    let folder = try TemporaryFolder()
    let text = AnswerLine().text
    let path = try folder.write(String(text.prefix(200)), to: "t.jsonl")
    let first = try read(path)
    #expect(first.requests.isEmpty && first.problems.isEmpty)
    try folder.append(String(text.dropFirst(200)) + "\n", to: "t.jsonl")
    #expect(try read(path, known: first.files.last).requests.count == 1)
  }

  @Test func `reading continues where it stopped`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(AnswerLine().text + "\n", to: "t.jsonl")
    let first = try read(path)
    try folder.append(AnswerLine().with { $0.message = "msg_2" }.text + "\n", to: "t.jsonl")
    let second = try read(path, known: first.files.last)
    #expect(second.requests.map(\.identity.message) == ["msg_2"])
    #expect(second.files.last?.lines == 2)
  }

  @Test func `a file that was rewritten is read from its beginning`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(AnswerLine().text + "\n", to: "t.jsonl")
    let first = try read(path)
    let other = AnswerLine().with { $0.message = "msg_2" }.text + "\n"
    try folder.write(other + AnswerLine().with { $0.message = "msg_3" }.text + "\n", to: "t.jsonl")
    let second = try read(path, known: first.files.last)
    #expect(second.requests.map(\.identity.message) == ["msg_2", "msg_3"])
    try folder.write(other, to: "t.jsonl")
    #expect(try read(path, known: second.files.last).requests.map(\.identity.message) == ["msg_2"])
  }

  @Test func `a line of three megabytes is read`() throws {
    let long = String(repeating: "x", count: 3_000_000)
    let line = AnswerLine().with { $0.content = #"[{"type":"text","text":"\#(long)"}]"# }.text
    let batch = try read(lines: [AnswerLine().with { $0.message = "msg_0" }.text, line, line])
    #expect(batch.requests.map(\.identity.message) == ["msg_0", "msg_1"])
    #expect(batch.problems.isEmpty)
  }

  @Test func `two objects on one line are both read`() throws {
    let line = AnswerLine().text + AnswerLine().with { $0.message = "msg_2" }.text
    let batch = try read(lines: [line])
    #expect(batch.requests.count == 2)
    #expect(batch.problems.isEmpty)
  }
}

extension TranscriptTests {
  @Test func `objects after a rejected one on the same line are read`() throws {
    let line =
      AnswerLine().with { $0.output = -1 }.text + AnswerLine().with { $0.message = "msg_2" }.text
    let batch = try read(lines: [line])
    #expect(batch.requests.map(\.identity.message) == ["msg_2"])
    #expect(batch.problems.count == 1)
  }

  @Test func `a time before the first models is ignored`() throws {
    let line = AnswerLine().with { $0.time = "0001-01-01T00:00:00Z" }.text
    #expect(try read(lines: [line]).requests.first?.timeIsInferred == true)
  }
}

/// Every kind of unusable line, with the exact message about it.
@Suite struct BadTranscriptTests {
  private static let good = AnswerLine().with { $0.message = "msg_good" }.text

  static let table: [(line: [UInt8], reason: String?, requests: Int)] = [
    (Array("not json".utf8), "not a JSON object", 1),
    (Array(#"{"type":"user""#.utf8), "not a JSON object", 1),
    (
      Array(#"{"type":"assistant","message":{"usage":{"input_tokens":3}"#.utf8),
      "not JSON, starting at column 58", 1
    ),
    (Array(#"{"type":"assistant","usage" 3}"#.utf8), "not JSON, starting at column 29", 1),
    (
      Array((AnswerLine().text + #"{"usage":"#).utf8),
      "not JSON after the first object, starting at column \(AnswerLine().text.utf8.count + 10)", 2
    ),
    (
      Array(AnswerLine().with { $0.time = nil }.text.utf8),
      "no timestamp; the request is counted at 2026-02-11T20:36:47.925Z", 2
    ),
    (
      Array(AnswerLine().with { $0.time = "yesterday" }.text.utf8),
      "no timestamp; the request is counted at 2026-02-11T20:36:47.925Z", 2
    ),
    (
      Array(AnswerLine().with { $0.output = -5 }.text.utf8),
      "a token count of -5, which is impossible", 1
    ),
    (
      Array(AnswerLine().with { $0.read = 2_000_000_000 }.text.utf8),
      "a token count of 2000000000, which is impossible", 1
    ),
    // An unreadable count is reported, not taken for zero.
    (
      Array(AnswerLine().text.replacing(#""input_tokens":3"#, with: #""input_tokens":"3""#).utf8),
      "“input_tokens” is \"3\", which is not a token count", 1
    ),
    (
      Array(AnswerLine().text.replacing(#""input_tokens":3"#, with: #""input_tokens":null"#).utf8),
      "“input_tokens” is null, which is not a token count", 1
    ),
    (
      Array(AnswerLine().text.replacing(#""input_tokens":3"#, with: #""input_tokens":3.5"#).utf8),
      "“input_tokens” is 3.5, which is not a token count", 1
    ),
    (
      Array(
        AnswerLine().text.replacing(
          #""input_tokens":3"#, with: #""input_tokens":99999999999999999999"#
        ).utf8),
      "“input_tokens” is 99999999999999999999, which is not a token count", 1
    ),
    (
      Array(
        AnswerLine().text.replacing(
          #""ephemeral_1h_input_tokens":0"#, with: #""ephemeral_1h_input_tokens":[]"#
        ).utf8),
      "“ephemeral_1h_input_tokens” is [], which is not a token count", 1
    ),
    (
      Array(
        AnswerLine().text.replacing(
          #""cache_read_input_tokens":0"#, with: #""cache_read_input_tokens":null"#
        ).utf8), nil, 2
    ),
    (
      Array(AnswerLine().with { $0.searches = 100_000_000 }.text.utf8),
      "a token count of 100000000, which is impossible", 1
    ),
    (
      Array(
        AnswerLine().with {
          $0.moreUsage =
            #","iterations":["#
            + Array(
              repeating: #"{"type":"compaction","input_tokens":1,"output_tokens":0}"#, count: 300
            ).joined(separator: ",") + "]"
        }.text.utf8), "more than 200 passes, more than any request has", 1
    ),
    (
      Array(AnswerLine().with { $0.folder = String(repeating: "/a", count: 50_000) }.text.utf8),
      "“cwd” is 100000 bytes long; the request is counted without it", 2
    ),
    (
      Array((String(repeating: "[", count: 300) + "\"usage\"").utf8),
      "not JSON, starting at column 1", 1
    ),
    (
      Array((#"{"usage":"# + String(repeating: "[", count: 300)).utf8),
      "nested deeper than 256 levels", 1
    ),
    (
      Array(AnswerLine().with { $0.folder = "/home/\u{1}" }.text.utf8),
      "not JSON, starting at column 75", 1
    ),
    // Invalid UTF-8 in a text affects nothing that counts.
    (
      Array(AnswerLine().text.replacing("done", with: "d?ne").utf8).map { $0 == 63 ? 0xFF : $0 },
      nil, 2
    ),
    (Array("   ".utf8), nil, 1),
    (Array("{}".utf8), nil, 1),
    (Array(#"{"type":"assistant","message":{"usage":null}}"#.utf8), nil, 1),
  ]

  @Test(arguments: table.indices)
  func `whatever is readable is read, the rest is reported`(index: Int) throws {
    let (line, reason, requests) = BadTranscriptTests.table[index]
    let folder = try TemporaryFolder()
    let good = Array(BadTranscriptTests.good.utf8) + [0x0A]
    let path = try folder.write(Data(good + line + [0x0A] + good), to: "t.jsonl")
    let batch = try read(path)
    #expect(batch.requests.count == requests)
    let expected = reason.map { [SourceProblem(path: path, line: 2, reason: $0)] } ?? []
    #expect(batch.problems == expected)
    #expect(batch.files.last?.skipped == expected.count)
    #expect(batch.files.last?.lines == 3)
  }

  @Test func `a file that cannot be opened is reported`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(BadTranscriptTests.good, to: "t.jsonl")
    let file = try #require(TranscriptFiles.file(at: path))
    try FileManager.default.removeItem(atPath: path)
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: path)
    var problems: [SourceProblem] = []
    let reader = TranscriptReader { batch, _ in
      problems += batch.problems
      return true
    }
    try reader.read(file, known: nil)
    try reader.finish()
    #expect(
      problems == [
        SourceProblem(
          path: path, line: nil, reason: "cannot be opened: Too many levels of symbolic links")
      ])
  }
}

/// Files that are not what they look like.
@Suite struct OddTranscriptTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func read(
    _ path: String, known: SourceFile? = nil
  ) throws -> (requests: [Request], problems: [SourceProblem]) {
    var (requests, problems): ([Request], [SourceProblem]) = ([], [])
    let reader = TranscriptReader { batch, _ in
      requests += batch.requests
      problems += batch.problems
      return true
    }
    try reader.read(try #require(TranscriptFiles.file(at: path)), known: known)
    try reader.finish()
    return (requests, problems)
  }

  @Test func `a byte order mark is not part of the first line`() throws {
    let path = try folder.write("\u{feff}" + AnswerLine().text + "\n", to: "t.jsonl")
    #expect(try read(path).requests.count == 1)
    let unfinished = try folder.write("\u{feff}" + AnswerLine().text, to: "u.jsonl")
    #expect(try read(unfinished).requests.count == 1)
  }

  @Test func `a text in another encoding is reported once`() throws {
    let data = try #require(
      (AnswerLine().text + "\n" + AnswerLine().text + "\n").data(using: .utf16))
    let found = try read(folder.write(data, to: "t.jsonl"))
    #expect(found.requests.isEmpty)
    #expect(found.problems.map(\.reason) == ["is UTF-16, which is not supported; save it as UTF-8"])
  }

  @Test func `only the first lines of a file of garbage are reported`() throws {
    let path = try folder.write(String(repeating: "x\n", count: 5000), to: "t.jsonl")
    let problems = try read(path).problems
    #expect(problems.count == 20)
    #expect(problems.last?.line == 20)
    #expect(problems.last?.reason == "not a JSON object; 4980 more lines are unusable too")
    #expect(problems.reduce(0) { $0 + $1.lines } == 5000)
  }

  @Test func `a file of any age has a time`() throws {
    for year in [1900.0, 2300, 9999] {
      let path = try folder.write(AnswerLine().text + "\n", to: "\(year).jsonl")
      var times = [timespec(), timespec()]
      for index in times.indices { times[index].tv_sec = Int((year - 1970) * 31_556_952) }
      #expect(utimensat(AT_FDCWD, path, times, 0) == 0)
      #expect(try read(path).requests.count == 1)
    }
  }

  @Test func `a pipe in place of a file does not block`() throws {
    let path = try folder.write(AnswerLine().text + "\n", to: "t.jsonl")
    let file = try #require(TranscriptFiles.file(at: path))
    try FileManager.default.removeItem(atPath: path)
    #expect(mkfifo(path, 0o600) == 0)
    var problems: [SourceProblem] = []
    let reader = TranscriptReader { batch, _ in
      problems += batch.problems
      return true
    }
    try reader.read(file, known: nil)
    try reader.finish()
    #expect(problems.map(\.reason) == ["is not a regular file"])
  }

  @Test func `a link to a file on another file system is not a transcript`() throws {
    let link = folder.path + "/t.jsonl"
    try FileManager.default.createSymbolicLink(
      atPath: link, withDestinationPath: "/proc/self/pagemap")
    #expect(TranscriptFiles.file(at: link) == nil)
    let path = try folder.write(AnswerLine().text + "\n", to: "u.jsonl")
    let near = folder.path + "/v.jsonl"
    try FileManager.default.createSymbolicLink(atPath: near, withDestinationPath: path)
    #expect(TranscriptFiles.file(at: near) != nil)
  }

  @Test func `a walk does not follow a link to another file system`() throws {
    try folder.write(AnswerLine().text + "\n", to: ".claude/projects/p/s.jsonl")
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/.claude/projects/proc", withDestinationPath: "/proc/self")
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/.claude/projects/p/mem.jsonl", withDestinationPath: "/proc/self/mem")
    let walk = TranscriptFiles(below: TranscriptRoots(environment: ["HOME": folder.path]))
    #expect(walk.files.count == 1)
    #expect(walk.problems.count == 2)
    #expect(walk.problems.allSatisfy { $0.reason.hasPrefix("is a link to another file system") })
    // A root is read wherever it is.
    let link = folder.path + "/.claude/linked"
    try FileManager.default.createSymbolicLink(
      atPath: link, withDestinationPath: folder.path + "/.claude")
    let named = TranscriptFiles(
      below: TranscriptRoots(environment: ["HOME": "/none", "CLAUDE_CONFIG_DIR": link]))
    #expect(named.files.count == 1)
  }

  @Test func `a walk through endless folders ends`() throws {
    let deep = folder.path + "/.claude/projects" + String(repeating: "/d", count: 40)
    try FileManager.default.createDirectory(atPath: deep, withIntermediateDirectories: true)
    let walk = TranscriptFiles(below: TranscriptRoots(environment: ["HOME": folder.path]))
    #expect(walk.folders.count == 17)
    #expect(walk.problems.map(\.reason) == ["is more than 16 folders deep; it is ignored"])
  }
}
