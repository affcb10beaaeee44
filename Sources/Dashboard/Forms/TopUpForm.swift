import Advice
import Ledger
import Values

/// Tops up an account, or settles one of its pending changes.
package struct TopUpForm: FormRules {
  /// The numbers of the pending changes to choose from. The account's list may change while the form is open.
  let pending: [Int64]

  /// The initial form.
  static func form(about state: AccountState) -> Form {
    var fields: [FormField] = []
    if !state.pending.isEmpty {
      fields = [
        .choice(.decision, "what", ["add money", "pending: done", "pending: cancel"]),
        .pendingChanges(of: state),
      ]
    }
    fields += [
      .choice(.preset, "add", Form.presets.map(String.init), chosen: nil),
      .amount(.amount, "amount", FormField.Rule(decimals: state.account.currency.decimals)),
    ]
    return Form(
      TopUpForm(pending: state.pending.map(\.id)), account: state.account.name, fields: fields)
  }

  package func title(of state: AccountState) -> String { "top up \(state.account.name)" }

  package func facts(
    _ form: Form, about state: AccountState, _ action: MoneyAction?, days: CivilDays, now: Instant
  ) -> [String] {
    instruction(action, about: state)
      ?? (form.chosen(.decision) == 0 ? [state.account.payment] : [])
  }

  package func shows(_ field: FormField.ID, in form: Form) -> Bool {
    switch field {
    case .preset, .amount: form.chosen(.decision) == 0
    case .entry: form.chosen(.decision) > 0
    default: true
    }
  }

  package func answer(_ form: Form, about state: AccountState) -> FormAnswer {
    if form.chosen(.decision) == 0 { return form.withAmount { .topUp($0) } }
    return form.settling(pending, isDone: form.chosen(.decision) == 1)
  }
}

extension Action.ID {
  static let topUp = Action.ID.form("top-up")
}

extension Action {
  static let topUp = asking(
    .topUp, "t", label: "top up", asksAmount: true, needsAdministrator: true,
    "Note a top-up to pay at claude.ai, or count a paid one."
  ) { state, _ in TopUpForm.form(about: state) }
}
