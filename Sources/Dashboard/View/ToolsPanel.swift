import Canvas
import Ledger

/// Who burns it: one row a tool, and their sum.
struct ToolsPanel {
  private let model: DashboardModel
  private var tools: [ToolUsage] { model.snapshot?.tools ?? [] }

  init(_ model: DashboardModel) { self.model = model }

  /// Rows that show all there is, frame included.
  var wantedHeight: Int {
    let rows = tools.isEmpty ? emptyText.count : tools.count + (tools.count > 1 ? 2 : 1)
    return rows + 2
  }

  func draw(_ canvas: inout Canvas, in rect: Rect) {
    let look = model.look
    let box = Box(
      "tools", note: "list value", border: look.palette.style(\.border),
      noteStyle: look.palette.style(\.label), glyphs: look.glyphs)
    let inner = box.draw(into: &canvas, in: rect).inset(rows: 0, columns: 1)
    if tools.isEmpty {
      drawEmpty(&canvas, in: inner)
    } else {
      table(width: inner.width).draw(into: &canvas, in: inner)
    }
  }

  private func table(width: Int) -> Table {
    let look = model.look
    let isWide = model.size.width >= 110
    var table = Table(
      [
        Table.Column("tool", .flexible(minimum: 11, maximum: 24), priority: 10),
        Table.Column("$/h now", .flexible(minimum: 9, maximum: 12), priority: 9, alignment: .right),
        Table.Column("tok/min", .flexible(minimum: 7, maximum: 10), priority: 5, alignment: .right),
        Table.Column(
          "last hour", .flexible(minimum: 9, maximum: 13), priority: 3, alignment: .right),
        Table.Column("today", .flexible(minimum: 9, maximum: 13), priority: 8, alignment: .right),
        Table.Column("month", .flexible(minimum: 10, maximum: 14), priority: 7, alignment: .right),
        Table.Column("share", .fixed(5), priority: 6, alignment: .right),
      ], headerStyle: look.palette.style(\.label), showsMarker: false, glyphs: look.glyphs)
    if isWide {
      table.columns.append(Table.Column("requests", .fixed(10), priority: 2, alignment: .right))
      table.columns.append(Table.Column("paid from", .fixed(14), priority: 1))
      table.columns.append(
        Table.Column("burn", .flexible(minimum: 10, maximum: 60), priority: 0))
    }
    let sparkWidth = isWide ? table.layout(width: width).last?.width ?? 0 : 0
    table.rows = tools.map { tool in
      let spark = Table.Field(
        sparkline(of: tool.tool, width: sparkWidth), style: look.palette.style(\.accent))
      return row(tool, tool.tool.title, isTotal: false) + [spark]
    }
    if tools.count > 1, let all = model.snapshot?.all {
      table.total = row(all, "all", isTotal: true)
    }
    return table
  }

  private func row(_ tool: ToolUsage, _ title: String, isTotal: Bool) -> Table.Row {
    guard let snapshot = model.snapshot else { return [] }
    let look = model.look
    let rate = snapshot.perHour(tool.burn)
    let plain = isTotal ? Style(.terminal, [.bold]) : Style.plain
    let burning = rate > .zero ? look.palette.style(\.accent, [.bold]) : look.palette.style(\.label)
    let share = snapshot.share(of: tool)
    return [
      Table.Field(title, style: plain), Table.Field(rate.display, style: burning),
      Table.Field(
        CountDisplay.short(snapshot.tokensPerMinute(tool.burn)),
        style: rate > .zero ? plain : look.palette.style(\.label)),
      Table.Field(tool.lastHour.costText(look), style: plain),
      Table.Field(tool.today.costText(look), style: plain),
      Table.Field(tool.month.costText(look), style: plain),
      Table.Field(share.map { "\(Int(($0 * 100).rounded()))%" } ?? "-", style: plain),
      Table.Field(CountDisplay.full(tool.month.requests), style: plain),
      Table.Field(isTotal ? "" : tool.purse.title, style: look.palette.style(\.label)),
    ]
  }

  private func sparkline(of tool: Tool, width: Int) -> String {
    let values = model.snapshot?.chart.series[tool] ?? []
    let spread = BurnPanel.spread(values, over: width)
    return Sparkline.text(
      spread.map { Double($0.nanos) }, width: width, glyphs: model.look.glyphs)
  }

  private var emptyText: [String] {
    switch model.collecting {
    case .starting, .reading: return ["Reading what your tools have left behind."]
    case .following where model.transcripts == 0, .off, .followedElsewhere, .failing:
      return ["No usage this month."] + looked
    case .following: return ["No usage this month; older usage: fuelgauge usage"]
    }
  }

  private var looked: [String] {
    guard !model.sources.isEmpty else { return [] }
    return ["Transcripts are looked for in"] + model.sources.map { "  " + $0 }
      + ["Run Claude Code once, or report usage with fuelgauge record."]
  }

  private func drawEmpty(_ canvas: inout Canvas, in rect: Rect) {
    for (index, line) in emptyText.enumerated() where index < rect.height {
      let row = Rect(row: rect.row + index, column: rect.column, width: rect.width, height: 1)
      let style = index == 0 ? Style.plain : model.look.palette.style(\.label)
      canvas.write(line, in: row, style: style, glyphs: model.look.glyphs)
    }
  }
}

extension Purse {
  /// What people call it.
  var title: String {
    switch self {
    // Transcripts alone do not prove it.
    case .extra: "extra, assumed"
    case .plan: "plan"
    case .apiKey: "API key"
    case .ownPlan: "own plan"
    case .unknown: "unknown"
    }
  }
}
