import Advice
import GRDB
import Ledger
import Values

/// Finds the latest money action of a person on an account, and what undoing it means.
struct UndoChoice {
  /// Nil: there is nothing to undo.
  private(set) var undoable: Undoable?
  private(set) var detail = EntryDetail()
  /// The numbers of the entries to undo, without gaps: the entry itself, and the entries that came only with it.
  private(set) var numbers = ComputedBalance.nothing

  /// The kinds of entry that people make and can undo.
  private static let kinds = EntryKind.allCases.filter(\.isUndoable)
  /// How many entries back to look: an action older than so many observed entries is not recent.
  private static let reach = 100

  init(_ database: Database, book: AccountRow, at now: Instant) throws {
    let rows = try Row.fetchCursor(
      database.cachedStatement(
        sql: """
          SELECT number, kind, time, amount, detail, refers FROM entry AS done INDEXED BY entry_acts
          WHERE account = ? AND kind <> \(EntryKind.charge.sql) AND kind IN \(UndoChoice.kinds.sql)
            AND \(PendingRows.stands("done"))
            AND (kind NOT IN \(EntryKind.sql(.pending, .wish)) OR \(PendingRows.isOpen("done")))
          ORDER BY number DESC LIMIT \(UndoChoice.reach)
          """), arguments: [book.id])
    var isCovered = false
    while let row = try rows.next() {
      let kind: EntryKind = try row.value("kind")
      let detail = try EntryDetail(json: try row.value("detail"))
      let movesMoney = kind.isCredit || kind.isReading
      // Observed entries are nobody's action, and after one that moved money, earlier actions can no longer be
      // undone.
      if detail.source == .observed || detail.isRecognised == true {
        isCovered = isCovered || movesMoney
        continue
      }
      if movesMoney, isCovered { return }
      let refers: Int64? = try row.value("refers")
      self.detail = detail
      try choose(row, kind, refers, database, book, at: now)
      return
    }
  }

  private mutating func choose(
    _ row: Row, _ kind: EntryKind, _ refers: Int64?, _ database: Database, _ book: AccountRow,
    at now: Instant
  ) throws {
    let number: Int64 = try row.value("number")
    let amount: Money? = try row.value("amount")
    let time: Instant = try row.value("time")
    let movesMoney = kind.isCredit || kind.isReading
    let note = detail.note ?? refers.map { .refers(to: $0) }
    var after = book.balance
    var pools: PoolReading?
    var companions = Companions()
    if kind.isReading { try companions.addShown(by: number, database, book.id) }
    if [.reading, .reloadChange, .limit].contains(kind) {
      try companions.addReload(after: number, database, book.id)
    }
    numbers = number - companions.before...number + companions.after
    let ended = ([kind == .reading ? nil : refers] + companions.settled).compactMap { $0 }
    if kind.isReading, number == book.reading {
      pools = try PoolReading(database, book, upTo: now, without: numbers)
      // Without the reading, different amounts would have expired than are booked.
      after = try ComputedBalance(database, account: book.id, without: numbers).balance.map {
        $0 - (pools?.notBooked ?? .zero)
      }
    } else if kind.isCredit, let amount, let balance = book.balance,
      book.counts(creditAt: time), number > book.reading ?? 0 || time > book.readAt ?? time
    {
      after = balance - amount + (try UndoChoice.expired(of: number, database, book))
    } else if companions.after > 0 {
      after = try ComputedBalance(database, account: book.id, without: numbers).balance
    }
    undoable = Undoable(
      entry: number, kind: kind, time: time, amount: amount, notes: [note].compactMap { $0 },
      needsCounterEntry: try movesMoney && UndoChoice.hasCharges(after: number, database, book.id),
      balanceAfter: after)
    // A reading that stays is offset by a correction, which does not expire.
    if undoable?.needsCounterEntry == false { undoable?.expiringAfter = pools?.pools.expiring }
    undoable?.brought = companions.brought
    undoable?.pendingAgain = try ended.compactMap {
      try PendingRows.wish(notedAs: $0, book.id, database)
    }
    if let change = detail.limit {
      // A settled change was to claude.ai's own cap.
      undoable?.restores =
        kind == .settled
        ? .cap(change.before)
        : .limit(
          tool: change.tool, change.period, change.before,
          isDrawn: change.countsBefore ?? .drawn == .drawn)
    }
    if let change = detail.reload { undoable?.restores = .reload(change.before) }
  }

  /// The entries that came only with one entry, right before and right after it.
  private struct Companions {
    /// How many entries.
    var before: Int64 = 0
    var after: Int64 = 0
    /// How much they added.
    var brought = Money.zero
    /// The pending entries that a reading settled, the oldest first.
    var settled: [Int64] = []

    /// Adds what only the reading showed, which is entered right before it.
    mutating func addShown(
      by number: Int64, _ database: Database, _ account: Int64
    ) throws {
      let rows = try Row.fetchCursor(
        database.cachedStatement(
          sql: """
            SELECT amount, refers, detail FROM entry WHERE account = ? AND number < ?
            ORDER BY number DESC
            """), arguments: [account, number])
      while let row = try rows.next(),
        try EntryDetail(json: try row.value("detail")).isRecognised == true
      {
        before += 1
        brought = brought + (try row.value("amount") ?? .zero)
        if let refers: Int64 = try row.value("refers") { settled.insert(refers, at: 0) }
      }
    }

    /// Adds the reload of a budget that an entry caused, which is entered right after it, at the same moment.
    mutating func addReload(
      after number: Int64, _ database: Database, _ account: Int64
    ) throws {
      let reload = try Row.fetchOne(
        database.cachedStatement(
          sql: """
            SELECT reload.amount FROM entry AS reload
            JOIN entry AS cause ON cause.account = reload.account AND cause.number = reload.number - 1
            WHERE reload.account = ? AND reload.number = ? AND reload.kind = \(EntryKind.autoReload.sql)
              AND reload.entered = cause.entered AND reload.detail IS NULL
              AND \(ComputedBalance.isNotUndone("reload"))
            """), arguments: [account, number + 1])
      guard let reload else { return }
      after = 1
      brought = brought + (try reload.value("amount") ?? .zero)
    }
  }

  /// What is booked as expired of a credit since the latest reading, and would not be without the credit.
  private static func expired(
    of number: Int64, _ database: Database, _ book: AccountRow
  ) throws -> Money {
    let sum = try Money.fetchChecked(
      database.cachedStatement(
        sql: """
          SELECT ifnull(-sum(amount), 0) FROM entry INDEXED BY entry_refers
          WHERE account = ? AND refers = ? AND kind = \(EntryKind.expiry.sql) AND (time, number) > (?, ?)
          """),
      arguments: [book.id, number, book.readAt ?? Instant(milliseconds: 0), book.reading ?? 0])
    return sum ?? .zero
  }

  private static func hasCharges(
    after number: Int64, _ database: Database, _ account: Int64
  ) throws -> Bool {
    try Bool.fetchChecked(
      database.cachedStatement(
        sql: """
          SELECT EXISTS (SELECT 1 FROM entry WHERE account = ? AND number > ? AND +kind = \(EntryKind.charge.sql))
          """), arguments: [account, number]) ?? false
  }
}
