import Advice
import Ledger
import Values

/// Settles one pending change: it was made at claude.ai, or will not be made.
package struct PendingForm: FormRules {
  /// The change's number.
  package let change: Int64

  /// A form for the change with this number.
  package init(change: Int64) { self.change = change }

  static let title = "pending at claude.ai"

  /// The initial form.
  static func form(about change: PendingChange, of state: AccountState) -> Form {
    Form(PendingForm(change: change.id), account: state.account.name, fields: [.isDone])
  }

  package func title(of state: AccountState) -> String { PendingForm.title }

  package func facts(
    _ form: Form, about state: AccountState, _ action: MoneyAction?, days: CivilDays, now: Instant
  ) -> [String] {
    guard let change = state.pending.first(where: { $0.id == change }) else { return [] }
    let wish = change.wish.instruction(in: state.account.currency)
    return [
      "To do at claude.ai/settings/usage: \(wish).",
      "Pending for \((now - change.since).text).",
    ]
  }

  package func answer(_ form: Form, about state: AccountState) -> FormAnswer {
    form.settling([change], isDone: form.chosen(.decision) == 0)
  }
}

extension FormField.ID {
  /// Whether a pending change is done, and which change it is.
  static let decision = FormField.ID("decision")
  static let entry = FormField.ID("entry")
}

extension FormField {
  static let isDone = FormField.choice(.decision, "it", ["is done", "will not be done"])

  /// A choice between the account's pending changes.
  static func pendingChanges(of state: AccountState) -> FormField {
    .choice(
      .entry, "which", state.pending.map { $0.wish.instruction(in: state.account.currency) })
  }
}

extension Form {
  /// Confirms or cancels the chosen pending change.
  func settling(_ pending: [Int64], isDone: Bool) -> FormAnswer {
    guard pending.indices.contains(chosen(.entry)) else { return .nothing }
    let id = pending[chosen(.entry)]
    return .action(isDone ? .confirm(pending: id) : .cancel(pending: id))
  }
}
