import GRDB
import GRDBSQLite
import Glibc
import Synchronization

/// Waits for another process to end its transaction.
///
/// SQLite's own busy handler sleeps longer the longer it has waited, up to a tenth of a second, so that among several
/// busy writers one may never get its turn. Here the one that has waited longest polls most often.
enum WritingTurn {
  /// Installs this handler in a connection.
  ///
  /// The handler uses nothing but the number of its calls: SQLite may still call it while a connection closes, when
  /// its Swift objects are already gone.
  static func install(in database: Database) {
    sqlite3_busy_handler(
      database.sqliteConnection,
      { _, tries in
        guard tries < WritingTurn.mostTries.load(ordering: .relaxed) else { return 0 }
        usleep(WritingTurn.pause(after: tries))
        return 1
      }, nil)
  }

  /// Lets a connection wait at most fifty milliseconds, until this handler is installed again.
  static func installBrief(in database: Database) {
    sqlite3_busy_timeout(database.sqliteConnection, 50)
  }

  /// Microseconds to sleep before the next try: from 8 ms down to 1; polling more often gains nothing.
  private static func pause(after tries: Int32) -> UInt32 {
    let most = max(1000, 8000 - 50 * Int(tries))
    return UInt32(Int.random(in: most / 2...most))
  }

  /// Tries before it gives up, after at least twenty seconds.
  private static let mostTries = Atomic<Int32>(26_000)

  /// Whether this process waits for others only briefly.
  static var isBrief: Bool { mostTries.load(ordering: .relaxed) == briefTries }

  /// Makes this process wait at most fifty milliseconds from now on.
  static func beBrief() { mostTries.store(briefTries, ordering: .relaxed) }

  private static let briefTries: Int32 = 6
}
