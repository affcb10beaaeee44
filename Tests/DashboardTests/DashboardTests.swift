import Canvas
import Dashboard
import Foundation
import Ledger
import Testing

/// A dashboard at a fixed moment.
private func dashboard(
  _ width: Int, _ height: Int, look: Look = Look(),
  _ change: (inout DashboardModel) -> Void = { _ in }
) throws -> DashboardModel {
  let now = try #require(Instant("2026-02-12T17:13:20Z"))
  let utc = try #require(TimeZone(identifier: "UTC"))
  var model = DashboardModel(
    size: Size(width: width, height: height), now: now, days: CivilDays(zone: utc), look: look)
  model.sources = ["/home/ada/.config/claude/projects", "/home/ada/.claude/projects"]
  change(&model)
  return model
}

/// Usage as a working day brings it.
private func usage(at now: Instant, scale: Int64 = 1) -> UsageSnapshot {
  func totals(_ cents: Int64, _ tokens: Int, requests: Int, unfinished: Int = 0) -> UsageTotals {
    UsageTotals(
      requests: requests, tokens: TokenCounts(input: tokens / 100, cacheRead: tokens),
      cost: Money(nanos: cents * 10_000_000 * scale), unfinished: unfinished)
  }
  var code = ToolUsage(tool: .claudeCode)
  code.purse = .extra
  code.burn = totals(105, 1_250_000, requests: 12)
  code.lastHour = totals(390, 4_700_000, requests: 44)
  code.today = totals(3810, 42_000_000, requests: 420, unfinished: 3)
  code.month = totals(51_087, 810_000_000, requests: 7612, unfinished: 3)
  var mcp = ToolUsage(tool: .mcp)
  mcp.purse = .extra
  mcp.today = totals(120, 900_000, requests: 9)
  mcp.month = totals(2200, 10_900_000, requests: 96)
  var cursor = ToolUsage(tool: .cursor)
  cursor.purse = .ownPlan
  cursor.month = UsageTotals(requests: 4, tokens: TokenCounts(output: 2000), unpriced: 4)
  let start = now.advanced(by: -59 * Instant.perMinute)
  let wave = (0..<60).map { minute -> Money in
    let level = minute % 20 < 12 ? Int64(minute % 7) * 3 : 0
    return Money(nanos: level * 10_000_000 * scale)
  }
  return UsageSnapshot(
    at: now, burnWindow: 14 * Instant.perMinute + 20_000, tools: [code, cursor, mcp],
    chart: BurnChart(
      start: start, step: Instant.perMinute, steps: 60, series: [.claudeCode: wave]))
}

private func live(_ model: inout DashboardModel) {
  model.snapshot = usage(at: model.now)
  _ = update(&model, .passEnded(transcripts: 208, linesSkipped: 0, sourcesUnreadable: 0))
}

@Suite struct ScreenTests {
  @Test(arguments: [(60, 15), (80, 24), (120, 40), (200, 60)])
  func `a working day at every size`(width: Int, height: Int) throws {
    let model = try dashboard(width, height, live)
    try Golden.expect(view(model), is: "live-\(width)x\(height)", withStyles: width == 80)
  }

  @Test func `ASCII alone`() throws {
    let model = try dashboard(80, 24, look: Look(glyphs: .ascii), live)
    let screen = view(model)
    #expect(screen.lines.allSatisfy { $0.utf8.allSatisfy { $0 < 128 } })
    try Golden.expect(screen, is: "ascii-80x24")
  }

  @Test func `the first reading shows how far it has come`() throws {
    var model = try dashboard(80, 24)
    _ = update(
      &model, .readingProgressed(filesDone: 0, files: 208, bytesDone: 1, bytes: 166_201_726))
    _ = update(&model, .ticked(model.now.advanced(by: 2000)))
    _ = update(
      &model,
      .readingProgressed(filesDone: 61, files: 208, bytesDone: 55_000_000, bytes: 166_201_726))
    try Golden.expect(view(model), is: "reading-80x24")
    model.size = Size(width: 60, height: 15)
    try Golden.expect(view(model), is: "reading-60x15")
  }

  @Test func `with no usage at all it says where it looked`() throws {
    var model = try dashboard(80, 24)
    model.snapshot = UsageSnapshot(
      at: model.now, burnWindow: 870_000, tools: [],
      chart: BurnChart(start: model.now, step: 60_000, steps: 60, series: [:]))
    _ = update(&model, .passEnded(transcripts: 0, linesSkipped: 0, sourcesUnreadable: 0))
    try Golden.expect(view(model), is: "empty-80x24")
  }

  @Test func `huge numbers keep their places`() throws {
    let model = try dashboard(80, 24) { model in
      live(&model)
      model.snapshot = usage(at: model.now, scale: 40_000)
    }
    try Golden.expect(view(model), is: "huge-80x24")
  }

  @Test func `the help names every key`() throws {
    let model = try dashboard(80, 24) { _ = update(&$0, .keyPressed(.character("?"))) }
    let screen = view(model)
    for action in Action.all {
      #expect(screen.lines.contains { $0.contains(action.help) })
    }
    try Golden.expect(screen, is: "help-80x24")
  }

  @Test(arguments: [(0, 0), (1, 1), (39, 10), (40, 9), (40, 10), (41, 11), (300, 100)])
  func `no size breaks the drawing`(width: Int, height: Int) throws {
    let screen = view(try dashboard(width, height, live))
    #expect(screen.size == Size(width: width, height: height))
  }
}

@Suite struct UpdateTests {
  @Test func `keys do what the help says`() throws {
    var model = try dashboard(80, 24, live)
    #expect(update(&model, .keyPressed(.character("q"))) == [.quit])
    #expect(update(&model, .keyPressed(.control("c"))) == [.quit])
    #expect(update(&model, .keyPressed(.control("z"))) == [.suspend])
    #expect(update(&model, .keyPressed(.control("l"))) == [.redraw])
    #expect(update(&model, .keyPressed(.character("r"))) == [.collect, .readSnapshot])
    #expect(update(&model, .keyPressed(.character("x"))) == [])
  }

  @Test func `the chart's window stops at its longest and shortest`() throws {
    var model = try dashboard(80, 24, live)
    for _ in 0..<5 { _ = update(&model, .keyPressed(.character("+"))) }
    #expect(model.chartMinutes == 360)
    #expect(update(&model, .keyPressed(.character("+"))) == [])
    for _ in 0..<5 { _ = update(&model, .keyPressed(.character("-"))) }
    #expect(model.chartMinutes == 15)
  }

  @Test func `leaving the help does not leave the program`() throws {
    var model = try dashboard(80, 24, live)
    _ = update(&model, .keyPressed(.character("?")))
    #expect(update(&model, .keyPressed(.character("q"))) == [])
    #expect(!model.showsHelp)
    _ = update(&model, .keyPressed(.character("?")))
    _ = update(&model, .keyPressed(.escape))
    #expect(!model.showsHelp)
  }

  @Test func `no two actions share a key`() {
    let keys = Action.all.flatMap(\.keys)
    #expect(Set(keys).count == keys.count)
  }

  @Test func `time left follows the pace so far`() throws {
    let began = Instant(milliseconds: 0)
    let progress = ReadingProgress(began: began, filesDone: 1, files: 4, bytesDone: 25, bytes: 100)
    #expect(progress.timeLeft(at: Instant(milliseconds: 1000)) == 3000)
    #expect(progress.timeLeft(at: Instant(milliseconds: 100)) == nil)
  }
}
