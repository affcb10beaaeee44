import Ledger
import Values

/// What `undo` would do.
package struct Undoable: Equatable, Sendable {
  /// The entry to undo.
  package var entry: Int64
  package var kind: EntryKind
  package var time: Instant
  /// What the entry did to the balance; nil: nothing, as with a limit.
  package var amount: Money?
  /// The entry's notes.
  package var notes: [EntryNote]
  /// Whether money was spent since: then a correcting entry is booked instead of removing this one.
  package var needsCounterEntry: Bool
  /// The balance afterwards; nil: unknown.
  package var balanceAfter: Money?
  /// The expiring credits afterwards, if the entry is a reading: a reading changes what is left of every credit.
  package var expiringAfter: [CreditPools.Pool]?
  /// Other money that only this entry brought into the ledger; it is undone too.
  package var brought = Money.zero
  /// Changes that the entry settled or cancelled; they become pending again.
  package var pendingAgain: [PendingChange.Wish] = []
  /// The setting that is restored; nil: only money changes.
  package var restores: Restored?

  /// A setting and its value before the entry.
  package enum Restored: Equatable, Sendable {
    /// Nil: there was none.
    case limit(tool: Tool?, Limit.Period, Money?, isDrawn: Bool)
    /// Nil: it was unknown.
    case reload(AutoReload.Settings?)
    /// claude.ai's own cap; nil: it was unknown.
    case cap(Money?)
  }

  /// What else is undone and what becomes pending again, in a sentence without a full stop; nil: neither.
  package func consequence(in currency: Currency) -> String? {
    let who = kind.isReading ? "this reading" : "it"
    let money =
      "the \(brought.fullDisplay(in: currency)) that only \(who) brought is undone with it"
    let wishes = pendingAgain.map { $0.instruction(in: currency) }.joined(separator: ", ")
    let parts = [brought == .zero ? nil : money, wishes.isEmpty ? nil : "pending again: \(wishes)"]
    let said = parts.compactMap { $0 }
    return said.isEmpty ? nil : said.joined(separator: "; ")
  }

  /// Creates a description of what to undo.
  package init(
    entry: Int64, kind: EntryKind, time: Instant, amount: Money?, notes: [EntryNote] = [],
    needsCounterEntry: Bool, balanceAfter: Money?
  ) {
    self.entry = entry
    self.kind = kind
    self.time = time
    self.amount = amount
    self.notes = notes
    self.needsCounterEntry = needsCounterEntry
    self.balanceAfter = balanceAfter
  }
}
