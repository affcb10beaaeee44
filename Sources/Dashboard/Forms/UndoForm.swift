import Advice
import Canvas
import Ledger
import Values

/// Undoes the last money action.
package struct UndoForm: FormRules {
  /// The entry made by that action.
  let entry: Int64

  package func title(of state: AccountState) -> String { "last action of \(state.account.name)" }

  package func facts(
    _ form: Form, about state: AccountState, _ action: MoneyAction?, days: CivilDays, now: Instant
  ) -> [String] {
    state.undoable?.facts(in: state.account.currency, days: days, now: now) ?? []
  }

  package func answer(_ form: Form, about state: AccountState) -> FormAnswer {
    .action(.undo(entry: entry))
  }
}

extension Undoable {
  /// What would be undone, and how.
  fileprivate func facts(in currency: Currency, days: CivilDays, now: Instant) -> [String] {
    let what = amount.map { "\(kind.title) of \($0.fullDisplay(in: currency))" } ?? kind.title
    let note = SafeText.clean(notes.text(in: currency))
    let more = note.isEmpty ? "" : " (\(note))"
    return [
      "The last action: \(what)\(more), \(days.moment(time, now: now)).",
      needsCounterEntry
        ? "A correction is booked; both entries stay in the ledger."
        : "It will be undone as if it had never happened.",
    ] + (consequence(in: currency).map { [$0.prefix(1).uppercased() + $0.dropFirst() + "."] } ?? [])
  }
}

extension Action.ID {
  static let undo = Action.ID.form("undo")
}

extension Action {
  static let undo = asking(
    .undo, "u", label: "undo", isRare: true, "Undo the last money action.",
    whyNot: { $0.undoable == nil ? "there is nothing to undo" : nil }
  ) { state, _ in
    state.undoable.map { Form(UndoForm(entry: $0.entry), account: state.account.name) }
  }
}
