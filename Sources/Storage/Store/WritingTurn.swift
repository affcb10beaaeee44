import GRDB
import GRDBSQLite
import Glibc

/// Waits for another process to end its transaction.
///
/// SQLite's own way sleeps the longer the longer it has waited, up to a tenth of a second, so that among
/// several that write without a pause one may never get its turn. Here who has waited longest looks most
/// often.
enum WritingTurn {
  /// Makes a connection wait so.
  ///
  /// The handler needs nothing but how often it was called: SQLite may call it at the very end of a connection
  /// too, when what belongs to the connection in Swift is gone already.
  static func install(in database: Database) {
    sqlite3_busy_handler(
      database.sqliteConnection,
      { _, tries in
        guard tries < WritingTurn.mostTries else { return 0 }
        usleep(WritingTurn.pause(after: tries))
        return 1
      }, nil)
  }

  /// Microseconds to sleep before it looks again: from 8 ms down to 1, for looking more often than that is work
  /// without a gain.
  private static func pause(after tries: Int32) -> UInt32 {
    let most = max(1000, 8000 - 50 * Int(tries))
    return UInt32(Int.random(in: most / 2...most))
  }

  /// Twenty seconds and more, in which it gives up.
  private static let mostTries: Int32 = 26_000
}
