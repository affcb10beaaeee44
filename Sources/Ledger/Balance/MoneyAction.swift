import Values

/// Something a person does with an account's money. Keys and commands use the same actions.
package enum MoneyAction: Equatable, Sendable {
  /// Credits a local balance at once; for claude.ai's balance it is recorded as pending.
  case topUp(Money)
  /// A pending top-up or change was made.
  case confirm(pending: Int64)
  /// A change was already made at claude.ai and counts now.
  case count(PendingChange.Wish)
  /// A pending top-up or change will not be made.
  case cancel(pending: Int64)
  case addCredit(CreditKind, Money, expires: Instant?)
  /// A reading typed in by the person.
  case setBalance(Money)
  /// Applies to a local balance at once; for claude.ai's balance it is recorded as pending.
  case setAutoReload(AutoReload.Settings)
  /// Sets a limit kept by Fuelgauge. A tool's counts all it uses, or only what it draws if `isDrawn`.
  case setLimit(tool: Tool?, period: Limit.Period, amount: Money, isDrawn: Bool = false)
  case clearLimit(tool: Tool?, period: Limit.Period)
  /// A change to claude.ai's own monthly cap, recorded as pending.
  case wishCap(Money?)
  /// Undoes the last money action, with a counter-entry if something was spent since. Does nothing if the last
  /// action is not the entry the person was shown; nil undoes whichever is last.
  case undo(entry: Int64?)
}
