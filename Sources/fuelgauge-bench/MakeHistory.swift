import ArgumentParser
import Foundation
import Values

/// Writes transcripts like Claude Code's: sessions with long tool results, answers of one to four lines that
/// repeat their usage, and subagents.
struct MakeHistory: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history", abstract: "Write a synthetic history under HOME/.claude/projects.")

  @Argument(help: "The home folder to create.")
  var home: String

  @Option(help: "Roughly how many megabytes to write.")
  var megabytes = 1000

  @Option(help: "The seed; the same seed gives the same history.")
  var seed: UInt64 = 1

  func run() throws {
    var random = SeededRandom(seed: seed)
    let wanted = megabytes * 1_000_000
    var written = 0
    var requests = 0
    var files = 0
    var start = Instant(year: 2026, month: 1, day: 1)
    while written < wanted {
      let project = "\(home)/.claude/projects/-home-ada-project-\(random.pick(1...20))"
      try FileManager.default.createDirectory(
        atPath: project, withIntermediateDirectories: true)
      var session = SyntheticSession(start: start, random: random)
      let size = random.pick(200_000...2_000_000)
      let text = session.text(ofBytes: min(size, max(20_000, wanted - written)))
      try text.write(
        toFile: "\(project)/\(session.id).jsonl", atomically: false, encoding: .utf8)
      written += text.utf8.count
      requests += session.requests
      files += 1
      start = start.advanced(by: Int64(random.pick(600_000...7_200_000)))
      random = session.random
    }
    print("\(files) files, \(written) bytes, \(requests) requests")
  }
}

/// Builds one session's transcript.
struct SyntheticSession {
  let id: String
  private(set) var random: SeededRandom
  private(set) var requests = 0
  private var time: Instant
  private let filler: [String]

  init(start: Instant, random: SeededRandom) {
    self.random = random
    time = start
    id = "5e551011-" + self.random.name(12)
    // Typical text: words, escaped quotes and line breaks.
    var made: [String] = []
    for _ in 0..<16 {
      var text = ""
      while text.utf8.count < 4000 {
        text += self.random.name(self.random.pick(2...10))
        text += self.random.pick([" ", " ", " ", "\\n    ", "\\\"", ", "])
      }
      made.append(text)
    }
    filler = made
  }

  /// Lines with about this many bytes in total.
  mutating func text(ofBytes size: Int) -> String {
    var text = ""
    text.reserveCapacity(size + 20_000)
    var context = 15_000
    while text.utf8.count < size {
      append(userLine(bytes: random.pick(200...14_000)), to: &text)
      answer(context: &context, to: &text)
    }
    return text
  }

  private mutating func answer(context: inout Int, to text: inout String) {
    requests += 1
    let message = "msg_01" + random.name(22)
    let request = "req_011C" + random.name(20)
    let written = random.pick(200...6000)
    let output = random.pick(20...1500)
    let model = random.pick(["claude-opus-4-6", "claude-opus-4-6", "claude-haiku-4-5-20251001"])
    let lines = random.pick(1...4)
    for line in 1...lines {
      let isLast = line == lines
      append(
        """
        {"parentUuid":"\(random.name(36))","isSidechain":false,"userType":"external",\
        "cwd":"/src/project","sessionId":"\(id)","version":"2.1.62","gitBranch":"main",\
        "message":{"model":"\(model)","id":"\(message)","type":"message","role":"assistant",\
        "content":[{"type":"text","text":"\(words(random.pick(40...2400)))"}],\
        "stop_reason":\(isLast ? "\"end_turn\"" : "null"),"stop_sequence":null,\
        "usage":{"input_tokens":3,"cache_creation_input_tokens":\(written),\
        "cache_read_input_tokens":\(context),"cache_creation":{"ephemeral_5m_input_tokens":0,\
        "ephemeral_1h_input_tokens":\(written)},"output_tokens":\(isLast ? output : 1),\
        "service_tier":"standard","inference_geo":"not_available"}},"requestId":"\(request)",\
        "type":"assistant","uuid":"\(random.name(36))","timestamp":"\(time.rfc3339)"}
        """, to: &text)
      time = time.advanced(by: Int64(random.pick(50...4000)))
    }
    context = min(180_000, context + written)
    time = time.advanced(by: Int64(random.pick(1000...60_000)))
  }

  private mutating func userLine(bytes: Int) -> String {
    """
    {"parentUuid":"\(random.name(36))","isSidechain":false,"userType":"external",\
    "cwd":"/src/project","sessionId":"\(id)","version":"2.1.62","gitBranch":"main",\
    "type":"user","message":{"role":"user","content":[{"tool_use_id":"toolu_01\(random.name(22))",\
    "type":"tool_result","content":"\(words(bytes))"}]},"uuid":"\(random.name(36))",\
    "timestamp":"\(time.rfc3339)"}
    """
  }

  private mutating func words(_ bytes: Int) -> String {
    var text = ""
    while text.utf8.count < bytes { text += random.pick(filler).prefix(bytes - text.utf8.count) }
    // The cut may have split an escape.
    while text.hasSuffix("\\") { text.removeLast() }
    return text
  }

  private func append(_ line: String, to text: inout String) {
    text += line
    text += "\n"
  }
}
