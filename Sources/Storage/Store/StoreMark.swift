import GRDB
import GRDBSQLite

/// What tells a store's file from every other, read from its first bytes on the disk.
///
/// A file that was overwritten in place has the same inode. But it has another number of its own, which every
/// store gets when it is made or copied, or fewer changes counted in it than it had. What stays unnoticed is a copy
/// that another program made of the same store, as long as the store's first page was the same then.
struct StoreMark: Equatable, Sendable {
  /// Chosen at random; 0: a store of an earlier version that has none on the disk yet.
  private let number: UInt32
  /// How often the first page was changed; it only grows.
  private let changes: UInt32

  /// What the file that a connection has open begins with; nil: it is no database any more.
  init?(_ database: Database) {
    var bytes = [UInt8](repeating: 0, count: 100)
    // Through the connection's own descriptor: closing another one would drop the locks that it holds.
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

  /// Whether the same file can be so later.
  func mayBecome(_ later: StoreMark) -> Bool {
    (number == later.number || number == 0) && Int32(bitPattern: later.changes &- changes) >= 0
  }

  /// Gives a database a number of its own.
  static func renew(_ database: Database) throws {
    try database.execute(sql: "PRAGMA user_version = \(Int32.random(in: 1...Int32.max))")
  }

  /// Gives it one if it has none.
  static func ensure(_ database: Database) throws {
    if try Int.fetchChecked(database, sql: "PRAGMA user_version") == 0 { try renew(database) }
  }

  /// Empties the log of a connection whose file was overwritten: what it holds belongs to what was there before, and
  /// would be written over what is there now.
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
