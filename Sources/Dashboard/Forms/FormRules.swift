import Advice
import Ledger
import Values

/// What one kind of form asks, says and does. Each kind has a file of its own, together with the action that opens
/// it.
package protocol FormRules: Equatable, Sendable {
  /// Its title.
  func title(of state: AccountState) -> String
  /// Who keeps the balance or setting it is about.
  func note(about state: AccountState) -> String
  /// Sentences about what it does, shown above its fields.
  /// - Parameter action: what it would do; nil while it is incomplete.
  func facts(
    _ form: Form, about state: AccountState, _ action: MoneyAction?, days: CivilDays, now: Instant
  ) -> [String]
  /// Whether a field applies with the present choices.
  func shows(_ field: FormField.ID, in form: Form) -> Bool
  /// What its input amounts to. Called only if every shown field is valid.
  func answer(_ form: Form, about state: AccountState) -> FormAnswer
  /// The confirmation question for forms without a ``MoneyAction``; empty if there is none.
  var question: String { get }
  /// Whether it can only be closed.
  var asksNothing: Bool { get }
}

extension FormRules {
  package func note(about state: AccountState) -> String {
    "kept by \(state.account.authority.keeper)"
  }

  package func facts(
    _ form: Form, about state: AccountState, _ action: MoneyAction?, days: CivilDays, now: Instant
  ) -> [String] { [] }

  package func shows(_ field: FormField.ID, in form: Form) -> Bool { true }

  package var question: String { "" }

  package var asksNothing: Bool { false }

  /// What the user has to do at claude.ai; nil if an action does not need that.
  func instruction(_ action: MoneyAction?, about state: AccountState) -> [String]? {
    guard let wish = action.flatMap({ $0.counted ?? $0.wish(about: state.account) }) else {
      return nil
    }
    let task =
      "To do at claude.ai/settings/usage: \(wish.instruction(in: state.account.currency))."
    if case .topUp = wish { return [task + " Fuelgauge cannot pay."] }
    return [task]
  }

  func isEqual(to other: any FormRules) -> Bool { other as? Self == self }
}
