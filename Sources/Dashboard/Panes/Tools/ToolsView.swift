import Canvas
import Ledger
import Values

/// Draws the Tools view.
struct ToolsView {
  private let model: DashboardModel
  private let list: ToolsList
  private let rowsInSight: Int

  init(_ model: DashboardModel, rowsInSight: Int) {
    self.model = model
    self.rowsInSight = rowsInSight
    list = ToolsList(model)
  }

  func draw(_ frame: inout Frame, in rect: Rect) {
    let look = model.look
    let state = model.tools
    let periods = Choice(
      values: UsagePeriod.allCases, chosen: state.period, look: look, title: \.title,
      target: { .option($0, of: ToolsPane.Choice.period.rawValue) })
    let isNarrow = periods.width + 16 > rect.width
    let box = look.box("tools", note: isNarrow ? state.period.title : "")
    let inner =
      (isNarrow
      ? box.draw(into: &frame.canvas, in: rect) : frame.draw(box, choice: periods, in: rect)).inset(
        rows: 0, columns: 1)
    let (choices, below) = inner.splitTop(1)
    drawDimensions(&frame, in: choices)
    var note = self.note
    let isRead = model.snapshot?.breakdown(state.query) != nil
    if list.rows.isEmpty {
      drawEmpty(isRead: isRead, &frame.canvas, in: below)
    } else {
      let table = table(width: below.width)
      frame.draw(table, in: below, headings: true)
      drawMarks(table, &frame.canvas, in: below)
      let more = list.rows.count - table.scroll - table.bodyHeight(in: below)
      if more > 0 {
        note = (note.isEmpty ? "" : note + ", ") + "\(more) more \(look.glyphs.down)"
      }
    }
    frame.writeNote(note, look.palette.style(\.label), below: box, in: rect)
  }

  private func drawDimensions(_ frame: inout Frame, in line: Rect) {
    let look = model.look
    let choice = Choice(
      values: ToolsState.dimensions, chosen: model.tools.dimension, look: look, title: \.title,
      target: { .option($0, of: ToolsPane.Choice.dimension.rawValue) })
    let head = Frame.Piece("by ", look.palette.style(\.label))
    // If there is no room for all, drop the first ones until the chosen one is visible.
    var pieces = choice.pieces
    let chosen = choice.values.firstIndex(of: choice.chosen) ?? 0
    var hidden = 0
    while hidden < chosen,
      head.width + pieces[hidden...chosen].reduce(0, { $0 + $1.width }) > line.width
    {
      hidden += 1
    }
    pieces.removeFirst(hidden)
    frame.write([head] + pieces, in: line)
  }

  /// What the list leaves out or counts differently; empty if nothing.
  private var note: String {
    let filter = model.tools.list.filter
    if !filter.isEmpty {
      return "“\(filter)”: \(list.partsShown) of \(list.parts) \(model.tools.dimension.title)"
    }
    guard model.tools.dimension == .session, list.parts > 0 else { return "" }
    return model.snapshot?.breakdown(model.tools.query)?.isCut == true
      ? "the latest \(UsageBreakdown.mostSessions) sessions, counted in full"
      : model.tools.period == .yesterday
        ? "sessions last used yesterday, counted in full"
        : "sessions are counted in full"
  }

  /// The columns that fit this screen.
  static func columnsInSight(_ model: DashboardModel) -> [ToolsColumn] {
    let all = ToolsColumn.shown(model.tools.dimension)
    let table = Table(
      all.map { $0.column(model.tools.dimension, isWide: isWide(model)) }, showsMarker: false)
    return table.layout(width: model.size.width - 4).map { all[$0.index] }
  }

  /// Whether there is room for every digit.
  private static func isWide(_ model: DashboardModel) -> Bool { model.size.width >= 130 }

  private func table(width: Int) -> Table {
    let look = model.look
    let columns = ToolsColumn.shown(model.tools.dimension)
    var table = Table(
      columns.map { $0.column(model.tools.dimension, isWide: ToolsView.isWide(model)) },
      selected: list.rows.firstIndex { $0.id == model.tools.list.selected },
      scroll: model.tools.list.scroll, headerStyle: look.palette.style(\.label),
      showsMarker: false, glyphs: look.glyphs)
    table.selection = look.palette.selection
    if let index = columns.firstIndex(where: { $0 == model.tools.list.sort }) {
      table.sort = Table.Sort(column: index, isAscending: model.tools.list.isAscending)
    }
    let nameWidth = table.layout(width: width).first?.width ?? 0
    let seen = table.scroll..<table.scroll + rowsInSight
    table.rows = list.rows.enumerated().map { index, row in
      // Format only the visible rows.
      seen.contains(index) ? columns.map { field($0, of: row, nameWidth: nameWidth) } : []
    }
    let isFiltered = !model.tools.list.filter.isEmpty
    table.total = columns.map { column in
      column == .name
        ? Table.Field(isFiltered ? "these" : "all", style: Style(.terminal, [.bold]))
        : Table.Field(totalText(column), style: Style(.terminal, [.bold]))
    }
    return table
  }

