import Advice
import Ledger
import Values

/// What one kind of form asks for, says and does: a value in a file of its own, with the row of the key that
/// opens it.
package protocol FormRules: Equatable, Sendable {
  /// What stands over it.
  func title(of state: AccountState) -> String
  /// Who keeps what it is about.
  func note(about state: AccountState) -> String
  /// Sentences about what it does, before its fields.
  /// - Parameter action: what would be done, as far as the form says it.
  func facts(
    _ form: Form, about state: AccountState, _ action: MoneyAction?, days: CivilDays, now: Instant
  ) -> [String]
  /// Whether a field means something with what is chosen at present.
  func shows(_ field: FormField.ID, in form: Form) -> Bool
  /// What it says so far; every field shown can be used.
  func answer(_ form: Form, about state: AccountState) -> FormAnswer
  /// What is asked once before what no ``MoneyAction`` tells; empty: nothing.
  var question: String { get }
  /// Whether there is nothing to do in it but to close it.
  var asksNothing: Bool { get }
}

extension FormRules {
  package func note(about state: AccountState) -> String {
    state.account.authority == .claude ? "kept by claude.ai" : "kept by Fuelgauge"
  }

  package func facts(
    _ form: Form, about state: AccountState, _ action: MoneyAction?, days: CivilDays, now: Instant
  ) -> [String] { [] }

  package func shows(_ field: FormField.ID, in form: Form) -> Bool { true }

  package var question: String { "" }

  package var asksNothing: Bool { false }

  /// What only the person can do, at claude.ai; nil: an action is about nothing of the kind.
  func instruction(_ action: MoneyAction?, about state: AccountState) -> [String]? {
    guard let wish = action.flatMap({ $0.counted ?? $0.wish(about: state.account) }) else {
      return nil
    }
    return [
      "To do at claude.ai/settings/usage: \(wish.instruction(in: state.account.currency)). Fuelgauge cannot pay."
    ]
  }

  func isEqual(to other: any FormRules) -> Bool { other as? Self == self }
}
