import Advice
import Ledger
import Values

/// No question: whom to ask instead, because the organization manages the account.
package struct ManagedForm: FormRules {
  /// As it opens.
  static func form(about state: AccountState) -> Form {
    Form(ManagedForm(), account: state.account.name)
  }

  package func title(of state: AccountState) -> String { "money of \(state.account.name)" }

  package func note(about state: AccountState) -> String { "kept by the organization" }

  package func facts(
    _ form: Form, about state: AccountState, _ action: MoneyAction?, days: CivilDays, now: Instant
  ) -> [String] {
    [
      "The organization manages the money of \(state.account.name): ask its administrator to add"
        + " money, to switch auto-reload or to change the cap at claude.ai.",
      "Limits that Fuelgauge keeps can be set with c, the balance typed in with b.",
    ]
  }

  package func answer(_ form: Form, about state: AccountState) -> FormAnswer { .nothing }

  package var asksNothing: Bool { true }
}
