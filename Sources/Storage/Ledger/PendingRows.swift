import GRDB
import Ledger
import Values

/// What of an account is to be done at claude.ai and neither done nor called off.
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

  /// What one entry notes, whatever became of it since; nil: it is nothing that was pending.
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

  /// SQL that is true of an entry as long as no other settles it, cancels it or takes it back; one that
  /// settled it and was taken back itself, silently or openly, does not count.
  static func isOpen(_ table: String) -> String {
    """
    NOT EXISTS (
      SELECT 1 FROM entry AS later INDEXED BY entry_refers WHERE later.account = \(table).account
        AND later.refers = \(table).number
        AND \(stands("later"))
    )
    """
  }

  /// SQL that is true of an entry that no other takes back, nor books against.
  static func stands(_ table: String) -> String {
    """
    NOT EXISTS (
      SELECT 1 FROM entry AS undo INDEXED BY entry_refers WHERE undo.account = \(table).account
        AND undo.refers = \(table).number AND undo.kind IN \(EntryKind.sql(.undo, .correction))
    )
    """
  }
}
