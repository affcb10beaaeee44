import GRDB
import GRDBSQLite
import Values

/// A prepared statement that binds and steps without conversions, for the few statements that run once per request
/// of a history. Everything else goes through GRDB as usual.
///
/// A column of an unexpected type reads as an empty value, and the walk over the rows throws ``StoreDamage`` after
/// that row.
final class FastStatement {
  private let statement: Statement
  private let handle: SQLiteStatement
  private let database: Database
  /// The first column of the current row with an impossible value.
  private var misread: Int32?

  /// Prepares `sql`; if it `isCached`, the connection keeps it and hands it out again.
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

  /// Binds text.
  func bind(_ index: Int32, _ value: String) {
    var value = value
    value.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { characters in
        _ = sqlite3_bind_text64(
          handle, index, characters.baseAddress, UInt64(characters.count), transient,
          UInt8(SQLITE_UTF8))
      }
    }
  }

  /// Binds text or NULL.
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
    defer { end() }
    while try step() {
      try body(self)
      try checkRow()
    }
  }

  /// Calls `body` for every row until it returns false.
  func walkRows(_ body: (FastStatement) throws -> Bool) throws {
    defer { end() }
    while try step() {
      let wantsMore = try body(self)
      try checkRow()
      guard wantsMore else { return }
    }
  }

  /// The number in a column of the current row, counted from 0.
  func int(_ column: Int32) -> Int64 {
    guard sqlite3_column_type(handle, column) == SQLITE_INTEGER else {
      return misread(column, as: 0)
    }
    return sqlite3_column_int64(handle, column)
  }

  /// The number in a column whose value must be within bounds, by its nature or because the statement asks for no
  /// other; a corrupt index can return others all the same. An impossible number reads as the lower bound.
  func int(_ column: Int32, in bounds: Range<Int64>) -> Int64 {
    let number = int(column)
    return bounds.contains(number) ? number : misread(column, as: bounds.lowerBound)
  }

  /// The number in a column, or nil for NULL.
  func optionalInt(_ column: Int32) -> Int64? {
    sqlite3_column_type(handle, column) == SQLITE_NULL ? nil : int(column)
  }

  /// Whether the number in a column is not 0.
  func bool(_ column: Int32) -> Bool { int(column) != 0 }

  /// The moment in a column.
  func time(_ column: Int32) -> Instant { Instant(stored: int(column)) }

  /// The moment in a column, or nil for NULL.
  func optionalTime(_ column: Int32) -> Instant? { optionalInt(column).map(Instant.init(stored:)) }

  /// The amount in a column.
  func money(_ column: Int32) -> Money { Money(nanos: int(column)) }

  /// The amount in a column, or nil for NULL.
  func optionalMoney(_ column: Int32) -> Money? { optionalInt(column).map(Money.init(nanos:)) }

  /// The case of an enum in a column; nil for NULL and for an unknown word.
  func choice<Choice: RawRepresentable<String>>(_ column: Int32) -> Choice? {
    guard sqlite3_column_type(handle, column) != SQLITE_NULL else { return nil }
    return Choice(rawValue: text(column)) ?? misread(column, as: nil)
  }

  /// The text in a column; empty for NULL.
  func text(_ column: Int32) -> String {
    let kind = sqlite3_column_type(handle, column)
    guard kind == SQLITE_TEXT, let start = sqlite3_column_text(handle, column) else {
      return kind == SQLITE_NULL ? "" : misread(column, as: "")
    }
    let bytes = UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column)))
    return String(decoding: bytes, as: UTF8.self)
  }

  private func misread<Value>(_ column: Int32, as value: Value) -> Value {
    misread = misread ?? column
    return value
  }

  private func end() {
    misread = nil
    sqlite3_reset(handle)
  }

  private func checkRow() throws {
    guard let column = misread else { return }
    throw StoreDamage(column: sqlite3_column_name(handle, column).map { String(cString: $0) } ?? "")
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
