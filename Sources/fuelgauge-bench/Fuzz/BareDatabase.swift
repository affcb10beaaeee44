import GRDBSQLite
import Glibc

/// A SQLite database made by the campaign, directly through SQLite.
final class BareDatabase {
  private let handle: OpaquePointer

  struct Fault: Error, CustomStringConvertible {
    let description: String
  }

  /// Opens a database, creating it if necessary.
  init(_ path: String) throws {
    var opened: OpaquePointer?
    let status = sqlite3_open_v2(path, &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nil)
    guard status == SQLITE_OK, let opened else {
      sqlite3_close(opened)
      throw Fault(description: "\(path): SQLite's status \(status)")
    }
    handle = opened
  }

  deinit { sqlite3_close(handle) }

  /// Runs statements.
  func run(_ sql: String) throws {
    guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else {
      throw Fault(description: "\(String(cString: sqlite3_errmsg(handle))): \(sql.prefix(200))")
    }
  }
}
