import Canvas
import Ledger

/// The largest of one dimension over all tools, where the screen has room for it.
struct DetailPanel {
  private let model: DashboardModel
  private let query: UsageBreakdown.Query

  init(_ model: DashboardModel, _ query: UsageBreakdown.Query) {
    self.model = model
    self.query = query
  }

  func draw(_ frame: inout Frame, in rect: Rect) {
    guard rect.width >= 30, rect.height >= 3 else { return }
    let look = model.look
    let inner = look.box("\(query.dimension.title) today").draw(into: &frame.canvas, in: rect)
      .inset(rows: 0, columns: 1)
    let rows = self.rows
    let most = rows.map(\.totals.cost).max() ?? .zero
    guard !rows.isEmpty else {
      frame.canvas.write(
        model.snapshot == nil ? "reading" : "nothing yet", in: inner.splitTop(1).part,
        style: look.palette.style(\.label), glyphs: look.glyphs)
      return
    }
    var table = Table(
      [
        Table.Column("", .flexible(minimum: 14, maximum: 44), priority: 9),
        Table.Column("cost", .flexible(minimum: 9, maximum: 12), priority: 8, alignment: .right),
        Table.Column("tokens", .fixed(7), priority: 5, alignment: .right),
        Table.Column("requests", .fixed(8), priority: 4, alignment: .right),
        Table.Column("", .flexible(minimum: 8, maximum: 30), priority: 3),
      ], headerStyle: look.palette.style(\.label), showsMarker: false, glyphs: look.glyphs)
    let bar = table.layout(width: inner.width).first { $0.index == 4 }?.width ?? 0
    table.rows = rows.prefix(inner.height).map { row in
      let share = most > .zero ? Double(row.totals.cost.nanos) / Double(most.nanos) : 0
      return [
        Table.Field(PartTitle.of(row, query.dimension, home: model.home)),
        Table.Field(row.totals.costText(look)),
        Table.Field(CountDisplay.short(row.totals.tokens.total)),
        Table.Field(CountDisplay.full(row.totals.requests)),
        Table.Field(look.bar(share, width: bar), style: look.palette.style(\.accent)),
      ]
    }
    frame.draw(table, in: inner, headings: { _ in nil }, rows: { _ in nil })
  }

  /// The tools of each value together, the costliest first.
  private var rows: [UsageBreakdown.Row] {
    let all = model.snapshot?.breakdown(query)?.rows ?? []
    let merged = Dictionary(grouping: all, by: \.key).values.compactMap { rows in
      rows.dropFirst().reduce(into: rows.first) { sum, row in
        sum?.totals += row.totals
        sum?.burn += row.burn
      }
    }
    return merged.filter { $0.totals.requests > 0 }.sorted {
      ($1.totals.cost, $0.key) < ($0.totals.cost, $1.key)
    }
  }
}

extension Look {
  /// A horizontal bar of a length of 0…1, in the finest steps there are.
  func bar(_ fraction: Double, width: Int) -> String {
    let steps = glyphs.leftBlocks.count
    let units = min(width * steps, Int((fraction * Double(width * steps)).rounded(.up)))
    guard units > 0 else { return "" }
    let full = String(repeating: String(glyphs.leftBlocks[steps - 1]), count: units / steps)
    return units % steps == 0 ? full : full + String(glyphs.leftBlocks[units % steps - 1])
  }
}
