import GRDB
import Ledger
import Values

/// The account named “local” that earlier versions created when a balance was typed in. It counted as a budget kept
/// here, but what people typed in was claude.ai's balance: once a login adopts it, claude.ai keeps it.
struct LegacyLocalAccount {
  private let database: Database

  private static let name = "local"

  init(_ database: Database) { self.database = database }

  /// Whether a book is the legacy account: one that a person added has an opening entry.
  private func isLegacy(_ book: AccountRow) throws -> Bool {
    guard book.account.name == LegacyLocalAccount.name, book.account.authority == .local else {
      return false
    }
    let isOpened = try Bool.fetchChecked(
      database,
      sql:
        "SELECT EXISTS (SELECT 1 FROM entry WHERE account = ? AND +kind = \(EntryKind.opening.sql))",
      arguments: [book.id])
    return isOpened == false
  }

  /// If an account that a login has adopted is the legacy one, makes claude.ai its keeper and records that as an entry.
  func giveToClaude(_ id: Int64, _ ledger: LedgerWriter) throws {
    guard let book = ledger.accounts[id], book.account.organization != nil, try isLegacy(book)
    else {
      return
    }
    ledger.change(id) { $0.account.authority = .claude }
    try AutoReload.forget(account: id, database)
    var draft = LedgerWriter.Draft(.authority, at: ledger.now)
    draft.detail.authority = .claude
    try ledger.enter(draft, into: id)
  }

  /// When claude.ai became its keeper; nil: it did not, or the balance has been read since.
  func keeperChanged(_ book: AccountRow) throws -> Instant? {
    guard book.account.name == LegacyLocalAccount.name, book.account.authority == .claude else {
      return nil
    }
    return try Instant.fetchChecked(
      database.cachedStatement(
        sql: """
          SELECT entered FROM entry INDEXED BY entry_acts
          WHERE account = ? AND number > ? AND kind <> \(EntryKind.charge.sql) AND kind = \(EntryKind.authority.sql) LIMIT 1
          """), arguments: [book.id, book.reading ?? 0])
  }
}
