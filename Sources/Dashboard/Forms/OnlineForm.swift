import Advice
import Ledger
import Values

/// Whether claude.ai is to be asked for an account's readings.
package struct OnlineForm: FormRules {
  /// From now on, or no longer.
  let isOn: Bool

  package func title(of state: AccountState) -> String {
    "online readings of \(state.account.name)"
  }

  package func facts(
    _ form: Form, about state: AccountState, _ action: MoneyAction?, days: CivilDays, now: Instant
  ) -> [String] {
    guard isOn else { return ["What was read stays; nothing more is asked."] }
    return [
      "Fuelgauge then asks api.anthropic.com every five minutes at most what is left, what is used and"
        + " how it is capped. Nothing is changed there.",
      "It reads the token of Claude Code's login for that, and never stores, shows or renews it.",
    ]
  }

  package func answer(_ form: Form, about state: AccountState) -> FormAnswer { .online(isOn) }

  package var question: String {
    isOn ? "Read the balance online from now on?" : "Stop the online readings?"
  }

  /// The account that is chosen on the screen, else the current one.
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
