import Advice
import Canvas

/// Every change to the current account's money, newest first.
struct LedgerPane: Pane {
  let title = "Ledger"

  /// The options of its only choice: whether charges are grouped.
  static let groupings = [true, false]

  var filter: WritableKeyPath<DashboardModel, String>? { \.ledger.filter }

  var keys: [Action] {
    [
      .changing(
        .left, [.left, .character("h")], "← h",
        "Ledger: group charges by day and tool."
      ) { $0.ledger.group(true) },
      .changing(
        .right, [.right, .character("l")], "→ l", label: "entries", "Ledger: show every entry."
      ) { $0.ledger.group(false) },
      .open, .filter,
    ]
  }

  func query(_ model: DashboardModel, in rect: Rect) -> PaneQuery {
    PaneQuery(
      ledger: (model.funds.account?.account.name).map { model.ledger.query(account: $0) })
  }

  func draw(_ model: DashboardModel, _ frame: inout Frame, in rect: Rect) {
    LedgerView(model, rowsInSight: rowsInSight(model, in: rect)).draw(&frame, in: rect)
  }

  func scrollToChosen(_ model: inout DashboardModel, in rect: Rect) {
    guard let page = model.ledgerPage else { return }
    model.ledger.scroll = Table.scroll(
      model.ledger.scroll, toShow: page.index(of: model.ledger.selected), of: page.rows.count,
      height: rowsInSight(model, in: rect))
  }

  func step(_ steps: Int, _ model: inout DashboardModel, in rect: Rect) {
    model.chooseInLedger(steps, rowsInSight: rowsInSight(model, in: rect))
  }

  /// Switches between every entry and grouped charges.
  func open(_ model: inout DashboardModel) -> [DashboardEffect] {
    model.ledger.group(!model.ledger.isGrouped)
    return []
  }

  func back(_ model: inout DashboardModel) { model.ledger.forgetPlace() }

  func clickRow(_ index: Int, _ model: inout DashboardModel) -> [DashboardEffect] {
    guard let page = model.ledgerPage, page.rows.indices.contains(index) else { return [] }
    let row = page.rows[index].rowID
    if model.ledger.selected == row { return model.perform(.open) }
    model.ledger.selected = row
    return []
  }

  func clickOption(_ index: Int, of choice: Int, _ model: inout DashboardModel) {
    model.ledger.group(LedgerPane.groupings[index])
  }

  func canExport(_ model: DashboardModel) -> Bool { model.funds.account != nil }

  /// All entries that match the query, not only the current page.
  func export(_ model: DashboardModel) -> Export? {
    (model.funds.account?.account.name).map { .ledger(model.ledger.query(account: $0)) }
  }

  func snapshotRead(_ model: inout DashboardModel, before: UsageSnapshot?) {
    model.keepLedgerPlace(since: before)
  }
}
