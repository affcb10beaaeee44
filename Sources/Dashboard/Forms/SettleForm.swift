import Advice
import Ledger
import Values

/// Settles one of several pending changes: it was made at claude.ai, or will not be made.
package struct SettleForm: FormRules {
  /// The numbers of the pending changes to choose from. The account's list may change while the form is open.
  let pending: [Int64]

  /// The initial form. A single pending change needs no choice.
  static func form(about state: AccountState) -> Form {
    if let only = state.pending.first, state.pending.count == 1 {
      return PendingForm.form(about: only, of: state)
    }
    return Form(
      SettleForm(pending: state.pending.map(\.id)), account: state.account.name,
      fields: [.pendingChanges(of: state), .isDone])
  }

  package func title(of state: AccountState) -> String { PendingForm.title }

  package func facts(
    _ form: Form, about state: AccountState, _ action: MoneyAction?, days: CivilDays, now: Instant
  ) -> [String] { ["To do at claude.ai/settings/usage."] }

  package func answer(_ form: Form, about state: AccountState) -> FormAnswer {
    form.settling(pending, isDone: form.chosen(.decision) == 0)
  }
}

extension Action.ID {
  static let settle = Action.ID.form("settle")
}

extension Action {
  static let settle = asking(
    .settle, "y", "Settle a pending change: it is done at claude.ai, or will not be.",
    whyNot: { $0.pending.isEmpty ? "nothing is pending at claude.ai" : nil }
  ) { state, _ in SettleForm.form(about: state) }
}
