import Ledger
import Values

/// What `undo` would do.
package struct Undoable: Equatable, Sendable {
  /// The entry that it is about.
  package var entry: Int64
  package var kind: EntryKind
  package var time: Instant
  /// What the entry did to the balance; nil: nothing, such as a limit.
  package var amount: Money?
  /// What is particular to the entry.
  package var notes: [EntryNote]
  /// Whether something was spent since: then its amount is booked against it openly.
  package var needsCounterEntry: Bool
  /// What the balance would be afterwards; nil: not known.
  package var balanceAfter: Money?
  /// What of it would expire, where the entry is a reading: one changes what is left of every credit.
  package var expiringAfter: [CreditPools.Pool]?
  /// What only this entry has brought into the ledger beside itself, and goes with it.
  package var brought = Money.zero
  /// What it had settled or called off, and becomes pending again.
  package var pendingAgain: [PendingChange.Wish] = []
  /// What is as it was before; nil: the money alone.
  package var restores: Restored?

  /// A setting as it was before it was changed.
  package enum Restored: Equatable, Sendable {
    /// Nil: there was none.
    case limit(tool: Tool?, Limit.Period, Money?)
    /// Nil: it was not known.
    case reload(AutoReload.Settings?)
    /// claude.ai's own cap; nil: it was not known.
    case cap(Money?)
  }

  /// What else is taken back with it and what is pending again, in a sentence without a full stop; nil: neither.
  package func consequence(in currency: Currency) -> String? {
    let who = kind.isReading ? "this reading" : "it"
    let money =
      "the \(brought.fullDisplay(in: currency)) that only \(who) brought is undone with it"
    let wishes = pendingAgain.map { $0.instruction(in: currency) }.joined(separator: ", ")
    let parts = [brought == .zero ? nil : money, wishes.isEmpty ? nil : "pending again: \(wishes)"]
    let said = parts.compactMap { $0 }
    return said.isEmpty ? nil : said.joined(separator: "; ")
  }

  /// Something to take back.
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