  /// A mark before each tool, in its colour, that shows whether it is folded.
  private func drawMarks(_ table: Table, _ canvas: inout Canvas, in rect: Rect) {
    let glyphs = model.look.glyphs
    for row in rect.row..<rect.endRow {
      guard let index = table.row(atScreenRow: row, in: rect), list.rows[index].isTool else {
        continue
      }
      canvas.put(
        list.rows[index].folded == nil ? glyphs.unfolded : glyphs.folded, row: row,
        column: rect.column,
        style: index == table.selected
          ? table.selection : Style(model.look.color(of: list.rows[index].id.tool), [.bold]))
    }
  }

  private func totalText(_ column: ToolsColumn) -> String {
    let row = ToolsList.Row(
      id: .tool(.other), title: "", totals: list.total, burn: list.totalBurn,
      lastMinute: list.rows.compactMap(\.lastMinute).max(), folded: nil)
    return field(column, of: row, nameWidth: 0).text
  }

  private func field(_ column: ToolsColumn, of row: ToolsList.Row, nameWidth: Int) -> Table.Field {
    let look = model.look
    let palette = look.palette
    let style = row.isTool ? Style(.terminal, [.bold]) : .plain
    let tokens = row.totals.tokens
    func count(_ count: Int) -> Table.Field {
      let text = ToolsView.isWide(model) ? CountDisplay.full(count) : CountDisplay.short(count)
      return Table.Field(text, style: count == 0 ? palette.style(\.label) : style)
    }
    switch column {
    case .name: return name(row, width: nameWidth)
    case .cost: return Table.Field(row.totals.costText(look), style: style)
    case .share:
      // A session counted in full is not a share of a shorter time span.
      let isPart = model.tools.dimension != .session || model.tools.period == .everything
      guard list.total.cost > .zero, row.isTool || isPart else {
        return Table.Field("-", style: palette.style(\.label))
      }
      let share = Double(row.totals.cost.nanos) / Double(list.total.cost.nanos)
      return Table.Field(PercentText.of(share), style: style)
    case .perHour:
      let rate = model.snapshot?.perHour(row.burn) ?? .zero
      return Table.Field(
        rate > .zero || row.isTool ? rate.shortDisplay : "-",
        style: rate > .zero ? palette.style(\.accent, [.bold]) : palette.style(\.label))
    case .requests: return count(row.totals.requests)
    case .output: return count(tokens.output)
    case .input: return count(tokens.input)
    case .cacheWrite: return count(tokens.cacheWrites)
    case .cacheRead: return count(tokens.cacheRead)
    case .webSearches: return count(tokens.webSearches)
    case .lastUsed: return Table.Field(lastUsed(row), style: palette.style(\.label))
    }
  }

  private func name(_ row: ToolsList.Row, width: Int) -> Table.Field {
    guard row.isTool else {
      let look = model.look
      return Table.Field(
        "    " + look.fitTitle(row.title, model.tools.dimension, width: max(0, width - 4)))
    }
    let folded = row.folded.map { "  (\($0))" } ?? ""
    return Table.Field("  \(row.title)\(folded)", style: Style(.terminal, [.bold]))
  }

  /// The time of day for today, else the date.
  private func lastUsed(_ row: ToolsList.Row) -> String {
    guard let minute = row.lastMinute else { return "" }
    let time = Instant(milliseconds: minute * Instant.perMinute)
    let date = model.days.date(of: time)
    return date == model.days.date(of: model.now) ? model.days.clock(of: time) : date
  }

  private func drawEmpty(isRead: Bool, _ canvas: inout Canvas, in rect: Rect) {
    let look = model.look
    let line = rect.splitTop(1).part
    if !isRead {
      canvas.write("reading", in: line, style: look.palette.style(\.label), glyphs: look.glyphs)
    } else if !model.tools.list.filter.isEmpty {
      canvas.write("No match; Esc shows all.", in: line, glyphs: look.glyphs)
    } else if model.tools.period != .everything {
      canvas.write(
        "No usage in this time span; + goes further back.", in: line, glyphs: look.glyphs)
    } else {
      EmptyText(model, .everything).draw(&canvas, in: rect)
    }
  }
}
