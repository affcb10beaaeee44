import Advice
import Ledger
import Values

/// Selects the current account.
package struct AccountForm: FormRules {
  /// The initial form.
  static func form(_ funds: Funds) -> Form {
    let rows = funds.accounts.map { state in
      [
        state.account.name, state.account.email ?? "", state.account.plan?.rawValue ?? "",
        state.balance.amount?.fullDisplay(in: state.account.currency) ?? "unknown",
      ]
    }
    let field = FormField(
      id: .account, label: "", content: .list(rows),
      chosen: funds.accounts.firstIndex { $0.account.name == funds.current } ?? 0)
    return Form(AccountForm(), account: nil, fields: [field])
  }

  package func title(of state: AccountState) -> String { "accounts" }

  package func note(about state: AccountState) -> String { "" }

  package func answer(_ form: Form, about state: AccountState) -> FormAnswer {
    guard case .list(let rows)? = form[.account]?.content,
      rows.indices.contains(form.chosen(.account)), let name = rows[form.chosen(.account)].first
    else { return .nothing }
    return .account(name)
  }
}

extension FormField.ID {
  fileprivate static let account = FormField.ID("account")
}

extension Action.ID {
  static let account = Action.ID.form("account")
}

extension Action {
  static let account = Action.changing(
    .account, [.character("w")], "w", label: "account", isRare: true,
    "Choose the current account.",
    whyNot: { $0.funds.accounts.isEmpty ? $0.whyNoAccount : nil }
  ) { $0.form = AccountForm.form($0.funds) }
}
