import Foundation
import Storage
import TestSupport
import Testing
import Values

/// Claude Code running inside Cursor counts for Cursor.
@Suite struct EditorTests {
  private let home: TestHome
  private let clock = SetClock()
  private let now: Instant
  private var folder: TemporaryFolder { home.folder }
  private var store: UsageStore { home.store }

  init() throws {
    now = Instant(milliseconds: Int64(Date().timeIntervalSince1970) * 1000)
    clock.now = now
    home = try TestHome(threads: 1, rules: clock.rules)
  }

  private func lock(_ name: String = "Cursor", process: Int32 = getpid(), folders: String) throws {
    try folder.write(
      #"{"pid":\#(process),"workspaceFolders":[\#(folders)],"ideName":"\#(name)","transport":"ws","authToken":"planted"}"#,
      to: ".claude/ide/4711.lock")
    let hour = Date(timeIntervalSince1970: Double(now.milliseconds) / 1000 - 3600)
    try FileManager.default.setAttributes(
      [.modificationDate: hour], ofItemAtPath: folder.path(".claude/ide/4711.lock"))
  }

  private func session(_ number: Int, in project: String, minutesAgo: Int64) throws {
    let line = AnswerLine(number).with {
      $0.folder = project
      $0.time = now.advanced(by: -minutesAgo * Instant.perMinute).rfc3339
    }
    try home.write([line.text], to: "s\(number)")
  }

  private func requests() throws -> [String: Int] {
    _ = try home.collector.collect()
    let report = try store.report(by: .tool, since: nil, until: nil, days: .utc)
    return Dictionary(uniqueKeysWithValues: report.rows.map { ($0.key, $0.totals.requests) })
  }

  @Test func `sessions in a folder open in Cursor count for Cursor`() throws {
    try lock(folders: #""/home/ada/app","relative","/""#)
    try session(1, in: "/home/ada/app", minutesAgo: 5)
    try session(2, in: "/home/ada/app/src", minutesAgo: 5)
    try session(3, in: "/home/ada/apple", minutesAgo: 5)
    try session(4, in: "/home/ada/app", minutesAgo: 90)
    #expect(try requests() == ["cursor": 2, "claude-code": 2])
    // After closing, earlier sessions stay Cursor's; later ones are Claude Code's own.
    try FileManager.default.removeItem(atPath: folder.path(".claude/ide/4711.lock"))
    clock.now = now.advanced(by: 10 * Instant.perMinute)
    try session(5, in: "/home/ada/app", minutesAgo: -9)
    #expect(try requests() == ["cursor": 2, "claude-code": 3])
    #expect(try store.verify(prices: .builtIn).differences == [])
  }

  @Test func `other editors and crashed ones have nothing open`() throws {
    try lock("Visual Studio Code", folders: #""/home/ada/app""#)
    try session(1, in: "/home/ada/app", minutesAgo: 5)
    #expect(try requests() == ["claude-code": 1])
    try lock(process: 1 << 30, folders: #""/home/ada/app""#)
    try session(2, in: "/home/ada/app", minutesAgo: 5)
    #expect(try requests() == ["claude-code": 2])
    try folder.write("{ half", to: ".claude/ide/4711.lock")
    #expect(try requests() == ["claude-code": 2])
  }
}
