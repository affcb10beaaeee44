/// Which of some accounts is meant.
package enum AccountMatch {
  /// The one that a text means: by its name, or else by an organization or an e-mail address that only one has.
  /// - Parameters:
  ///   - text: what a person gave; nil: the current account is meant.
  ///   - items: whatever has an account.
  ///   - current: the one that everything is about unless said otherwise.
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
