import GRDB
import Ledger
import Synchronization
import Values

/// Caches the ledger page that was read last, which stays valid until the account gets a new entry.
final class LatestPage: Sendable {
  private let latest = Mutex<(page: LedgerPage, entries: Int64)?>(nil)

  /// The page for a query; nil if there is no such account.
  func page(
    _ query: LedgerPage.Query, _ database: Database, _ days: CivilDays
  ) throws -> LedgerPage? {
    guard let reading = try LedgerReading(query, database, days) else { return nil }
    let known = latest.withLock { latest in
      latest.flatMap { $0.page.query == query && $0.entries == reading.entries ? $0.page : nil }
    }
    if let known { return known }
    let page = try reading.page()
    latest.withLock { $0 = (page, reading.entries) }
    return page
  }
}
