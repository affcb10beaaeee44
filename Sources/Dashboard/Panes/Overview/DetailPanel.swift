import Canvas
import Ledger
import Values

/// The costliest items of one dimension across all tools, if the screen has room.
struct DetailPanel {
  private let model: DashboardModel
  private let query: UsageBreakdown.Query

  init(_ model: DashboardModel, _ query: UsageBreakdown.Query) {
    self.model = model
    self.query = query
  }

  private var title: String {
    query.dimension == .session ? "sessions used today, in full" : "\(query.dimension.title) today"
  }

  func draw(_ frame: inout Frame, in rect: Rect) {
    guard rect.width >= 30, rect.height >= 3 else { return }
    let look = model.look
    let inner = look.box(title).draw(into: &frame.canvas, in: rect)
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
        Table.Column("", .flexible(minimum: 14, maximum: 48), priority: 9),
        Table.Column("cost", .fixed(10), priority: 8, alignment: .right),
        Table.Column("tokens", .fixed(7), priority: 5, alignment: .right),
        Table.Column("requests", .fixed(8), priority: 4, alignment: .right),
        Table.Column("", .flexible(minimum: 6, maximum: inner.width / 4), priority: 3),
      ], headerStyle: look.palette.style(\.label), showsMarker: false, glyphs: look.glyphs)
    let placed = table.layout(width: inner.width)
    let bar = placed.first { $0.index == 4 }?.width ?? 0
    let name = placed.first?.width ?? 0
    table.rows = rows.prefix(inner.height).map { row in
      let share = most > .zero ? Double(row.totals.cost.nanos) / Double(most.nanos) : 0
      return [
        Table.Field(
          look.fitTitle(
            PartTitle.of(row, query.dimension, home: model.home), query.dimension, width: name)),
        Table.Field(row.totals.costText(look)),
        Table.Field(CountDisplay.short(row.totals.tokens.total)),
        Table.Field(CountDisplay.full(row.totals.requests)),
        Table.Field(look.bar(share, width: bar), style: look.palette.style(\.accent)),
      ]
    }
    frame.draw(table, in: inner, rows: nil)
  }

  /// One row per value, summed over all tools, costliest first.
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
