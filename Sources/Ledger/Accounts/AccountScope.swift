/// Which account something concerns, such as a warning or a snooze.
package enum AccountScope: Hashable, Sendable {
  /// No account in particular: a broken source, a tool that nobody linked, a snooze that is not limited to one.
  case everyAccount
  /// The account of this name.
  case account(String)

  /// The account of a name; ``everyAccount`` for nil.
  package init(_ name: String?) { self = name.map { .account($0) } ?? .everyAccount }

  /// The account's name; nil for ``everyAccount``.
  package var name: String? {
    if case .account(let name) = self { name } else { nil }
  }
}
