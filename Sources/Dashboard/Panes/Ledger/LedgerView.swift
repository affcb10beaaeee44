import Advice
import Canvas
import Ledger
import Values

/// Draws the Ledger view.
struct LedgerView {
  private let model: DashboardModel
  private let rowsInSight: Int

  init(_ model: DashboardModel, rowsInSight: Int) {
    self.model = model
    self.rowsInSight = rowsInSight
  }

  func draw(_ frame: inout Frame, in rect: Rect) {
    let look = model.look
    guard let state = model.funds.account else {
      let inner = look.box("ledger").draw(into: &frame.canvas, in: rect)
      return NoMoneyText(model).draw(&frame.canvas, in: inner.inset(rows: 0, columns: 1))
    }
    let box = look.box("ledger of \(state.account.name)")
    let inner = frame.draw(
      box,
      choice: Choice(
        values: LedgerPane.groupings, chosen: model.ledger.isGrouped, look: look,
        title: { $0 ? "by day and tool" : "every entry" }, target: { .option($0, of: 0) }), in: rect
    ).inset(rows: 0, columns: 1)
    guard let page = model.ledgerPage, !page.rows.isEmpty else {
      return look.write(emptyLines(state), &frame.canvas, in: inner)
    }
    let table = LedgerTable(model, page, state, rowsInSight: rowsInSight)
    frame.draw(table.table(width: inner.width), in: inner)
    frame.writeNote(
      note(page), look.palette.style(\.label), below: box, in: rect)
  }

  /// The number of entries, and which part of them is visible.
  private func note(_ page: LedgerPage) -> String {
    let glyphs = model.look.glyphs
    let count = "\(CountDisplay.full(page.entries)) entr\(page.entries == 1 ? "y" : "ies")"
    let seen = page.rows.dropFirst(model.ledger.scroll).prefix(rowsInSight)
    let filter = model.ledger.filter
    let isNewest = !page.hasNewer && model.ledger.scroll == 0
    let isOldest = !page.hasOlder && seen.endIndex == page.rows.endIndex
    let part =
      isNewest && isOldest
      ? "all shown" : isNewest ? "newest shown" : isOldest ? "oldest shown" : span(seen)
    let shown = filter.isEmpty ? part : "only “\(SafeText.clean(filter))”"
    let long = "\(count) \(glyphs.separator) \(shown)"
    return TextWidth.columns(of: long) + 6 <= model.size.width ? long : count
  }

  private func span(_ rows: ArraySlice<LedgerRow>) -> String {
    guard let last = rows.last else { return "" }
    return "back to \(model.days.moment(last.time, now: model.now))"
  }

  private func emptyLines(_ state: AccountState) -> [String] {
    guard let page = model.ledgerPage else { return ["reading"] }
    if page.hasOlder || page.hasNewer {
      return [
        "There are too many entries to search at once.",
        model.ledger.filter.isEmpty
          ? "Enter shows the entries one by one." : "Another text may find more; Esc shows all.",
      ]
    }
    if !model.ledger.filter.isEmpty {
      return ["No match; Esc shows all."]
    }
    return [
      "Nothing has happened to the money of \(state.account.name) yet.",
      "b: type in the balance from claude.ai/settings/usage, t: note a top-up.",
      "From then on, what tools draw from it appears here automatically.",
    ]
  }
}
