import Advice
import Ledger

/// Actions that open forms.
extension Action {
  /// In the order of the key bar.
  static let forms: [Action] = [
    topUp, autoReload, limit, balance, settle, undo, account, online,
  ]

  /// An action that opens a form about the current account.
  /// - Parameters:
  ///   - needsAdministrator: whether only the administrator can do it if an organization manages the account.
  ///   - whyNot: why it cannot be done now, once there is an account.
  ///   - form: the initial form; it may start with what the selected row is about.
  static func asking(
    _ id: ID, _ key: Character, label: String = "", isRare: Bool = false,
    asksAmount: Bool = false, needsAdministrator: Bool = false, _ help: String,
    whyNot: @escaping @Sendable (AccountState) -> String? = { _ in nil },
    form: @escaping @Sendable (AccountState, PaneTopic?) -> Form?
  ) -> Action {
    .changing(
      id, [.character(key)], String(key), label: label, isRare: isRare,
      asksAmount: asksAmount, help,
      whyNot: { $0.whyNoAccount ?? $0.funds.account.flatMap(whyNot) }
    ) { model in
      guard let state = model.funds.account else { return }
      model.form =
        needsAdministrator && state.account.isManaged
        ? ManagedForm.form(about: state)
        : form(state, model.view.pane.topic(model)) ?? model.form
    }
  }
}

extension DashboardModel {
  /// Why there is no account for a form; nil if there is one.
  var whyNoAccount: String? {
    if snapshot == nil { return "the store has not been read yet" }
    if funds.accounts.isEmpty {
      return "no balance is known yet: press b and type in what claude.ai shows"
    }
    return funds.account == nil ? "no account is selected yet: press w to choose one" : nil
  }

  /// Opens the form that settles a pending change.
  mutating func openPending(_ id: Int64) {
    guard let state = funds.account, let change = state.pending.first(where: { $0.id == id }) else {
      return
    }
    form = PendingForm.form(about: change, of: state)
  }

  /// The account a form is about, or the one it would create.
  func subject(of form: Form) -> AccountState? {
    guard form.account == nil else { return state(ofAccount: form.account) }
    return AccountState(
      account: Account(name: Account.nameOfUnknown, authority: .claude, since: now),
      balance: Balance(amount: nil, authority: .claude))
  }
}
