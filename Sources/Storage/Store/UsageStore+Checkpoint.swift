import GRDB
import GRDBSQLite

extension UsageStore {
  /// Moves the write-ahead log into the file and empties it, so that a copy of the file alone is complete. Every
  /// process that has written does this before it ends.
  ///
  /// It never waits. If a reader still needs the log or another process is writing, they will do it; and if the disk
  /// fails, committed changes are still durable in the log.
  ///
  /// If another file has taken the store's name, the log of that name belongs to it and is left alone.
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
