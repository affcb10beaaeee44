import Advice
import GRDB
import Ledger
import Values

/// Finds what a person did last to the money of an account, and what taking it back means.
struct UndoChoice {
  /// Nil: there is nothing to take back.
  private(set) var undoable: Undoable?
  private(set) var detail = EntryDetail()
  /// Whether it ended something pending, which is pending again without it.
  private(set) var endsPending = false

  /// What people do themselves, and can take back.
  private static let kinds: [EntryKind] = [
    .reading, .grant, .refund, .topUp, .pending, .wish, .cancel, .settled, .limit, .reloadChange,
  ]
  /// How far back it is looked for; what is older than so many things that were only observed is not done
  /// lately.
  private static let reach = 100

  init(_ database: Database, book: AccountBook, at now: Instant) throws {
    let kinds = UndoChoice.kinds.map { "'\($0.rawValue)'" }.joined(separator: ", ")
    let rows = try Row.fetchCursor(
      database.cachedStatement(
        sql: """
          SELECT number, kind, time, amount, detail, refers FROM entry AS done INDEXED BY entry_acts
          WHERE account = ? AND kind <> 'charge' AND kind IN (\(kinds))
            AND \(Standing.isNotUndone("done"))
            AND (kind NOT IN ('pending', 'wish') OR \(PendingRows.isOpen("done")))
            AND NOT EXISTS (
              SELECT 1 FROM entry AS counter INDEXED BY entry_refers WHERE counter.account = done.account
                AND counter.refers = done.number AND counter.kind = 'correction'
            )
          ORDER BY number DESC LIMIT \(UndoChoice.reach)
          """), arguments: [book.id])
    var isCovered = false
    while let row = try rows.next() {
      let kind: EntryKind = try row.choice(1)
      let detail = try EntryDetail(json: try row.value(4))
      let movesMoney = kind.isCredit || kind.isReading
      // What was only observed is nobody's action, and a reading makes what came before it history.
      if detail.source == .observed || detail.isRecognised == true {
        isCovered = isCovered || movesMoney
        continue
      }
      if movesMoney, isCovered { return }
      let refers: Int64? = try row.value(5)
      endsPending = refers != nil && [.settled, .cancel, .topUp].contains(kind)
      self.detail = detail
      try choose(row, kind, refers, database, book, at: now)
      return
    }
  }

  private mutating func choose(
    _ row: Row, _ kind: EntryKind, _ refers: Int64?, _ database: Database, _ book: AccountBook,
    at now: Instant
  ) throws {
    let number: Int64 = try row.value(0)
    let amount = try row.optionalMoney(3)
    let time = try row.time(2)
    let movesMoney = kind.isCredit || kind.isReading
    var note = detail.note(in: book.account.currency)
    if note.isEmpty, let refers { note = "of number \(refers)" }
    var after = book.balance
    var pools: PoolReading?
    if kind.isReading, number == book.reading {
      pools = try PoolReading(database, book, upTo: now, without: number)
      // Without it, other amounts have expired than are booked.
      after = try Standing(database, account: book.id, without: number).balance.map {
        $0 - (pools?.notBooked ?? .zero)
      }
    } else if kind.isCredit, let amount, let balance = book.balance,
      book.counts(creditAt: time), number > book.reading ?? 0 || time > book.readAt ?? time
    {
      after = balance - amount + (try UndoChoice.expired(of: number, database, book))
    }
    undoable = Undoable(
      entry: number, kind: kind, time: time, amount: amount, note: note,
      needsCounterEntry: try movesMoney && UndoChoice.hasCharges(after: number, database, book.id),
      balanceAfter: after)
    // A reading that stays is made up for by an entry of what does not expire.
    if undoable?.needsCounterEntry == false { undoable?.expiringAfter = pools?.pools.expiring }
    // What was settled goes back to claude.ai's own.
    guard kind != .settled else { return }
    if let change = detail.limit {
      undoable?.restores = .limit(
        tool: change.tool.flatMap(Tool.init(rawValue:)), change.period, change.before)
    }
    if let change = detail.reload { undoable?.restores = .reload(change.before) }
  }

  /// What is booked as expired of a credit since the latest reading: it would not be gone without it.
  private static func expired(
    of number: Int64, _ database: Database, _ book: AccountBook
  ) throws -> Money {
    let sum = try Int64.fetchChecked(
      database.cachedStatement(
        sql: """
          SELECT ifnull(-sum(amount), 0) FROM entry INDEXED BY entry_refers
          WHERE account = ? AND refers = ? AND kind = 'expiry' AND (time, number) > (?, ?)
          """),
      arguments: [book.id, number, book.readAt?.milliseconds ?? 0, book.reading ?? 0])
    return Money(nanos: sum ?? 0)
  }

  private static func hasCharges(
    after number: Int64, _ database: Database, _ account: Int64
  ) throws -> Bool {
    try Bool.fetchChecked(
      database.cachedStatement(
        sql: """
          SELECT EXISTS (SELECT 1 FROM entry WHERE account = ? AND number > ? AND +kind = 'charge')
          """), arguments: [account, number]) ?? false
  }
}
