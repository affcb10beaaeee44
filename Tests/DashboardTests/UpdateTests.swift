import Canvas
import Dashboard
import Ledger
import Testing
import Themes
import Values

/// What keys, time and readings change.
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

  @Test
  func `only the overview asks what the tools used, and says nothing of it before it is read`()
    throws
  {
    var model = try dashboard(80, 24, live)
    #expect(model.query.chart == model.chart)
    for key in "23456" {
      press(String(key), &model)
      #expect(model.query.chart == nil, "\(key)")
    }
    model.snapshot?.chart = nil
    model.snapshot?.tools = []
    press("1", &model)
    let lines = view(model).canvas.lines
    #expect(lines.count { $0.contains("reading") } == 2, "chart and tools")
    #expect(!lines.contains { $0.contains("No usage") || $0.contains("$") })
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

  @Test func `time left follows the pace so far`() throws {
    let progress = ReadingProgress(began: 0, filesDone: 1, files: 4, bytesDone: 25, bytes: 100)
    #expect(progress.timeLeft(at: 1000) == 3000)
    #expect(progress.timeLeft(at: 100) == nil)
  }
}

/// The row that is drawn in reverse below the choices.
private func marked(_ canvas: Canvas) -> String? {
  (3..<canvas.size.height).first { row in
    canvas[row, 10].style.attributes.contains(.reverse)
  }.map { canvas.lines[$0] }
}
