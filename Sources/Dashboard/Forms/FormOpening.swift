import Advice
import Ledger

/// What the keys of money actions open.
extension DashboardModel {
  mutating func openForm(_ action: Action.ID) {
    guard snapshot != nil else { return tell("the store has not been read yet") }
    switch action {
    case .balance where funds.accounts.isEmpty: form = .balance(account: nil)
    case .account where !funds.accounts.isEmpty: form = .accounts(funds)
    default:
      guard !funds.accounts.isEmpty else {
        return tell(
          "no balance is known yet: b types in what claude.ai shows", "b types in the balance")
      }
      let chosen = action == .online && view == .accounts ? accounts.selected : nil
      guard let state = chosen.flatMap({ self.state(ofAccount: $0) }) ?? funds.account else {
        return tell("no account is chosen yet: w chooses one", "w chooses an account")
      }
      openForm(action, about: state)
    }
  }

  private mutating func openForm(_ action: Action.ID, about state: AccountState) {
    switch action {
    case .topUp: form = state.account.isManaged ? .managed(state) : .topUp(state)
    case .autoReload: form = state.account.isManaged ? .managed(state) : .autoReload(state)
    case .limit: form = .limit(state, startingWith: chosenLimit)
    case .balance: form = .balance(account: state.account.name)
    case .settle:
      guard !state.pending.isEmpty else { return tell("nothing is pending at claude.ai") }
      form = .settle(state)
    case .undo:
      guard let undoable = state.undoable else { return tell("there is nothing to take back") }
      form = Form(.undo(undoable.entry), account: state.account.name)
    case .online:
      guard state.account.authority == .claude else {
        return tell(MoneyFault.nothingToAsk(account: state.account.name).description)
      }
      form = Form(.online(!state.account.isOnline), account: state.account.name)
    default: break
    }
  }

  /// The limit whose row is chosen.
  private var chosenLimit: Limit? {
    guard view == .limits, let selected = limits.list.selected else { return nil }
    return funds.account?.limits.first { $0.rowID == selected }?.limit
  }

  /// Opens what Enter on a row of the Limits view is about.
  mutating func openLimitRow() {
    guard let state = funds.account, let selected = limits.list.selected else {
      return choose(1)
    }
    switch selected {
    case .limit: openForm(.limit)
    case .pending(let id):
      guard let change = state.pending.first(where: { $0.id == id }) else { return }
      form = .pending(change, of: state)
    }
  }

  /// What is known of the account that a form is about; what will be, where it makes one.
  func subject(of form: Form) -> AccountState? {
    guard form.account == nil else { return state(ofAccount: form.account) }
    return AccountState(
      account: Account(name: Account.nameOfUnknown, authority: .claude, since: now),
      balance: Balance(amount: nil, authority: .claude))
  }
}

extension Form {
  /// Whom to ask instead.
  static func managed(_ state: AccountState) -> Form {
    Form(.managed, account: state.account.name)
  }
}
