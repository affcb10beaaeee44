import Advice
import Ledger
import Values

/// Turns an account's online readings on or off.
package struct OnlineForm: FormRules {
  /// Whether it turns them on.
  let isOn: Bool

  package func title(of state: AccountState) -> String {
    "online readings of \(state.account.name)"
  }

  package func facts(
    _ form: Form, about state: AccountState, _ action: MoneyAction?, days: CivilDays, now: Instant
  ) -> [String] {
    guard isOn else { return ["Readings made so far are kept; Fuelgauge stops asking."] }
    return [
      "Fuelgauge will ask api.anthropic.com, at most every five minutes, for the balance, the usage and"
        + " the cap. It changes nothing there.",
      "For that it reads the token of Claude Code's login, which it never stores, shows or renews.",
    ]
  }

  package func answer(_ form: Form, about state: AccountState) -> FormAnswer { .online(isOn) }

  package var question: String {
    isOn ? "Read the balance online from now on?" : "Stop online readings?"
  }

  /// The account selected on the screen, else the current one.
  fileprivate static func subject(_ model: DashboardModel) -> AccountState? {
    guard case .account(let name) = model.view.pane.topic(model) else { return model.funds.account }
    return model.state(ofAccount: name) ?? model.funds.account
  }
}

extension Action.ID {
  static let online = Action.ID.form("online")
}

extension Action {
  static let online = Action.changing(
    .online, [.character("o")], "o", label: "online", isRare: true,
    "Turn online readings of the balance on or off.",
    whyNot: { model in
      guard let account = OnlineForm.subject(model)?.account else { return model.whyNoAccount }
      return account.authority == .claude
        ? nil : MoneyFault.nothingToAsk(account: account.name).description
    }
  ) { model in
    guard let account = OnlineForm.subject(model)?.account else { return }
    model.form = Form(OnlineForm(isOn: !account.isOnline), account: account.name)
  }
}
