import Ledger
import Values

/// The outcome of a ``MoneyAction``.
package struct MoneyOutcome: Equatable, Sendable {
  /// What happened, the action itself first, then what followed from it.
  package var events: [MoneyEvent]
  /// The currency of the account.
  package var currency: Currency
  /// The ledger entry that was made; nil: none was needed.
  package var entry: Int64?
  /// What remains to be done at claude.ai; nil: nothing.
  package var wish: PendingChange.Wish?
  /// The account's name and its balance now; nil: unknown.
  package var account: String
  package var balance: Money?

  /// Creates an outcome from its parts.
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
  /// Money was added to a budget that Fuelgauge keeps.
  case toppedUp(Money)
  case credited(CreditKind, Money)
  /// A balance was typed in.
  case read(Money, keptBy: Account.Authority)
  /// A reading showed that money had arrived; the settings say how much auto-reload may have added.
  case arrived(RiseMatch, AutoReload)
  /// Auto-reload of a budget was set.
  case autoReloadSet(AutoReload.Settings)
  /// Auto-reload of a budget counted this much as added.
  case reloaded(Money)
  case limitSet(Limit)
  case limitCleared(Limit)
  /// The same change was pending already.
  case alreadyPending(PendingChange.Wish, number: Int64)
  case noted(PendingChange.Wish, number: Int64?)
  /// Something was done at claude.ai.
  /// - mayCountTwice: whether the balance was read after the change was noted, so that it may already include it.
  case settled(PendingChange.Wish, mayCountTwice: Bool)
  case cancelled(PendingChange.Wish)
  /// - correction: the correction that was booked because money was spent since; nil: the entry was simply removed.
  case undone(Undoable, correction: Money?)
  /// Online readings were switched on or off.
  case onlineReadings(isOn: Bool)
}
