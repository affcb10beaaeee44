import Canvas
import Ledger

/// All accounts, and which of them each tool spends from.
struct AccountsPane: ListPane {
  let title = "Accounts"

  var list: WritableKeyPath<DashboardModel, ListState<Never, String>> { \.accounts }

  func rows(_ model: DashboardModel) -> [String] { model.funds.accounts.map(\.account.name) }

  func draw(_ model: DashboardModel, _ frame: inout Frame, in rect: Rect) {
    AccountsView(model).draw(&frame, in: rect)
  }

  func rowsInSight(_ model: DashboardModel, in rect: Rect) -> Int {
    AccountsView.rowsInSight(model, in: rect)
  }

  func topic(_ model: DashboardModel) -> PaneTopic? {
    model.accounts.selected.map { .account($0) }
  }

  /// Makes the selected account the current one.
  func open(_ model: inout DashboardModel) -> [DashboardEffect] {
    guard let name = model.accounts.selected else {
      step(1, &model)
      return []
    }
    return model.useAccount(name)
  }

  /// Switching the current account has an immediate effect.
  func actsOnOpen(_ model: DashboardModel) -> Bool { model.accounts.selected != nil }

  func canExport(_ model: DashboardModel) -> Bool { true }

  func export(_ model: DashboardModel) -> Export? {
    .table(
      name: "accounts",
      csv: CSVText.table(
        [
          "account", "email", "organization", "plan", "billing", "authority", "currency",
          "balance",
        ],
        model.funds.accounts.map { state in
          let account = state.account
          return [
            CSVText.field(account.name), CSVText.field(account.email ?? ""),
            CSVText.field(account.organization ?? ""), account.plan?.rawValue ?? "",
            account.billing?.rawValue ?? "", account.authority.rawValue, account.currency.code,
            state.balance.amount?.decimalText ?? "",
          ]
        }))
  }
}
