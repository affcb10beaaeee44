import Values

/// A line of the ledger as shown: one entry, or all charges of one tool on one day.
package struct LedgerRow: Equatable, Sendable {
  /// The number of the entry; in a group, of the newest.
  package var number: Int64
  package var kind: Kind
  /// The time of the entry; in a group, the latest.
  package var time: Instant
  /// The tool of a charge.
  package var tool: Tool?
  /// How many entries the line covers.
  package var count: Int
  /// The change in the balance; nil if none.
  package var amount: Money?
  /// The balance after it; nil if unknown.
  package var balance: Money?
  /// Details of this kind of entry.
  package var notes: [EntryNote]
  /// Whether it was undone, or is no longer pending.
  package var isVoid: Bool

  /// What the line shows.
  package enum Kind: Equatable, Sendable {
    case entry(EntryKind)
    /// The charges of one tool on one of the person's days.
    case charges
    /// What a reading showed beyond what was counted.
    case unexplained
  }

  /// Creates a line from its parts.
  package init(
    number: Int64, kind: Kind, time: Instant, tool: Tool? = nil, count: Int = 1,
    amount: Money? = nil, balance: Money? = nil, notes: [EntryNote] = [], isVoid: Bool = false
  ) {
    self.number = number
    self.kind = kind
    self.time = time
    self.tool = tool
    self.count = count
    self.amount = amount
    self.balance = balance
    self.notes = notes
    self.isVoid = isVoid
  }

  /// The name to show.
  package var title: String {
    switch kind {
    case .entry(let kind): kind.title
    case .charges: "charges"
    case .unexplained: "unexplained"
    }
  }

  /// Whether the amount is a balance rather than a change.
  package var isReading: Bool {
    if case .entry(let kind) = kind { kind.isReading } else { false }
  }

  /// The amount as a change, "+$25.00", or as a reading, "$40.00"; nil if there is none.
  package func amountText(in currency: Currency) -> String? {
    amount.map { isReading ? $0.fullDisplay(in: currency) : $0.signedDisplay(in: currency) }
  }

  /// Why it no longer counts; nil if it still does.
  package var ending: String? {
    guard isVoid else { return nil }
    let wasPending = kind == .entry(.pending) || kind == .entry(.wish)
    return wasPending ? "closed" : "undone"
  }
}

/// Part of an account's ledger, the newest entries first.
package struct LedgerPage: Equatable, Sendable {
  /// Which part of the ledger to read.
  package struct Query: Hashable, Sendable {
    /// The account's name.
    package var account: String
    /// Whether charges are grouped by day and tool.
    package var isGrouped: Bool
    /// Only lines with this text in their kind, tool or note; empty for all.
    package var filter: String
    /// The entry that must be on the page; nil for the newest.
    package var around: Int64?
    /// The most lines to read on each side of it.
    package var reach: Int

    /// Creates a query from its parts.
    package init(
      account: String, isGrouped: Bool = true, filter: String = "", around: Int64? = nil,
      reach: Int = 100
    ) {
      self.account = account
      self.isGrouped = isGrouped
      self.filter = filter
      self.around = around
      self.reach = reach
    }
  }

  package var query: Query
  /// The newest first.
  package var rows: [LedgerRow]
  /// Whether there are newer and older lines than those on the page.
  package var hasNewer: Bool
  package var hasOlder: Bool
  /// How many entries the account has in all.
  package var entries: Int

  /// Creates a page from its parts.
  package init(
    query: Query, rows: [LedgerRow], hasNewer: Bool, hasOlder: Bool, entries: Int
  ) {
    self.query = query
    self.rows = rows
    self.hasNewer = hasNewer
    self.hasOlder = hasOlder
    self.entries = entries
  }
}
