import Values

/// A line of the ledger as it is shown: an entry, or the charges of a tool on a day together.
package struct LedgerRow: Equatable, Sendable {
  /// The number of the entry; of the newest in a group.
  package var number: Int64
  package var kind: Kind
  /// When it was; of a group the latest.
  package var time: Instant
  /// The tool of a charge.
  package var tool: Tool?
  /// How many entries it stands for.
  package var count: Int
  /// What it did to the balance; nil: nothing.
  package var amount: Money?
  /// What the balance was after it; nil: not known.
  package var balance: Money?
  /// What is particular to it.
  package var notes: [EntryNote]
  /// Whether it was taken back, or is pending no more.
  package var isVoid: Bool

  /// What the line is.
  package enum Kind: Equatable, Sendable {
    case entry(EntryKind)
    /// Charges of one tool on one day of the person's.
    case charges
    /// What a reading showed beyond what was counted.
    case unexplained
  }

  /// A line of its parts.
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

  /// What people call it.
  package var title: String {
    switch kind {
    case .entry(let kind): kind.title
    case .charges: "charges"
    case .unexplained: "unexplained"
    }
  }

  /// Whether its amount says what the balance was, and moved nothing.
  package var isReading: Bool {
    if case .entry(let kind) = kind { kind.isReading } else { false }
  }

  /// Its amount as a movement, "+$25.00", or as what a reading showed, "$40.00"; nil: it has none.
  package func amountText(in currency: Currency) -> String? {
    amount.map { isReading ? $0.fullDisplay(in: currency) : $0.signedDisplay(in: currency) }
  }

  /// Why it counts no more; nil: it does.
  package var ending: String? {
    guard isVoid else { return nil }
    let wasPending = kind == .entry(.pending) || kind == .entry(.wish)
    return wasPending ? "closed" : "undone"
  }
}

/// A part of an account's ledger, the newest entries first.
package struct LedgerPage: Equatable, Sendable {
  /// What is asked for.
  package struct Query: Hashable, Sendable {
    /// The account's name.
    package var account: String
    /// Whether charges are put together by day and tool.
    package var isGrouped: Bool
    /// Only what holds this text in its kind, tool or note; empty: all.
    package var filter: String
    /// The entry that must be on the page; nil: the newest.
    package var around: Int64?
    /// How many lines are wanted on each side of it, at most.
    package var reach: Int

    /// A question of its parts.
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
  /// Whether there are newer lines, and older ones, than those on the page.
  package var hasNewer: Bool
  package var hasOlder: Bool
  /// Entries of the account, whatever is asked for.
  package var entries: Int

  /// A page of its parts.
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
