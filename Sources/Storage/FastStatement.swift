import GRDB
import GRDBSQLite

/// A prepared statement that is bound and stepped without a conversion in between, for the few
/// statements that run once per request of a history. Everything else goes through GRDB as usual.
final class FastStatement {
  private let statement: Statement
  private let handle: SQLiteStatement
  private let database: Database

  /// Prepares `sql`; kept by the connection and handed out again if it `isCached`.
  init(_ database: Database, _ sql: String, isCached: Bool = false) throws {
    statement =
      isCached ? try database.cachedStatement(sql: sql) : try database.makeStatement(sql: sql)
    handle = statement.sqliteStatement
    self.database = database
  }

  /// Binds a number to the parameter at `index`, counted from 1.
  func bind(_ index: Int32, _ value: Int64) { sqlite3_bind_int64(handle, index, value) }

  /// Binds 1 or 0.
  func bind(_ index: Int32, _ value: Bool) { sqlite3_bind_int(handle, index, value ? 1 : 0) }

  /// Binds a number or NULL.
  func bind(_ index: Int32, _ value: Int64?) {
    if let value { bind(index, value) } else { sqlite3_bind_null(handle, index) }
  }

  /// Binds a text.
  func bind(_ index: Int32, _ value: String) {
    var value = value
    value.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { characters in
        _ = sqlite3_bind_text(
          handle, index, characters.baseAddress, Int32(characters.count), transient)
      }
    }
  }

  /// Binds a text or NULL.
  func bind(_ index: Int32, _ value: String?) {
    if let value { bind(index, value) } else { sqlite3_bind_null(handle, index) }
  }

  /// Runs to the end: for statements without rows.
  func run() throws {
    defer { sqlite3_reset(handle) }
    while try step() {}
  }

  /// Calls `body` for every row.
  func forEachRow(_ body: (FastStatement) throws -> Void) throws {
    defer { sqlite3_reset(handle) }
    while try step() { try body(self) }
  }

  /// Calls `body` for every row until it says that it wants no more.
  func walkRows(_ body: (FastStatement) throws -> Bool) throws {
    defer { sqlite3_reset(handle) }
    while try step(), try body(self) {}
  }

  /// The number in a column of the current row, counted from 0; 0 for NULL.
  func int(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

  /// The number in a column, or nil for NULL.
  func optionalInt(_ column: Int32) -> Int64? {
    sqlite3_column_type(handle, column) == SQLITE_NULL ? nil : int(column)
  }

  /// Whether the number in a column is not 0.
  func bool(_ column: Int32) -> Bool { int(column) != 0 }

  /// The text in a column; empty for NULL.
  func text(_ column: Int32) -> String {
    guard let start = sqlite3_column_text(handle, column) else { return "" }
    let bytes = UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column)))
    return String(decoding: bytes, as: UTF8.self)
  }

  private func step() throws -> Bool {
    switch sqlite3_step(handle) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    case let code:
      throw DatabaseError(
        resultCode: ResultCode(rawValue: code),
        message: String(cString: sqlite3_errmsg(database.sqliteConnection)))
    }
  }
}

/// Tells SQLite to copy a text before the call returns.
private let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
