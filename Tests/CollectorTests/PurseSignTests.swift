import Advice
import Collector
import Storage
import TestSupport
import Testing
import Values

/// What the lifetimes of cache writes reveal about the purse.
@Suite struct PurseSignTests {
  private let home: TestHome

  init() throws { home = try TestHome() }

  /// A line of the main chain, a minute after the previous one.
  private func line(
    _ number: Int, _ version: String = "2.1.39", write5m: Int = 0, write1h: Int = 0,
    asked: String? = nil, hasNested: Bool = true, isSidechain: Bool = false
  ) -> String {
    AnswerLine(number).with {
      $0.time = "2026-02-12T10:\(number + 10):00.000Z"
      $0.version = version
      $0.write5m = write5m
      $0.write1h = write1h
      $0.hasNestedWrites = hasNested
      $0.isSidechain = isSidechain
      if let asked { $0.more = #","promptCacheRequested":"\#(asked)""# }
    }.text
  }

  private func purses() throws -> [String: Int] {
    let report = try home.store.report(by: .purse, since: nil, until: nil, days: .utc)
    return Dictionary(uniqueKeysWithValues: report.rows.map { ($0.key, $0.totals.requests) })
  }

  private func linkage() throws -> ToolLinkage? {
    let now = Instant(year: 2026, month: 2, day: 12).advanced(by: 11 * Instant.perHour)
    return try home.store.funds(at: now).tools.first { $0.tool == .claudeCode }
  }

  @Test func `an hour means the plan, and five minutes after it probably extra usage`() throws {
    try home.write([line(1, write1h: 50), line(2)], to: "a")
    // Read before the earlier session.
    try home.write([line(5, write5m: 50), line(6)], to: "b")
    _ = try home.collector.collect()
    #expect(try purses() == ["plan": 2, "extra": 2])
    #expect(try linkage()?.extraSince == Instant("2026-02-12T10:15:00Z"))
    try home.write([line(8, write1h: 50)], to: "c")
    _ = try home.collector.collect()
    #expect(try linkage()?.extraSince == nil)
    #expect(try linkage()?.planUntil == Instant("2026-02-12T10:18:00Z"))
  }

  @Test func `a switch within a session counts from that point`() throws {
    try home.write([line(1, write1h: 50), line(2, write5m: 50), line(3)], to: "a")
    _ = try home.collector.collect()
    #expect(try purses() == ["plan": 1, "extra": 2])
    // The state of the file is still valid when it grows.
    try home.folder.append(line(4) + "\n", to: TestHome.place("a"))
    _ = try home.collector.collect()
    #expect(try purses() == ["plan": 1, "extra": 3])
  }

  @Test func `extra usage pays for fast mode, whoever pays for the rest`() throws {
    let fast = line(2, write1h: 50).replacing(
      #""service_tier":"standard""#, with: #""service_tier":"standard","speed":"fast""#)
    try home.write([line(1, write1h: 50), fast, line(3)], to: "a")
    _ = try home.collector.collect()
    #expect(try purses() == ["plan": 2, "extra": 1])
  }

  @Test func `a rejection says whether extra usage was paying`() throws {
    func error(_ isUsing: Bool) -> String {
      #"{"type":"assistant","isSidechain":false,"timestamp":"2026-02-12T10:12:00.000Z","sessionId":"s","uuid":"r","isApiErrorMessage":true,"quotaLimits":{"status":"rejected","overageDisabledReason":"org_spend_cap_reached","isUsingOverage":\#(isUsing)},"message":{"id":"r","model":"<synthetic>","content":[{"type":"text","text":"limit"}],"usage":{"input_tokens":0,"output_tokens":0}}}"#
    }
    try home.write([line(1, write1h: 50), error(false), line(3)], to: "a")
    _ = try home.collector.collect()
    #expect(try linkage()?.extraSince == nil)
    try home.write([line(1, write1h: 50), error(true), line(4)], to: "a")
    _ = try home.collector.collect()
    #expect(try linkage()?.extraSince == Instant("2026-02-12T10:12:00Z"))
  }

  @Test func `what was asked for outweighs what was written`() throws {
    let owner = OtherLine.owner("org-1")
    try home.write([owner, line(1, "2.1.330", write5m: 50, asked: "1h")], to: "a")
    try home.write([owner, line(2, "2.1.330", write1h: 50, asked: "5m")], to: "b")
    _ = try home.collector.collect()
    #expect(try purses() == ["plan": 1, "extra": 1])
    #expect(try linkage()?.extraSince == Instant("2026-02-12T10:12:00Z"))
  }

  @Test func `five minutes in a session without an owner are no sign of extra usage`() throws {
    try home.write([line(1, write1h: 50)], to: "a")
    try home.write([line(2, "2.1.330", write5m: 50, asked: "5m")], to: "b")
    _ = try home.collector.collect()
    #expect(try purses() == ["plan": 1, "api-key": 1])
    #expect(try linkage()?.extraSince == nil)
  }

  @Test(arguments: ["2.1.60", "2.1.91", "2.1.128"])
  func `versions that lost the hour for other reasons give no sign`(version: String) throws {
    try home.write([line(1, write1h: 50)], to: "a")
    try home.write([line(2, version, write5m: 50)], to: "b")
    _ = try home.collector.collect()
    #expect(try linkage()?.extraSince == nil)
  }

  @Test func `old versions without lifetimes, and API keys, give no sign`() throws {
    try home.write([line(1, "1.0.17", write5m: 50, hasNested: false)], to: "a")
    try home.write([line(2, "2.1.39", write5m: 50)], to: "b")
    _ = try home.collector.collect()
    #expect(try purses() == ["extra": 2])
    #expect(try linkage()?.extraSince == nil && linkage()?.planUntil == nil)
  }

  @Test func `subagents follow their session`() throws {
    try home.write([line(1, write1h: 50)], to: "s")
    try home.write([line(2, write5m: 50, isSidechain: true)], to: "s/subagents/agent-1")
    try home.write([line(3, write5m: 50, isSidechain: true)], to: "other/subagents/agent-1")
    _ = try home.collector.collect()
    #expect(try purses() == ["plan": 2, "extra": 1])
    #expect(try linkage()?.extraSince == nil)
  }
}
