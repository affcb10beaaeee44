import GRDB
import GRDBSQLite

extension UsageStore {
  /// Moves what the write-ahead log holds into the file and empties the log, so that a copy of the file alone
  /// is whole: what every process does at its end that has written.
  ///
  /// Nobody is waited for. Where a reader still needs the log, or another process writes, it is left to them,
  /// and so it is where the disk fails: what was committed is durable in the log.
  ///
  /// Where another file has taken the store's name, its log has the name of this one's, and is not to be emptied.
  package func checkpoint() {
    guard (try? ensureInPlace()) != nil else { return }
    try? queue.inDatabase { database in
      sqlite3_busy_handler(database.sqliteConnection, nil, nil)
      defer { WritingTurn.install(in: database) }
      _ = try Row.fetchOne(database, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
    }
  }

  /// Whether this connection has changed anything.
  var hasWritten: Bool { queue.inDatabase { $0.totalChangesCount > 0 } }
}
