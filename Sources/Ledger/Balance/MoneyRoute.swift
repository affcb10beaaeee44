/// Where a money action is done. Forms, commands and the store all use this.
package enum MoneyRoute: Equatable, Sendable {
  /// Fuelgauge does it at once.
  case here
  /// Only claude.ai can do it. It stays pending until a reading shows it or the person confirms it.
  case atClaude(PendingChange.Wish)
  /// It cannot be done for this account.
  case refused(MoneyFault)
}

extension MoneyAction {
  /// Where the action is done for an account.
  package func route(on account: Account) -> MoneyRoute {
    switch self {
    case .topUp(let amount): MoneyRoute(.topUp(amount), on: account)
    case .setAutoReload(let settings): MoneyRoute(.autoReload(settings), on: account)
    case .wishCap(let amount):
      MoneyRoute(.cap(amount), on: account, budget: .refused(.isLocal(account: account.name)))
    case .count:
      account.isManaged
        ? .refused(.managed(account: account.name))
        : account.authority == .local ? .refused(.isBudget(account: account.name)) : .here
    case .confirm, .cancel, .addCredit, .setBalance, .setLimit, .clearLimit, .undo: .here
    }
  }

  /// What to do at claude.ai for the action; nil if it is done here or not at all.
  package func wish(about account: Account) -> PendingChange.Wish? {
    if case .atClaude(let wish) = route(on: account) { wish } else { nil }
  }
}

extension MoneyRoute {
  /// - Parameter budget: the route for an account that Fuelgauge keeps.
  fileprivate init(
    _ wish: PendingChange.Wish, on account: Account, budget: MoneyRoute = .here
  ) {
    self =
      account.isManaged
      ? .refused(.managed(account: account.name))
      : account.authority == .local ? budget : .atClaude(wish)
  }
}
