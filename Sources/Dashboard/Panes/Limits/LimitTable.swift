import Advice
import Canvas
import Ledger
import Themes
import Values

/// The limits of an account, and how much of each is used.
struct LimitTable {
  private let model: DashboardModel
  private let state: AccountState

  init(_ model: DashboardModel, _ state: AccountState) {
    self.model = model
    self.state = state
  }

  private enum Column: CaseIterable {
    case scope, period, amount, used, left, share, bar, resets, source
  }

  private func column(_ column: Column, isWide: Bool) -> Table.Column {
    func amount(
      _ title: String, _ amount: KeyPath<LimitState, Money>, _ priority: Int
    ) -> Table.Column {
      // A truncated amount would look like a different one.
      let texts = state.limits.map { $0[keyPath: amount].fullDisplay(in: state.account.currency) }
      let width = texts.reduce(isWide ? 13 : 10) { max($0, TextWidth.columns(of: $1)) }
      return Table.Column(title, .fixed(width), priority: priority, alignment: .right)
    }
    return switch column {
    case .scope: Table.Column("for", .flexible(minimum: 13, maximum: 20), priority: 20)
    case .period: Table.Column("per", .fixed(5), priority: 19)
    case .amount: amount("limit", \.limit.amount, 18)
    case .used: amount("used", \.used, 7)
    case .left: amount("left", \.left, 17)
    case .share: Table.Column("used%", .fixed(5), priority: 16, alignment: .right)
    case .bar: Table.Column("", .flexible(minimum: 8), priority: 12)
    case .resets:
      Table.Column("resets", .fixed(isWide ? 16 : 6), priority: 9, alignment: .right)
    case .source: Table.Column("kept by", .fixed(9), priority: 8)
    }
  }

  func draw(_ frame: inout Frame, in rect: Rect) {
    let look = model.look
    let box = look.box("limits", note: "c sets one")
    let inner = box.draw(into: &frame.canvas, in: rect).inset(rows: 0, columns: 1)
    guard !state.limits.isEmpty else {
      return look.write(
        [
          state.account.authority == .claude
            ? "No limit is set here, and claude.ai's own cap is unknown." : "No limit is set.",
          "c sets one for the whole account or a tool, per month or day.",
        ], &frame.canvas, in: inner)
    }
    let limits = state.limits
    let isWide = inner.width >= 110
    var table = Table(
      Column.allCases.map { column($0, isWide: isWide) },
      selected: limits.firstIndex { $0.rowID == model.limits.list.selected },
      headerStyle: look.palette.style(\.label), showsMarker: false, glyphs: look.glyphs)
    table.selection = look.palette.selection
    let bar = table.layout(width: inner.width).first { Column.allCases[$0.index] == .bar }
    table.rows = limits.map { limit in
      Column.allCases.map { field($0, of: limit, bar: bar?.width ?? 0, isWide: isWide) }
    }
    table.scroll = Table.scroll(
      model.limits.list.scroll, toShow: table.selected, of: limits.count,
      height: table.bodyHeight(in: inner))
    frame.draw(table, in: inner)
    let below = limits.count - table.scroll - table.bodyHeight(in: inner)
    frame.writeMore(below, look, below: box, in: rect)
  }

  private func field(
    _ column: Column, of limit: LimitState, bar: Int, isWide: Bool
  ) -> Table.Field {
    let palette = model.look.palette
    let currency = state.account.currency
    let label = palette.style(\.label)
    let color: KeyPath<Palette, Color> =
      limit.isReached ? \.bad : limit.share >= near ? \.warning : \.good
    switch column {
    case .scope:
      let whole = limit.limit.source == .claude ? "claude.ai's cap" : "whole account"
      let drawn = limit.limit.counts == .drawn ? ", drawn" : ""
      return Table.Field(limit.limit.tool.map { $0.title + drawn } ?? whole)
    case .period: return Table.Field(limit.limit.period.rawValue)
    case .amount: return Table.Field(limit.limit.amount.fullDisplay(in: currency))
    case .used where !limit.isCounted, .left where !limit.isCounted:
      return Table.Field("unknown", style: label)
    case .share where !limit.isCounted: return Table.Field("", style: label)
    case .used: return Table.Field(limit.used.fullDisplay(in: currency))
    case .left:
      return limit.isReached
        ? Table.Field("reached", style: palette.style(\.bad, [.bold]))
        : Table.Field(limit.left.fullDisplay(in: currency), style: palette.style(color, [.bold]))
    case .share: return Table.Field(PercentText.of(limit.share), style: palette.style(color))
    case .bar:
      return Table.Field(
        model.look.bar(min(1, limit.share), width: bar), style: palette.style(color))
    case .resets: return Table.Field(resets(limit, isWide: isWide), style: label)
    case .source:
      return Table.Field(limit.limit.source.keeper, style: label)
    }
  }

  /// The share at which a limit counts as near, the same as for the warning.
  private var near: Double { Double(model.funds.levels.capNearPercent) / 100 }

  private func resets(_ limit: LimitState, isWide: Bool) -> String {
    let text = model.days.moment(limit.resetsAt, now: model.now)
    // A month resets at midnight UTC, a day at local midnight: the date alone says enough.
    return isWide || text.count <= 5 ? text : String(text.dropFirst(5).prefix(5))
  }
}
