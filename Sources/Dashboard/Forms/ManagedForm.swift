import Advice
import Ledger
import Values

/// Tells the user whom to ask, because the organization manages the account.
package struct ManagedForm: FormRules {
  /// The initial form.
  static func form(about state: AccountState) -> Form {
    Form(ManagedForm(), account: state.account.name)
  }

  package func title(of state: AccountState) -> String { "money of \(state.account.name)" }

  package func note(about state: AccountState) -> String { "kept by the organization" }

  package func facts(
    _ form: Form, about state: AccountState, _ action: MoneyAction?, days: CivilDays, now: Instant
  ) -> [String] {
    [
      "The organization manages the money of \(state.account.name). Ask its administrator to add"
        + " money, switch auto-reload or change the cap at claude.ai.",
      "You can still set Fuelgauge's own limits with c, and type in the balance with b.",
    ]
  }

  package func answer(_ form: Form, about state: AccountState) -> FormAnswer { .nothing }

  package var asksNothing: Bool { true }
}
