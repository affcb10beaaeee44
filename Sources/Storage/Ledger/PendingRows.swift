import GRDB
import Ledger
import Values

/// An account's pending changes: to be made at claude.ai, and neither made nor cancelled.
struct PendingRows {
  /// The oldest first.
  let open: [PendingChange]

  init(_ database: Database, account: Int64) throws {
    let rows = try Row.fetchAll(
      database.cachedStatement(
        sql: """
          SELECT number, kind, time, amount, detail FROM entry AS pending INDEXED BY entry_acts
          WHERE account = ? AND kind <> \(EntryKind.charge.sql) AND kind IN \(EntryKind.sql(.pending, .wish))
            AND \(PendingRows.isOpen("pending"))
          ORDER BY number
          """), arguments: [account])
    open = try rows.compactMap(PendingRows.change)
  }

  /// The change that an entry noted, whatever became of it; nil: the entry noted none.
  static func wish(
    notedAs number: Int64, _ account: Int64, _ database: Database
  ) throws -> PendingChange.Wish? {
    try Row.fetchOne(
      database.cachedStatement(
        sql: """
          SELECT number, kind, time, amount, detail FROM entry
          WHERE account = ? AND number = ? AND kind IN \(EntryKind.sql(.pending, .wish))
          """), arguments: [account, number]
    ).flatMap(change)?.wish
  }

  private static func change(_ row: Row) throws -> PendingChange? {
    let detail = try EntryDetail(json: try row.value("detail"))
    let wish = try detail.wish ?? (row.value("amount") as Money?).map { .topUp($0) }
    return try wish.map {
      PendingChange(id: try row.value("number"), wish: $0, since: try row.value("time"))
    }
  }

  /// SQL that is true of an entry as long as no other settles, cancels or undoes it; an entry that did so but was
  /// itself undone or corrected does not count.
  static func isOpen(_ table: String) -> String {
    """
    NOT EXISTS (
      SELECT 1 FROM entry AS later INDEXED BY entry_refers WHERE later.account = \(table).account
        AND later.refers = \(table).number
        AND \(stands("later"))
    )
    """
  }

  /// SQL that is true of an entry that no other undoes or corrects.
  static func stands(_ table: String) -> String {
    """
    NOT EXISTS (
      SELECT 1 FROM entry AS undo INDEXED BY entry_refers WHERE undo.account = \(table).account
        AND undo.refers = \(table).number AND undo.kind IN \(EntryKind.sql(.undo, .correction))
    )
    """
  }
}
