import Advice
import Ledger
import Values

/// Changes auto-reload.
package struct AutoReloadForm: FormRules {
  /// The initial form. Auto-reload is already switched, so that the consequences show at once.
  static func form(about state: AccountState) -> Form {
    let settings = state.autoReload.settings ?? .initial
    let decimals = state.account.currency.decimals
    let rule = FormField.Rule(decimals: decimals)
    return Form(
      AutoReloadForm(), account: state.account.name,
      fields: [
        .choice(.state, "auto-reload", ["on", "off"], chosen: settings.isOn ? 1 : 0),
        .amount(.below, "below", rule, text: settings.below.typed(decimals: decimals)),
        .amount(.add, "add", rule, text: settings.add.typed(decimals: decimals)),
        .amount(
          .maximum, "monthly max", FormField.Rule(decimals: decimals, mayBeEmpty: true),
          text: settings.monthlyMax?.typed(decimals: decimals) ?? ""),
      ])
  }

  package func title(of state: AccountState) -> String { "auto-reload of \(state.account.name)" }

  package func facts(
    _ form: Form, about state: AccountState, _ action: MoneyAction?, days: CivilDays, now: Instant
  ) -> [String] { instruction(action, about: state) ?? [state.account.payment] }

  package func shows(_ field: FormField.ID, in form: Form) -> Bool {
    field == .state || form.chosen(.state) == 0
  }

  package func answer(_ form: Form, about state: AccountState) -> FormAnswer {
    var settings = state.autoReload.settings ?? .initial
    settings.isOn = form.chosen(.state) == 0
    guard settings.isOn else { return .action(.setAutoReload(settings)) }
    guard let below = form.money(.below) else {
      return .incomplete(.below, "type the balance below which it reloads")
    }
    guard let add = form.money(.add) else { return .incomplete(.add, "type the amount to add") }
    settings = AutoReload.Settings(
      isOn: true, below: below, add: add, monthlyMax: form.money(.maximum))
    if let most = settings.monthlyMax, most < add {
      return .incomplete(.maximum, "the monthly maximum is below what one reload adds")
    }
    return .action(.setAutoReload(settings))
  }
}

extension FormField.ID {
  package static let state = FormField.ID("state")
  package static let below = FormField.ID("below")
  package static let add = FormField.ID("add")
  package static let maximum = FormField.ID("maximum")
}

extension Action.ID {
  static let autoReload = Action.ID.form("auto-reload")
}

extension Action {
  static let autoReload = asking(
    .autoReload, "a", label: "reload", asksAmount: true, needsAdministrator: true,
    "Change auto-reload, or note a change to make at claude.ai."
  ) { state, _ in AutoReloadForm.form(about: state) }
}
