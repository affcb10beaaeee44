import GRDB
import GRDBSQLite

/// What identifies a store's file, read from its header on the disk.
///
/// A file that was overwritten in place keeps its inode. But it has a different number, which every store gets when
/// it is created or copied, or its change counter is lower than it was. A copy that another program made of the same
/// store goes unnoticed as long as the first page was the same at that time.
struct StoreMark: Equatable, Sendable {
  /// Random; 0: a store of an earlier version without one on the disk yet.
  private let number: UInt32
  /// SQLite's file change counter; it only grows.
  private let changes: UInt32

  /// Reads the header of the file that a connection has open; nil: it is no longer a database.
  init?(_ database: Database) {
    var bytes = [UInt8](repeating: 0, count: 100)
    // Through the connection's own descriptor: closing another one would drop the locks it holds.
    guard let file = StoreMark.file(SQLITE_FCNTL_FILE_POINTER, of: database),
      file.pointee.pMethods.pointee.xRead(file, &bytes, 100, 0) == SQLITE_OK,
      bytes.starts(with: "SQLite format 3\0".utf8)
    else { return nil }
    func value(at place: Int) -> UInt32 {
      bytes[place..<place + 4].reduce(0) { $0 << 8 | UInt32($1) }
    }
    number = value(at: 60)
    changes = value(at: 24)
  }

  /// Whether the same file can have a mark later.
  func mayBecome(_ later: StoreMark) -> Bool {
    (number == later.number || number == 0) && Int32(bitPattern: later.changes &- changes) >= 0
  }

  /// Gives a database a new number.
  static func renew(_ database: Database) throws {
    try database.execute(sql: "PRAGMA user_version = \(Int32.random(in: 1...Int32.max))")
  }

  /// Gives a database a number if it has none.
  static func ensure(_ database: Database) throws {
    if try Int.fetchChecked(database, sql: "PRAGMA user_version") == 0 { try renew(database) }
  }

  /// Empties the log of a connection whose file was overwritten: its contents belong to the old file and would be
  /// written over the new one.
  static func emptyLog(of database: Database) {
    guard let log = file(SQLITE_FCNTL_JOURNAL_POINTER, of: database),
      let methods = log.pointee.pMethods
    else { return }
    _ = methods.pointee.xTruncate(log, 0)
  }

  private static func file(
    _ which: Int32, of database: Database
  ) -> UnsafeMutablePointer<sqlite3_file>? {
    var file: UnsafeMutablePointer<sqlite3_file>?
    let code = sqlite3_file_control(database.sqliteConnection, "main", which, &file)
    return code == SQLITE_OK && file?.pointee.pMethods != nil ? file : nil
  }
}
