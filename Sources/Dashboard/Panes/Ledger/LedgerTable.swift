import Advice
import Canvas
import Ledger
import Themes
import Values

/// The rows of a page of the ledger.
struct LedgerTable {
  private let model: DashboardModel
  private let page: LedgerPage
  private let currency: Currency
  private let rowsInSight: Int

  init(
    _ model: DashboardModel, _ page: LedgerPage, _ state: AccountState, rowsInSight: Int
  ) {
    self.model = model
    self.page = page
    self.rowsInSight = rowsInSight
    currency = state.account.currency
  }

  private enum Column {
    case time, what, tool, count, amount, balance, note
    /// Tool, count and note together, where there is no room for three columns.
    case detail

    static let wide: [Column] = [.time, .what, .tool, .count, .amount, .balance, .note]
    static let narrow: [Column] = [.time, .what, .detail, .amount, .balance]
    /// With the tool's name instead of the kind of entry.
    static let least: [Column] = [.time, .what, .amount, .balance]

    static func shown(width: Int) -> [Column] { width >= 100 ? wide : width >= 70 ? narrow : least }
  }

  private func column(_ column: Column, isWide: Bool) -> Table.Column {
    func width(_ amount: KeyPath<LedgerRow, Money?>) -> Int {
      // A truncated amount would look like a different one.
      let texts = seen.compactMap { $0[keyPath: amount]?.signedDisplay(in: currency) }
      return texts.reduce(isWide ? 14 : 11) { max($0, TextWidth.columns(of: $1)) }
    }
    return switch column {
    case .time: Table.Column("time", .fixed(isWide ? 16 : 11), priority: 20)
    case .what: Table.Column("what", .flexible(minimum: 16, maximum: 20), priority: 19)
    case .tool: Table.Column("tool", .fixed(11), priority: 12)
    case .count:
      Table.Column("count", .fixed(isWide ? 9 : 6), priority: 8, alignment: .right)
    case .amount:
      Table.Column("amount", .fixed(width(\.amount)), priority: 18, alignment: .right)
    case .balance:
      Table.Column("balance", .fixed(width(\.balance)), priority: 17, alignment: .right)
    case .note: Table.Column(" note", .flexible(minimum: 10, maximum: 80), priority: 5)
    case .detail: Table.Column("of", .flexible(minimum: 14, maximum: 40), priority: 12)
    }
  }

  /// The rows in sight.
  private var seen: ArraySlice<LedgerRow> {
    page.rows.dropFirst(model.ledger.scroll).prefix(rowsInSight)
  }

  func table(width: Int) -> Table {
    let look = model.look
    let isWide = width >= 100
    let columns = Column.shown(width: width).filter { $0 != .count || model.ledger.isGrouped }
    var table = Table(
      columns.map { column($0, isWide: isWide) },
      selected: page.index(of: model.ledger.selected), scroll: model.ledger.scroll,
      headerStyle: look.palette.style(\.label), showsMarker: false, glyphs: look.glyphs)
    table.selection = look.palette.selection
    let seen = self.seen.indices
    // Format only the visible rows.
    table.rows = page.rows.enumerated().map { index, row in
      seen.contains(index)
        ? columns.map { field($0, of: row, isWide: isWide, isLeast: columns == Column.least) } : []
    }
    return table
  }

  private func field(
    _ column: Column, of row: LedgerRow, isWide: Bool, isLeast: Bool
  ) -> Table.Field {
    let palette = model.look.palette
    let label = palette.style(\.label)
    let plain = row.isVoid ? label.adding([.dim]) : Style.plain
    switch column {
    case .time: return Table.Field(time(row.time, isWide: isWide), style: label)
    case .what:
      let sign = row.isVoid ? "\(model.look.glyphs.cross) " : ""
      let title = isLeast ? row.tool?.title ?? row.title : row.title
      return Table.Field(sign + title, style: row.isVoid ? plain : titleStyle(row))
    case .tool: return Table.Field(row.tool?.title ?? "", style: plain)
    case .count:
      return Table.Field(row.count > 1 ? CountDisplay.full(row.count) : "", style: plain)
    case .amount:
      let isGain = row.amount.map { $0 > .zero } ?? false && !row.isReading
      return Table.Field(
        row.amountText(in: currency) ?? "",
        style: isGain && !row.isVoid ? palette.style(\.good, [.bold]) : plain)
    case .balance:
      // Entries that move no money leave the balance as it was.
      let unknown = row.amount == nil ? "" : "-"
      return Table.Field(row.balance?.fullDisplay(in: currency) ?? unknown, style: plain)
    case .detail:
      let count = row.count > 1 ? "\(timesSign)\(CountDisplay.full(row.count))" : ""
      let facts = [row.tool?.title ?? "", count, note(row)].filter { !$0.isEmpty }
      return Table.Field(facts.joined(separator: " "), style: row.tool == nil ? label : plain)
    case .note: return Table.Field(" " + note(row), style: label)
    }
  }

  private var timesSign: String { model.look.glyphs.isUnicode ? "×" : "x" }

  private func titleStyle(_ row: LedgerRow) -> Style {
    switch row.kind {
    case .charges, .entry(.charge): .plain
    case .unexplained: model.look.palette.style(\.warning)
    default: Style(.terminal, [.bold])
    }
  }

  private func note(_ row: LedgerRow) -> String {
    let text = row.notes.text(in: currency)
    return [row.ending, text.isEmpty ? nil : text].compactMap { $0 }.joined(separator: ": ")
  }

  /// The time of day for today, else with the date; a narrow table omits the current year.
  private func time(_ time: Instant, isWide: Bool) -> String {
    let text = model.days.moment(time, now: model.now)
    guard !isWide, text.count > 5 else { return text }
    let isThisYear = text.prefix(4) == model.days.date(of: model.now).prefix(4)
    return String(isThisYear ? text.dropFirst(5) : text.prefix(10))
  }
}
