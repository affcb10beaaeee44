import Advice
import Canvas
import Dashboard
import Foundation
import Ledger
import TestSupport
import Testing
import Values

/// A dashboard at a fixed moment.
func dashboard(
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
func usage(at now: Instant, scale: Int64 = 1) -> UsageSnapshot {
  func totals(_ price: Int64, _ tokens: Int, requests: Int, unfinished: Int = 0) -> UsageTotals {
    UsageTotals(
      requests: requests, tokens: TokenCounts(input: tokens / 100, cacheRead: tokens),
      cost: cents(price * scale), unfinished: unfinished)
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
  let start = Instant(milliseconds: (now.minute - 59) * Instant.perMinute)
  let wave = (0..<60).map { minute -> Money in
    let level = minute % 20 < 12 ? Int64(minute % 7) * 3 : 0
    return cents(level * scale)
  }
  return UsageSnapshot(
    at: now, burnWindow: Span(milliseconds: 14 * Instant.perMinute + 20_000),
    tools: [code, cursor, mcp],
    chart: BurnChart(
      window: .hour1, start: start,
      series: [.claudeCode: wave, .mcp: wave.reversed().map { Money(nanos: $0.nanos / 3) }]),
    breakdowns: breakdowns())
}

/// What the Tools view and tall overviews ask for.
private func breakdowns() -> [UsageBreakdown] {
  func row(_ tool: Tool, _ key: String, _ price: Int64, project: String = "") -> UsageBreakdown.Row
  {
    UsageBreakdown.Row(
      tool: tool, key: key, project: project,
      totals: UsageTotals(
        requests: Int(price / 7),
        tokens: TokenCounts(input: 1200, output: 90_000, cacheRead: 8_000_000),
        cost: cents(price)),
      burn: UsageTotals(cost: Money(nanos: price * 40_000)),
      lastMinute: project.isEmpty ? nil : 29_515_000 + price)
  }
  let longName = String(repeating: "a-very-long-name/", count: 8)
  let rows: [UsageDimension: [UsageBreakdown.Row]] = [
    .tool: [row(.claudeCode, "", 51_087), row(.mcp, "", 2200), row(.cursor, "", 0)],
    .model: [
      row(.claudeCode, "claude-opus-4-6", 48_000), row(.claudeCode, "claude-haiku-4-5", 3087),
      row(.mcp, "claude-opus-4-6", 2200), row(.cursor, "not-a-model-1", 0),
    ],
    .project: [
      row(.claudeCode, "/home/ada/lighthouse", 50_000),
      row(.claudeCode, "/home/ada/" + longName, 1000), row(.claudeCode, "日本/プロジェクト", 87),
      row(.mcp, "", 2200),
    ],
    .session: [
      row(.claudeCode, "0b5e7c1a-99", 51_000, project: "/home/ada/lighthouse"),
      row(.mcp, "1c5e7c1a-99", 2200, project: "/srv/tides"),
    ],
    .mcpServer: [row(.mcp, "tickets", 2200), row(.claudeCode, "", 51_087)],
  ]
  return UsagePeriod.allCases.flatMap { period in
    rows.map { UsageBreakdown(query: .init($0.key, over: period), rows: $0.value) }
  }
}

/// With a day's usage and its transcripts.
func live(_ model: inout DashboardModel) {
  model.home = "/home/ada"
  model.snapshot = usage(at: model.now)
  _ = update(&model, .passEnded(transcripts: 208, sourcesUnreadable: 0))
}

let sizes = [(60, 15), (80, 24), (200, 60)]

/// With a store that holds nothing.
func nothing(_ model: inout DashboardModel) {
  model.home = "/home/ada"
  let empty = UsagePeriod.allCases.flatMap { period in
    [UsageDimension.tool, .model, .project, .session].map {
      UsageBreakdown(query: .init($0, over: period), rows: [])
    }
  }
  model.snapshot = UsageSnapshot(
    at: model.now, burnWindow: Span(milliseconds: 870_000), tools: [],
    chart: BurnChart(window: .hour1, start: model.now.advanced(by: -3_600_000), series: [:]),
    breakdowns: empty)
  _ = update(&model, .passEnded(transcripts: 0, sourcesUnreadable: 0))
}

/// Presses keys one after the other.
func press(_ keys: String, _ model: inout DashboardModel) {
  for key in keys { _ = update(&model, .keyPressed(.character(key))) }
}

/// Clicks where a text stands, the lowest on the screen or the uppermost.
/// - Returns: what the program is to do.
@discardableResult
func click(
  _ text: String, uppermost: Bool = false, _ model: inout DashboardModel
) throws -> [DashboardEffect] {
  let lines = view(model).canvas.lines
  let found =
    uppermost
    ? lines.firstIndex { $0.contains(text) } : lines.lastIndex { $0.contains(text) }
  let row = try #require(found, "\(text)")
  let start = try #require(lines[row].range(of: text))
  let column = TextWidth.columns(of: String(lines[row][..<start.lowerBound]))
  return update(&model, .mouse(.press, row: row, column: column))
}
