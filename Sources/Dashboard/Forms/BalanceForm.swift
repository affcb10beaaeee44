import Advice
import Ledger
import Values

/// Enters the balance that claude.ai shows, or that of a budget.
package struct BalanceForm: FormRules {
  /// The initial form. Without an account it creates one.
  static func form(account: String?) -> Form {
    let rule = FormField.Rule(decimals: Money.scale, mayBeZero: true)
    return Form(BalanceForm(), account: account, fields: [.amount(.amount, "balance", rule)])
  }

  package func title(of state: AccountState) -> String { "balance of \(state.account.name)" }

  package func facts(
    _ form: Form, about state: AccountState, _ action: MoneyAction?, days: CivilDays, now: Instant
  ) -> [String] {
    [
      state.account.authority == .local
        ? "Enter what is left of this budget."
        : "Enter the balance shown at claude.ai/settings/usage."
    ]
      + (form.account == nil
        ? ["No login was found yet; the first one that pays takes it over."] : [])
  }

  package func answer(_ form: Form, about state: AccountState) -> FormAnswer {
    form.withAmount { .setBalance($0) }
  }
}

extension Action.ID {
  static let balance = Action.ID.form("balance")
}

extension Action {
  static let balance = Action.changing(
    .balance, [.character("b")], "b", label: "balance", asksAmount: true,
    "Type in the balance that claude.ai/settings/usage shows.",
    // It can create the first account.
    whyNot: { $0.snapshot != nil && $0.funds.accounts.isEmpty ? nil : $0.whyNoAccount }
  ) { $0.form = BalanceForm.form(account: $0.funds.account?.account.name) }
}
