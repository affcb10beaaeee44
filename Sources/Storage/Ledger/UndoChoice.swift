import GRDB
import Ledger

/// Finds what a person did last to the money of an account, and what taking it back means.
struct UndoChoice {
  /// Nil: there is nothing to take back.
  private(set) var undoable: Undoable?
  private(set) var detail = EntryDetail()

  /// What people do themselves, and can take back.
  private static let kinds: [EntryKind] = [
    .reading, .grant, .refund, .topUp, .pending, .wish, .limit, .reloadChange,
  ]

  init(_ database: Database, book: AccountBook) throws {
    let kinds = UndoChoice.kinds.map { "'\($0.rawValue)'" }.joined(separator: ", ")
    let found = try Row.fetchOne(
      database.cachedStatement(
        sql: """
          SELECT number, kind, time, amount, detail FROM entry AS done INDEXED BY entry_money
          WHERE account = ? AND kind <> 'charge' AND kind IN (\(kinds))
            AND \(Standing.isNotUndone("done", upTo: "9223372036854775807"))
            AND (kind NOT IN ('pending', 'wish') OR \(PendingRows.isOpen("done")))
            AND NOT EXISTS (
              SELECT 1 FROM entry AS counter INDEXED BY entry_refers WHERE counter.account = done.account
                AND counter.refers = done.number AND counter.kind = 'correction'
            )
          ORDER BY number DESC LIMIT 1
          """), arguments: [book.id])
    guard let found, let kind = EntryKind(rawValue: found[1]) else { return }
    detail = try EntryDetail(json: found[4])
    // What was only observed is nobody's action.
    if detail.source == .observed || detail.isRecognised == true { return }
    let number: Int64 = found[0]
    let time = Instant(milliseconds: found[2])
    let movesMoney = kind.isCredit || kind.isReading
    let isSpent = try movesMoney && UndoChoice.hasCharges(after: number, database, book.id)
    let amount = (found[3] as Int64?).map(Money.init(nanos:))
    let without = movesMoney ? try Standing(database, account: book.id, without: number) : nil
    undoable = Undoable(
      entry: number, kind: kind, time: time, amount: amount,
      note: detail.note(in: book.account.currency), needsCounterEntry: isSpent,
      balanceAfter: without == nil ? book.balance : without?.balance)
  }

  private static func hasCharges(
    after number: Int64, _ database: Database, _ account: Int64
  ) throws -> Bool {
    try Bool.fetchOne(
      database.cachedStatement(
        sql: """
          SELECT EXISTS (SELECT 1 FROM entry WHERE account = ? AND number > ? AND +kind = 'charge')
          """), arguments: [account, number]) ?? false
  }
}
