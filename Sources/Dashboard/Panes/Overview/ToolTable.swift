import Advice
import Canvas
import Ledger
import Themes
import Values

/// Which tools burn the money: a row for each, and their total.
struct ToolTable {
  private let model: DashboardModel
  private let tools: [ToolUsage]

  init(_ model: DashboardModel) {
    self.model = model
    tools = model.overviewTools
  }

  private var isEmpty: Bool { model.snapshot?.tools.isEmpty ?? true }

  /// Whether the snapshot was read for another view and has no tool usage.
  private var isUnread: Bool { model.snapshot != nil && model.snapshot?.chart == nil }

  /// Lines needed to show everything, including the frame.
  var wantedHeight: Int {
    if isEmpty { return EmptyText(model, .month).lines.count + 2 }
    let all = model.snapshot?.tools.count ?? 0
    return all + (all > 1 ? 2 : 1) + 2
  }

  func draw(_ frame: inout Frame, in rect: Rect) {
    let look = model.look
    let filter = model.overview.filter
    let box = look.box("tools", note: filter.isEmpty ? "list value" : "only “\(filter)”")
    let inner = box.draw(into: &frame.canvas, in: rect).inset(rows: 0, columns: 1)
    if isUnread { return look.write(["reading"], &frame.canvas, in: inner) }
    if isEmpty { return EmptyText(model, .month).draw(&frame.canvas, in: inner) }
    let table = table(width: inner.width, height: inner.height)
    frame.draw(table, in: inner, headings: true)
    drawMarks(table, &frame.canvas, in: inner)
    frame.writeMore(
      tools.count - table.scroll - table.bodyHeight(in: inner), look, below: box, in: rect)
  }

  /// The columns that fit this screen.
  static func columnsInSight(_ model: DashboardModel) -> [OverviewColumn] {
    let width = model.size.width - 4
    return Table(columns(width: width), showsMarker: false).layout(width: width).map {
      OverviewColumn.allCases[$0.index]
    }
  }

  private static func isWide(_ width: Int) -> Bool { width >= 130 }

  private static func columns(width: Int) -> [Table.Column] {
    OverviewColumn.allCases.map { $0.column(isWide: isWide(width)) }
  }

  private func table(width: Int, height: Int) -> Table {
    let look = model.look
    let isWide = ToolTable.isWide(width)
    var table = Table(
      ToolTable.columns(width: width),
      selected: tools.firstIndex { $0.tool == model.overview.selected },
      headerStyle: look.palette.style(\.label), showsMarker: false, glyphs: look.glyphs)
    table.selection = look.palette.selection
    if let sort = model.overview.sort, let index = OverviewColumn.allCases.firstIndex(of: sort) {
      table.sort = Table.Sort(column: index, isAscending: model.overview.isAscending)
    }
    let placed = table.layout(width: width)
    let trend = OverviewColumn.allCases.firstIndex(of: .trend) ?? 0
    let trendWidth = placed.first { $0.index == trend }?.width ?? 0
    table.rows = tools.map { usage in
      OverviewColumn.allCases.map { field($0, of: usage, isWide: isWide, trendWidth: trendWidth) }
    }
    if tools.count > 1 { table.total = totalRow }
    table.scroll = Table.scroll(
      0, toShow: table.selected, of: tools.count,
      height: max(0, height - (table.total == nil ? 1 : 2)))
    return table
  }

  /// A spot before each tool's name, in its colour from the chart.
  private func drawMarks(_ table: Table, _ canvas: inout Canvas, in rect: Rect) {
    for row in rect.row..<rect.endRow {
      guard let index = table.row(atScreenRow: row, in: rect) else { continue }
      let isChosen = index == table.selected
      let glyphs = model.look.glyphs
      canvas.put(
        isChosen ? glyphs.marker : glyphs.spot, row: row, column: rect.column,
        style: isChosen
          ? model.look.palette.selection : Style(model.look.color(of: tools[index].tool)))
    }
  }

  private var totalRow: Table.Row {
    guard let snapshot = model.snapshot else { return [] }
    let shown = ToolUsage.sum(of: tools)
    let isAll = tools.count == snapshot.tools.count
    return OverviewColumn.allCases.map { column in
      switch column {
      case .tool: Table.Field(isAll ? "  all" : "  these", style: Style(.terminal, [.bold]))
      case .trend, .account, .purse, .band: Table.Field("")
      default:
        Table.Field(
          field(column, of: shown, isWide: false, trendWidth: 0).text,
          style: Style(.terminal, [.bold]))
      }
    }
  }

  private func field(
    _ column: OverviewColumn, of usage: ToolUsage, isWide: Bool, trendWidth: Int
  ) -> Table.Field {
    guard let snapshot = model.snapshot else { return Table.Field("") }
    let look = model.look
    let palette = look.palette
    let label = palette.style(\.label)
    let rate = snapshot.perHour(usage.burn)
    switch column {
    case .tool: return Table.Field("  " + usage.tool.title)
    case .perHour:
      return Table.Field(
        rate.shortDisplay, style: rate > .zero ? palette.style(\.accent, [.bold]) : label)
    case .tokensPerMinute:
      return Table.Field(
        CountDisplay.short(snapshot.tokensPerMinute(usage.burn)),
        style: rate > .zero ? .plain : label)
    case .lastHour: return Table.Field(usage.lastHour.costText(look))
    case .today: return Table.Field(usage.today.costText(look))
    case .month: return Table.Field(usage.month.costText(look))
    case .share:
      let share = snapshot.share(of: usage)
      return Table.Field(share.map(PercentText.of) ?? "-")
    case .band: return band(usage, isWide: isWide)
    case .requests: return Table.Field(CountDisplay.full(usage.month.requests))
    case .account:
      return Table.Field(usage.account ?? "unknown", style: label)
    case .purse:
      let linkage = model.funds.tools.first { $0.tool == usage.tool }
      // Cache writes that got shorter make extra usage probable before any request shows it.
      let basis = linkage?.extraSince == nil ? usage.basis : max(usage.basis, .likely)
      let title = usage.purse.title(for: usage.tool, basis)
      return Table.Field(title, style: label)
    case .trend:
      let values = BurnPanel.spread(snapshot.chart?.series[usage.tool] ?? [], over: trendWidth)
      let text = Sparkline.text(
        values.map { Double($0.nanos) }, width: trendWidth, glyphs: look.glyphs)
      return Table.Field(text, style: Style(look.color(of: usage.tool)))
    }
  }

  /// How today compares with typical days, as a word and, if there is room, a five-step meter.
  private func band(_ usage: ToolUsage, isWide: Bool) -> Table.Field {
    let look = model.look
    let tokens = usage.today.tokens.total
    guard let typical = usage.tool.typicalUse, tokens > 0 else {
      return Table.Field("-", style: look.palette.style(\.label))
    }
    let band = typical.band(of: tokens)
    let color: KeyPath<Palette, Color> =
      band >= .extreme ? \.bad : band == .heavy ? \.warning : \.label
    guard isWide else { return Table.Field(band.title, style: look.palette.style(color)) }
    let full = look.glyphs.leftBlocks[look.glyphs.leftBlocks.count - 1]
    let meter = TypicalUse.Band.allCases.map { String($0 <= band ? full : look.glyphs.track) }
    return Table.Field(
      "\(meter.joined()) \(band.title)", style: look.palette.style(color))
  }
}
