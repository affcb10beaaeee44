/// Finds the account a person means.
package enum AccountMatch {
  /// Finds the item whose account the text names: by account name, or else by an organization or e-mail address
  /// that only one account has.
  /// - Parameters:
  ///   - text: what the person typed; nil for the current account.
  ///   - items: the items to choose from, each with an account.
  ///   - current: the item used when nothing is typed.
  package static func of<Item>(
    _ text: String?, among items: [Item], current: Item?, _ account: (Item) -> Account
  ) throws(MoneyFault) -> Item {
    guard let text else {
      if let current { return current }
      throw items.isEmpty ? .noAccounts : .noCurrentAccount
    }
    var meant: [Item] = []
    for item in items {
      if account(item).name == text { return item }
      if account(item).isMeant(by: text) { meant.append(item) }
    }
    guard let first = meant.first else { throw .unknownAccount(text) }
    if meant.count > 1 { throw .ambiguousAccount(text, names: meant.map { account($0).name }) }
    return first
  }
}
