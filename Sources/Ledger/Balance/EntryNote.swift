import Values

/// What is particular to an entry of the ledger beside its amount.
package enum EntryNote: Equatable, Sendable {
  /// What is to be done at claude.ai.
  case wish(PendingChange.Wish)
  /// A limit before and after; nil: there was none, or there is none any more.
  case limit(tool: Tool?, Limit.Period, before: Money?, after: Money?)
  /// How auto-reload was set.
  case autoReload(AutoReload.Settings)
  /// A guard stopped a tool, or all for nil, at a limit, or for nil since the balance was empty.
  case stopped(tool: Tool?, by: Limit?, used: Money?)
  /// Guards stop a tool, or any for nil, no more until then; nil: they do again.
  case pass(tool: Tool?, until: Instant?)
  /// Who keeps the balance from then on.
  case authority(Account.Authority)
  /// What paid for some requests, and why.
  case payer(PurseChange)
  /// The entry was dated ahead of the clock and brought back.
  case datedAhead
  /// Nobody entered it: a rise between two readings showed it.
  case recognised
  /// The number of the entry that it undoes, settles, cancels or lets expire.
  case refers(to: Int64)
  /// When the credit expires.
  case expires(Instant)
  /// What of an unexplained amount Fuelgauge had only counted as added.
  case neverPaid(Money)
}
