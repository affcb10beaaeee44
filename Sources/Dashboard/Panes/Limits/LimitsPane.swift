import Advice
import Canvas
import Ledger

/// Auto-reload and limits of the current account, and what is still to be done at claude.ai.
struct LimitsPane: ListPane {
  let title = "Limits"

  var list: WritableKeyPath<DashboardModel, ListState<Never, LimitsState.RowID>> { \.limits.list }

  /// The limits, and below them the pending changes.
  func rows(_ model: DashboardModel) -> [LimitsState.RowID] {
    guard let state = model.funds.account else { return [] }
    return state.limits.map(\.rowID) + state.pending.map { .pending($0.id) }
  }

  func draw(_ model: DashboardModel, _ frame: inout Frame, in rect: Rect) {
    guard let state = model.funds.account else {
      let inner = model.look.box("limits").draw(into: &frame.canvas, in: rect)
      return NoMoneyText(model).draw(&frame.canvas, in: inner.inset(rows: 0, columns: 1))
    }
    let layout = LimitsLayout(rect, state)
    AutoReloadPanel(model, state).draw(&frame, in: layout.reload)
    LimitTable(model, state).draw(&frame, in: layout.limits)
    PendingPanel(model, state).draw(&frame, in: layout.pending)
  }

  func rowsInSight(_ model: DashboardModel, in rect: Rect) -> Int {
    max(1, LimitsLayout(rect, model.funds.account).limits.height - 3)
  }

  func scrollToChosen(_ model: inout DashboardModel, in rect: Rect) {
    keepSelectedInSight(&model, in: rect)
  }

  func topic(_ model: DashboardModel) -> PaneTopic? {
    model.funds.account?.limits.first { $0.rowID == model.limits.list.selected }
      .map { .limit($0.limit) }
  }

  /// Opens the form for the selected limit, or for settling the selected pending change.
  func open(_ model: inout DashboardModel) -> [DashboardEffect] {
    switch model.limits.list.selected {
    case nil: step(1, &model)
    case .limit: return model.perform(.limit)
    case .pending(let id): model.openPending(id)
    }
    return []
  }

  func canExport(_ model: DashboardModel) -> Bool { model.funds.account != nil }

  func export(_ model: DashboardModel) -> Export? {
    model.funds.account.map { state in
      .table(
        name: "limits",
        csv: CSVText.table(
          [
            "account", "currency", "tool", "per", "amount", "used", "left", "resetsAt", "source",
          ],
          state.limits.map { limit in
            [
              CSVText.field(state.account.name), state.account.currency.code,
              limit.limit.tool?.rawValue ?? "", limit.limit.period.rawValue,
              limit.limit.amount.decimalText, limit.used.decimalText, limit.left.decimalText,
              limit.resetsAt.rfc3339, limit.limit.source.rawValue,
            ]
          }))
    }
  }

  /// Another account has other rows.
  func snapshotRead(_ model: inout DashboardModel, before: UsageSnapshot?) {
    if let before, before.funds.current != model.snapshot?.funds.current {
      model.limits = LimitsState()
    }
  }
}
