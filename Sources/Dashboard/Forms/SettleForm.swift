import Advice
import Ledger
import Values

/// One of several changes that are pending at claude.ai: done, or not to be done.
package struct SettleForm: FormRules {
  /// The pending changes to choose from, by their numbers: the list may change while the form is open.
  let pending: [Int64]

  /// What is pending: the only one, or a choice where there are several.
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
    .settle, "y", "Settle a pending change: it is done at claude.ai, or will not be done.",
    whyNot: { $0.pending.isEmpty ? "nothing is pending at claude.ai" : nil }
  ) { state, _ in SettleForm.form(about: state) }
}
