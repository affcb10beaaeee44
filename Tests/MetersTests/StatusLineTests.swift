import Foundation
import TestSupport
import Testing
import Values

@testable import Meters

/// What Claude Code passes to its status line.
@Suite struct StatusLineTests {
  private let now = Instant(year: 2026, month: 11, day: 29)

  private func windows(_ limits: String) -> [String]? {
    let text = #"{"session_id":"s","transcript_path":"/t","rate_limits":\#(limits)}"#
    return StatusLineInput(Array(text.utf8), asOf: now)?.windows.map {
      "\($0.id) \($0.usedPercent) \($0.resetsAt.map { "\($0.milliseconds / 1000)" } ?? "-")"
    }
  }

  @Test(arguments: [
    (
      #"{"five_hour":{"used_percentage":41.5,"resets_at":1796000000}}"#,
      ["fiveHour 41.5 1796000000"]
    ),
    (
      #"{"five_hour":{"used_percentage":100,"resets_at":1796000000},"seven_day":{"used_percentage":3,"resets_at":1796500000}}"#,
      ["fiveHour 100.0 1796000000", "sevenDay 3.0 1796500000"]
    ),
    (#"{"five_hour":{"used_percentage":5}}"#, ["fiveHour 5.0 -"]),
    (#"{"five_hour":{"used_percentage":"5","resets_at":1796000000}}"#, []),
    (#"{"five_hour":{"used_percentage":-1}}"#, []),
    (#"{"five_hour":{"used_percentage":1e300}}"#, []),
    (#"{"five_hour":{"used_percentage":5,"resets_at":1e300}}"#, ["fiveHour 5.0 -"]),
    (#"{"five_hour":{"used_percentage":5,"resets_at":-7}}"#, ["fiveHour 5.0 -"]),
    (#"{"five_hour":null}"#, []), ("null", []), ("[]", []), ("7", []),
  ])
  func `windows are taken as far as they are credible`(limits: String, expected: [String]) {
    #expect(windows(limits) == expected)
  }

  @Test func `anything else than an object is nothing`() {
    for text in ["", "null", "[]", "{", "7", "{}}", "\u{0}", String(repeating: "[", count: 5000)] {
      #expect(StatusLineInput(Array(text.utf8), asOf: now) == nil, "\(text.prefix(9))")
    }
    #expect(StatusLineInput([0xef, 0xbb, 0xbf] + Array("{}".utf8), asOf: now) != nil)
    #expect(StatusLineInput([0xff, 0xfe, 0x7b], asOf: now) == nil)
    let huge = Array((#"{"a":""# + String(repeating: "x", count: 2 << 20) + #""}"#).utf8)
    #expect(StatusLineInput(huge, asOf: now) == nil)
  }

  private func answer(_ time: String, model: String = "claude-opus-4-6") -> String {
    #"{"type":"assistant","timestamp":"\#(time)","message":{"model":"\#(model)"}}"# + "\n"
  }

  @Test func `the last answer dates a reading, whatever follows it`() throws {
    let home = try TemporaryFolder()
    let roots = TranscriptRoots(environment: ["HOME": home.path])
    let folder = home.path(".claude/projects/p")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    func last(_ text: String) throws -> String? {
      try Data(text.utf8).write(to: URL(filePath: folder + "/s.jsonl"))
      return TranscriptTail.lastAnswer(in: folder + "/s.jsonl", below: roots)?.rfc3339
    }
    let first = answer("2026-11-29T10:00:00Z")
    let later = answer("2026-11-29T11:00:00Z")
    #expect(try last(first + later) == "2026-11-29T11:00:00Z")
    #expect(
      try last(first + #"{"type":"user","timestamp":"2026-11-29T12:00:00Z"}"#)
        == "2026-11-29T10:00:00Z")
    #expect(
      try last(first + answer("2026-11-29T12:00:00Z", model: "<synthetic>"))
        == "2026-11-29T10:00:00Z")
    #expect(try last(first + later.dropLast(20)) == "2026-11-29T10:00:00Z", "not written whole")
    #expect(try last("") == nil)
    #expect(try last("\n\n{}\n[") == nil)
    // A long line follows, as with a large attachment.
    let long = #"{"type":"attachment","data":""# + String(repeating: "x", count: 300_000) + "\"}\n"
    #expect(try last(first + long) == "2026-11-29T10:00:00Z")
    let endless = String(repeating: String(repeating: "y", count: 1000) + "\n", count: 6000)
    #expect(try last(first + endless) == nil, "too far back")
  }

  @Test func `a file outside the folders of transcripts is not read`() throws {
    let home = try TemporaryFolder()
    let roots = TranscriptRoots(environment: ["HOME": home.path])
    let folder = home.path(".claude/projects/p")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let outside = home.path("secret.jsonl")
    try Data(answer("2026-11-29T10:00:00Z").utf8).write(to: URL(filePath: outside))
    #expect(TranscriptTail.lastAnswer(in: outside, below: roots) == nil)
    try FileManager.default.createSymbolicLink(
      atPath: folder + "/link.jsonl", withDestinationPath: outside)
    #expect(TranscriptTail.lastAnswer(in: folder + "/link.jsonl", below: roots) == nil)
    #expect(TranscriptTail.lastAnswer(in: folder + "/../../../secret.jsonl", below: roots) == nil)
    #expect(TranscriptTail.lastAnswer(in: folder, below: roots) == nil)
    #expect(mkfifo(folder + "/pipe.jsonl", 0o600) == 0)
    #expect(TranscriptTail.lastAnswer(in: folder + "/pipe.jsonl", below: roots) == nil)
  }
}
