import Ledger
import Values

/// What became of a ``MoneyAction``.
package struct MoneyOutcome: Equatable, Sendable {
  /// What happened, the action itself first, then what followed from it.
  package var events: [MoneyEvent]
  /// The currency of the account.
  package var currency: Currency
  /// The entry that was made; nil: none was needed.
  package var entry: Int64?
  /// What is to be done at claude.ai; nil: nothing.
  package var wish: PendingChange.Wish?
  /// The account it was done to, and what its balance is now.
  package var account: String
  package var balance: Money?

  /// An outcome of its parts.
  package init(
    _ events: [MoneyEvent], in currency: Currency = .usd, entry: Int64? = nil,
    wish: PendingChange.Wish? = nil, account: String, balance: Money? = nil
  ) {
    self.events = events
    self.currency = currency
    self.entry = entry
    self.wish = wish
    self.account = account
    self.balance = balance
  }
}

/// Something that happened to the money of an account.
package enum MoneyEvent: Equatable, Sendable {
  /// A budget that Fuelgauge keeps got more.
  case toppedUp(Money)
  case credited(CreditKind, Money)
  /// A balance was typed in.
  case read(Money, keptBy: Account.Authority)
  /// What a reading showed to have arrived, by how auto-reload was set.
  case arrived(RiseMatch, AutoReload)
  /// Auto-reload of a budget was set.
  case autoReloadSet(AutoReload.Settings)
  /// Auto-reload of a budget counted so much as added.
  case reloaded(Money)
  case limitSet(Limit)
  case limitCleared(Limit)
  /// The same was noted before.
  case alreadyPending(PendingChange.Wish, number: Int64)
  case noted(PendingChange.Wish, number: Int64?)
  /// Something was done at claude.ai.
  /// - mayCountTwice: whether the balance was read after it had been noted, so that it may include it already.
  case settled(PendingChange.Wish, mayCountTwice: Bool)
  case cancelled(PendingChange.Wish)
  /// - correction: what was booked against it, because money was spent since; nil: it is as if it had never been.
  case undone(Undoable, correction: Money?)
  /// Online readings were switched on or off.
  case onlineReadings(isOn: Bool)
}
