import Advice
import Canvas
import Dashboard
import Foundation
import Ledger
import TestSupport
import Testing
import Themes
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
  let start = Instant(milliseconds: (now.minute - 59) * Instant.perMinute)
  let wave = (0..<60).map { minute -> Money in
    let level = minute % 20 < 12 ? Int64(minute % 7) * 3 : 0
    return Money(nanos: level * 10_000_000 * scale)
  }
  return UsageSnapshot(
    at: now, burnWindow: 14 * Instant.perMinute + 20_000, tools: [code, cursor, mcp],
    chart: BurnChart(
      window: .hour1, start: start,
      series: [.claudeCode: wave, .mcp: wave.reversed().map { Money(nanos: $0.nanos / 3) }]),
    breakdowns: breakdowns())
}

/// What the Tools view and tall overviews ask for.
private func breakdowns() -> [UsageBreakdown] {
  func row(_ tool: Tool, _ key: String, _ cents: Int64, project: String = "") -> UsageBreakdown.Row
  {
    UsageBreakdown.Row(
      tool: tool, key: key, project: project,
      totals: UsageTotals(
        requests: Int(cents / 7),
        tokens: TokenCounts(input: 1200, output: 90_000, cacheRead: 8_000_000),
        cost: Money(nanos: cents * 10_000_000)),
      burn: UsageTotals(cost: Money(nanos: cents * 40_000)),
      lastMinute: project.isEmpty ? nil : 29_515_000 + cents)
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

@Suite struct ScreenTests {
  @Test(arguments: sizes)
  func `a working day at every size`(width: Int, height: Int) throws {
    let model = try dashboard(width, height, live)
    try Golden.expect(
      view(model).canvas, is: "overview-\(width)x\(height)", withStyles: width == 80)
  }

  @Test(arguments: sizes)
  func `the tools in detail at every size`(width: Int, height: Int) throws {
    let model = try dashboard(width, height) { model in
      live(&model)
      press("2", &model)
    }
    try Golden.expect(view(model).canvas, is: "tools-\(width)x\(height)", withStyles: width == 80)
  }

  @Test(arguments: ["overview", "tools"], ["16", "none"])
  func `few colours and none`(name: String, depth: String) throws {
    let palette = Palette.standard
    let look = Look(palette: depth == "16" ? palette.inSixteenColors : palette.withoutColors)
    let model = try dashboard(80, 24, look: look) { model in
      live(&model)
      if name == "tools" { press("2j", &model) }
    }
    try Golden.expect(
      view(model).canvas, is: "\(name)-80x24-colors-\(depth)", withStyles: true)
  }

  @Test(arguments: ["overview", "tools", "help"])
  func `ASCII alone`(name: String) throws {
    let model = try dashboard(80, 24, look: Look(glyphs: .ascii)) { model in
      live(&model)
      if name != "overview" { press(name == "tools" ? "2" : "?", &model) }
    }
    let screen = view(model).canvas
    #expect(screen.lines.allSatisfy { $0.utf8.allSatisfy { $0 < 128 } })
    try Golden.expect(screen, is: "ascii-\(name)-80x24")
  }

  @Test(arguments: ChartWindow.allCases)
  func `the chart's times are round ones of the person's clock`(window: ChartWindow) throws {
    var model = try dashboard(80, 24) { model in
      live(&model)
      model.chart = window
    }
    model.days = CivilDays(zone: try #require(TimeZone(identifier: "Asia/Kolkata")))
    let last = model.now.bucket(of: window.step)
    let wave = (0..<window.steps).map { Money(nanos: Int64($0 % 9) * 100_000_000) }
    model.snapshot?.chart = BurnChart(
      window: window,
      start: Instant(milliseconds: (last - Int64(window.steps) + 1) * window.step),
      series: [.claudeCode: wave])
    try Golden.expect(view(model).canvas, is: "chart-\(window.rawValue)")
  }

  @Test func `whatever a screen of any height shows was asked for`() throws {
    for height in 10...70 {
      for width in [60, 80, 160] {
        let model = try dashboard(width, height, live)
        let isShown = view(model).canvas.lines.contains { $0.contains("models today┌") }
        #expect(!isShown || !model.query.breakdowns.isEmpty, "\(width)×\(height)")
      }
    }
  }

  @Test(arguments: [ChartWindow.hour1, .hours24])
  func `rates beyond what can be counted are drawn at the most that can`(window: ChartWindow) throws
  {
    for width in [60, 80, 200] {
      let model = try dashboard(width, 24) { model in
        live(&model)
        model.chart = window
        let most = Money(nanos: .max / 120)
        let wave = (0..<window.steps).map { $0 % 50 < 30 ? most : .zero }
        model.snapshot?.chart = BurnChart(
          window: window, start: model.now.advanced(by: -window.length),
          series: [.claudeCode: wave, .mcp: wave])
      }
      #expect(view(model).canvas.lines.contains { $0.contains("$") })
    }
  }

  @Test func `the peak is told at every width, unusable lines where there is room`() throws {
    for width in [80, 140, 200] {
      let model = try dashboard(width, 24) { model in
        live(&model)
        model.snapshot?.linesSkipped = 244
      }
      let lines = view(model).canvas.lines
      let hasRoom = lines[0].contains("208 transcripts, 244 lines unusable")
      #expect(hasRoom == (width > 80), "\(width)")
      #expect(lines.contains { $0.contains("peak $7.68/h") }, "\(width)")
    }
  }

  @Test func `blocks in place of braille`() throws {
    var look = Look()
    look.graphSymbols = .block
    try Golden.expect(view(try dashboard(80, 24, look: look, live)).canvas, is: "blocks-80x24")
  }

  @Test(arguments: sizes)
  func `the first reading shows how far it has come`(width: Int, height: Int) throws {
    var model = try dashboard(width, height)
    _ = update(
      &model, .readingProgressed(filesDone: 0, files: 208, bytesDone: 1, bytes: 166_201_726))
    _ = update(&model, .ticked(model.now, uptime: 2000))
    _ = update(
      &model,
      .readingProgressed(filesDone: 61, files: 208, bytesDone: 55_000_000, bytes: 166_201_726))
    try Golden.expect(view(model).canvas, is: "reading-\(width)x\(height)")
  }

  @Test(arguments: sizes)
  func `with no usage at all it says where it looked`(width: Int, height: Int) throws {
    let model = try dashboard(width, height, nothing)
    try Golden.expect(view(model).canvas, is: "empty-\(width)x\(height)")
  }

  @Test func `the Tools view with no usage says where it looked`() throws {
    let model = try dashboard(80, 24) { model in
      nothing(&model)
      press("2", &model)
    }
    try Golden.expect(view(model).canvas, is: "empty-tools-80x24")
  }

  @Test(arguments: sizes)
  func `refused requests are told with what helps`(width: Int, height: Int) throws {
    let model = try dashboard(width, height) { model in
      live(&model)
      let refused = Rejection(
        id: "1", time: model.now.advanced(by: -2 * Instant.perMinute), tool: .claudeCode,
        reason: .balance,
        text: "API Error: 400 You're out of extra usage. Add more at claude.ai/settings/usage"
          + " and keep going.")
      refuse([Refusal(latest: refused, account: "", count: 2)], &model)
    }
    try Golden.expect(view(model).canvas, is: "refused-\(width)x\(height)")
  }

  @Test func `huge numbers keep their places`() throws {
    let model = try dashboard(80, 24) { model in
      live(&model)
      model.snapshot = usage(at: model.now, scale: 40_000)
    }
    try Golden.expect(view(model).canvas, is: "huge-80x24")
  }

  @Test func `long and foreign names keep the columns`() throws {
    let model = try dashboard(80, 24) { model in
      live(&model)
      press("2lG", &model)
    }
    try Golden.expect(view(model).canvas, is: "projects-80x24")
  }

  @Test(arguments: sizes)
  func `the help`(width: Int, height: Int) throws {
    let model = try dashboard(width, height) { press("?", &$0) }
    try Golden.expect(view(model).canvas, is: "help-\(width)x\(height)")
  }

  @Test func `the help names every key`() throws {
    for shown in ViewID.allCases {
      let model = try dashboard(100, 60) { model in
        model.view = shown
        press("?", &model)
      }
      let screen = view(model).canvas
      for action in Action.all(in: shown) where !action.help.isEmpty {
        #expect(screen.lines.contains { $0.contains(action.help) && $0.contains(action.keyText) })
      }
    }
  }

  @Test(arguments: [(80, 24), (200, 60), (60, 15)])
  func `what is done in a played day is said`(width: Int, height: Int) throws {
    let model = try dashboard(width, height) { model in
      live(&model)
      _ = update(&model, .played("Ada tops up $25.00 at claude.ai"))
    }
    #expect(view(model).canvas.lines.contains { $0.contains("Ada tops up $25.00 at claude.ai") })
  }

  @Test func `a played day and a held picture say so`() throws {
    let model = try dashboard(80, 24) { model in
      live(&model)
      model.isDemo = true
      press("p", &model)
    }
    let first = view(model).canvas.lines[0]
    #expect(first.contains("DEMO") && first.contains("PAUSED"))
  }

  @Test(arguments: [(0, 0), (1, 1), (39, 10), (40, 9), (40, 10), (41, 11), (300, 100)])
  func `no size breaks the drawing`(width: Int, height: Int) throws {
    for keys in ["", "2", "2l", "2ll", "?", "/x"] {
      let model = try dashboard(width, height) { model in
        live(&model)
        press(keys, &model)
      }
      #expect(view(model).canvas.size == Size(width: width, height: height))
    }
  }
}

private func nothing(_ model: inout DashboardModel) {
  model.home = "/home/ada"
  let empty = UsagePeriod.allCases.flatMap { period in
    [UsageDimension.tool, .model, .project, .session].map {
      UsageBreakdown(query: .init($0, over: period), rows: [])
    }
  }
  model.snapshot = UsageSnapshot(
    at: model.now, burnWindow: 870_000, tools: [],
    chart: BurnChart(window: .hour1, start: model.now.advanced(by: -3_600_000), series: [:]),
    breakdowns: empty)
  _ = update(&model, .passEnded(transcripts: 0, sourcesUnreadable: 0))
}

/// Presses keys one after the other.
func press(_ keys: String, _ model: inout DashboardModel) {
  for key in keys { _ = update(&model, .keyPressed(.character(key))) }
}

@Suite struct UpdateTests {
  @Test func `keys do what the help says`() throws {
    var model = try dashboard(80, 24, live)
    #expect(update(&model, .keyPressed(.character("q"))) == [.quit])
    #expect(update(&model, .keyPressed(.control("c"))) == [.quit])
    #expect(update(&model, .keyPressed(.control("z"))) == [.suspend])
    #expect(update(&model, .keyPressed(.control("l"))) == [.redraw])
    #expect(update(&model, .keyPressed(.character("T"))) == [.nextTheme])
    #expect(update(&model, .keyPressed(.character("r"))) == [.collect, .readSnapshot])
    #expect(update(&model, .keyPressed(.character("x"))) == [])
  }

  @Test func `the chart's window stops at its longest and shortest`() throws {
    var model = try dashboard(80, 24, live)
    for _ in 0..<9 { press("+", &model) }
    #expect(model.chart == .days30)
    #expect(update(&model, .keyPressed(.character("+"))) == [])
    for _ in 0..<9 { press("-", &model) }
    #expect(model.chart == .minutes15)
  }

  @Test func `leaving the help does not leave the program`() throws {
    var model = try dashboard(80, 24, live)
    press("?", &model)
    #expect(update(&model, .keyPressed(.character("q"))) == [])
    #expect(!model.showsHelp)
    press("?", &model)
    _ = update(&model, .keyPressed(.escape))
    #expect(!model.showsHelp)
  }

  @Test func `in a low terminal the help scrolls to its end and no further`() throws {
    var model = try dashboard(60, 15, live)
    press("?", &model)
    for _ in 0..<200 { _ = update(&model, .keyPressed(.down)) }
    let lines = view(model).canvas.lines
    #expect(lines[12].contains("What the tool burned"))
    _ = update(&model, .keyPressed(.up))
    #expect(view(model).canvas.lines[12] != lines[12])
  }

  @Test func `a view asks the store for what it shows, once`() throws {
    var model = try dashboard(80, 24, live)
    #expect(update(&model, .keyPressed(.tab)) == [.readSnapshot])
    #expect(
      model.view == .tools && model.query.breakdowns == [model.tools.query, model.tools.toolsQuery])
    #expect(update(&model, .keyPressed(.character("l"))) == [.readSnapshot])
    #expect(update(&model, .keyPressed(.character("-"))) == [.readSnapshot])
    #expect(update(&model, .keyPressed(.character("+"))) == [.readSnapshot])
    #expect(update(&model, .keyPressed(.character("+"))) == [])
    #expect(update(&model, .keyPressed(.character("s"))) == [])
  }

  @Test func `a chosen row stays chosen wherever it moves`() throws {
    var model = try dashboard(80, 24, live)
    press("2jj", &model)
    let chosen = ToolsState.RowID.part(.claudeCode, key: "claude-opus-4-6")
    #expect(model.tools.list.selected == chosen)
    press("S", &model)
    #expect(model.tools.list.selected == chosen)
    #expect(marked(view(model).canvas)?.contains("claude-opus-4-6") == true)
  }

  @Test func `enter on a tool shows its details, enter on those folds them`() throws {
    var model = try dashboard(80, 24, live)
    press("jjj", &model)
    #expect(model.overview.selected == .mcp)
    _ = update(&model, .keyPressed(.enter))
    #expect(model.view == .tools && model.tools.list.selected == .tool(.mcp))
    let before = view(model).canvas.lines.count { $0.contains("opus") }
    _ = update(&model, .keyPressed(.enter))
    #expect(view(model).canvas.lines.count { $0.contains("opus") } == before - 1)
    #expect(view(model).canvas.lines.contains { $0.contains("MCP  (1)") })
  }

  @Test func `a filter shows what holds its text, and esc shows all again`() throws {
    var model = try dashboard(80, 24, live)
    press("2/HAIKU", &model)
    var lines = view(model).canvas.lines
    #expect(lines.contains { $0.contains("haiku") } && !lines.contains { $0.contains("opus") })
    #expect(lines.contains { $0.contains("these") && $0.contains("$30.87") })
    #expect(lines.contains { $0.contains("“HAIKU”: 1 of 4 models") })
    _ = update(&model, .keyPressed(.backspace))
    _ = update(&model, .keyPressed(.enter))
    #expect(model.tools.list.filter == "HAIK" && !model.isFiltering)
    press("q", &model)
    _ = update(&model, .keyPressed(.escape))
    lines = view(model).canvas.lines
    #expect(lines.contains { $0.contains("opus") })
  }

  @Test func `a filter unfolds what it finds`() throws {
    var model = try dashboard(80, 24, live)
    model.tools.folded = Set(Tool.allCases)
    press("2", &model)
    #expect(!view(model).canvas.lines.contains { $0.contains("haiku") })
    press("/haiku", &model)
    #expect(view(model).canvas.lines.contains { $0.contains("haiku") })
    _ = update(&model, .keyPressed(.enter))
    _ = update(&model, .keyPressed(.escape))
    #expect(!view(model).canvas.lines.contains { $0.contains("haiku") }, "folded as before")
  }

  @Test func `a held picture does not move, and moves on again`() throws {
    var model = try dashboard(80, 24, live)
    press("p", &model)
    let before = view(model)
    #expect(update(&model, .ticked(model.now.advanced(by: 60_000), uptime: 0)) == [])
    let ended = DashboardMessage.passEnded(transcripts: nil, sourcesUnreadable: 0)
    #expect(update(&model, ended) == [])
    #expect(view(model) == before)
    #expect(update(&model, .keyPressed(.character("p"))) == [.readSnapshot])
  }

  @Test func `a note goes after its time, also while the picture is held`() throws {
    var model = try dashboard(120, 24, live)
    _ = update(&model, .ticked(model.now, uptime: 10_000))
    press("p", &model)
    _ = update(&model, .themeChosen(name: "ember", .standard))
    _ = update(&model, .ticked(model.now.advanced(by: 600_000), uptime: 13_000))
    #expect(view(model).canvas.lines[0].contains("ember"))
    _ = update(&model, .ticked(model.now.advanced(by: 600_000), uptime: 14_001))
    #expect(!view(model).canvas.lines[0].contains("ember"))
  }

  @Test func `a store that cannot be read is told until it can`() throws {
    var model = try dashboard(120, 24, live)
    _ = update(&model, .snapshotFailed("disk I/O error"))
    #expect(view(model).canvas.lines[0].contains("the store: disk I/O error"))
    let snapshot = try #require(model.snapshot)
    _ = update(&model, .snapshotRead(snapshot))
    #expect(!view(model).canvas.lines[0].contains("disk I/O error"))
  }

  @Test func `no two actions share a key in any view`() {
    for view in ViewID.allCases {
      let keys = Action.all(in: view).flatMap(\.keys)
      #expect(Set(keys).count == keys.count)
    }
  }

  @Test func `time left follows the pace so far`() throws {
    let progress = ReadingProgress(began: 0, filesDone: 1, files: 4, bytesDone: 25, bytes: 100)
    #expect(progress.timeLeft(at: 1000) == 3000)
    #expect(progress.timeLeft(at: 100) == nil)
  }
}

@Suite struct MouseTests {
  @Test func `a click on anything does what its key does`() throws {
    var model = try dashboard(80, 24, live)
    try click("2 Tools", &model)
    #expect(model.view == .tools)
    try click("projects", &model)
    #expect(model.tools.dimension == .project)
    try click("7 days", &model)
    #expect(model.tools.period == .week)
    try click("requests", &model)
    #expect(model.tools.list.sort == .requests && !model.tools.list.isAscending)
    try click("requests", &model)
    #expect(model.tools.list.isAscending)
    try click("lighthouse", &model)
    #expect(model.tools.list.selected == .part(.claudeCode, key: "/home/ada/lighthouse"))
    try click("1 Overview", &model)
    try click("24h", &model)
    #expect(model.chart == .hours24)
    try click("today", &model)
    #expect(model.overview.sort == .today)
    try click("MCP", &model)
    #expect(model.overview.selected == .mcp)
    try click("MCP ", &model)
    #expect(model.view == .tools)
    try click("? help", &model)
    #expect(model.showsHelp)
  }

  @Test func `a click on a tab closes the help`() throws {
    var model = try dashboard(80, 24, live)
    press("?", &model)
    try click("2 Tools", &model)
    #expect(model.view == .tools && !model.showsHelp)
  }

  @Test func `the wheel moves the choice`() throws {
    var model = try dashboard(80, 24, live)
    _ = update(&model, .mouse(.wheelDown, row: 20, column: 5))
    _ = update(&model, .mouse(.wheelDown, row: 20, column: 5))
    #expect(model.overview.selected == .cursor)
    _ = update(&model, .mouse(.wheelUp, row: 20, column: 5))
    #expect(model.overview.selected == .claudeCode)
  }

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

/// The row that is drawn in reverse below the choices.
private func marked(_ canvas: Canvas) -> String? {
  (3..<canvas.size.height).first { row in
    canvas[row, 10].style.attributes.contains(.reverse)
  }.map { canvas.lines[$0] }
}

@Suite struct ReadmeTests {
  /// The table of keys as it must stand in README.md.
  private var table: String {
    let rows = Action.all.filter { !$0.help.isEmpty }.map { "| `\($0.keyText)` | \($0.help) |" }
    return (["| key | does |", "|---|---|"] + rows).joined(separator: "\n")
  }

  @Test func `the README has the keys of the program`() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let file = root.appendingPathComponent("README.md")
    var text = try String(contentsOf: file, encoding: .utf8)
    if ProcessInfo.processInfo.environment["FUELGAUGE_RENEW_GOLDEN"] == "1" {
      let old = try #require(
        text.firstRange(of: /\| key \| does \|\n\|---\|---\|(\n\|[^\n]*)*/))
      text.replaceSubrange(old, with: table)
      try text.write(to: file, atomically: true, encoding: .utf8)
    }
    #expect(
      text.contains(table),
      "renew with FUELGAUGE_RENEW_GOLDEN=1 swift test --filter DashboardTests")
  }
}
