import Advice
import Canvas
import Dashboard
import Foundation
import Ledger
import TestSupport
import Testing
import Themes
import Values

/// Whole screens.
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
    let wave = (0..<window.steps).map { cents($0 % 9 * 10) }
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

  @Test func `a screen beside the one that reads claims nothing of transcripts`() throws {
    let model = try dashboard(80, 24) { model in
      nothing(&model)
      model.transcripts = nil
      model.collecting = .followedElsewhere(process: 4242)
    }
    let text = view(model).canvas.lines.joined(separator: "\n")
    #expect(text.contains("No usage this month.") && !text.contains("looks for transcripts"))
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
      refuse([Refusal(latest: refused, account: nil, count: 2)], &model)
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
