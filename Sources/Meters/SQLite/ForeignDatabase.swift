import GRDBSQLite
import Glibc
import Values

/// Another program's database. It is only read, and no files are left beside it.
///
/// Its tables may have been made by anybody, so reading always ends after a time limit.
final class ForeignDatabase {
  private let handle: OpaquePointer
  /// When reading has to end.
  private let deadline: UnsafeMutablePointer<ContinuousClock.Instant>

  /// The largest text or blob in bytes, the time limit in milliseconds and the cache size in pages.
  private static let (largestValue, usualPatience, cachePages): (Int32, Int64, Int32) = (
    64 << 20, 700, 500
  )
  /// The longest name accepted, in bytes.
  fileprivate static let longestName = 4096
  /// How many steps of SQLite's virtual machine pass between checks of the time.
  private static let stepsBetweenLooks: Int32 = 500

  /// Opens a database file.
  /// - Parameters:
  ///   - patience: the time limit in milliseconds from now.
  ///   - largestValue: the largest text or blob, in bytes, that may be built while reading.
  /// - Returns: nil if there is no such file or it cannot be read at the moment.
  init?(
    _ path: String, patience: Int64 = ForeignDatabase.usualPatience,
    largestValue: Int32 = ForeignDatabase.largestValue
  ) {
    // Opening a pipe would wait for a writer, even one in place of the files beside the database.
    let beside = ["-wal", "-shm", "-journal"].map { status(of: path + $0) }
    guard let file = status(of: path), file.isFile, access(path, R_OK) == 0,
      beside.allSatisfy({ $0?.isFile ?? true }), let files = ReadOnlyFiles.name
    else { return nil }
    let (log, locks, journal) = (beside[0], beside[1], beside[2])
    // If there is no journal and no log in use, nobody is writing. Reading then needs no file for locks, which
    // would have to be created. A log without that file means that its owner crashed, and Fuelgauge does not create
    // it.
    let isQuiet = journal == nil && (log == nil || log?.st_size == 0 && locks == nil)
    guard isQuiet || log == nil || locks != nil else { return nil }
    let address =
      "file:\(ForeignDatabase.escaped(path))?mode=ro"
      + (isQuiet ? "&immutable=1" : "&readonly_shm=1")
    var opened: OpaquePointer?
    let flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX
    guard sqlite3_open_v2(address, &opened, flags, files) == SQLITE_OK, let opened else {
      sqlite3_close(opened)
      return nil
    }
    handle = opened
    deadline = .allocate(capacity: 1)
    deadline.initialize(to: .now + .milliseconds(patience))
    sqlite3_busy_timeout(handle, 100)
    sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, largestValue)
    sqlite3_exec(
      handle,
      "PRAGMA trusted_schema = OFF; PRAGMA query_only = ON; PRAGMA cache_size = \(ForeignDatabase.cachePages)",
      nil, nil, nil)
    sqlite3_progress_handler(
      handle, ForeignDatabase.stepsBetweenLooks,
      { deadline in
        let end = deadline?.assumingMemoryBound(to: ContinuousClock.Instant.self).pointee
        return end.map { ContinuousClock.now < $0 } ?? false ? 0 : 1
      }, deadline)
  }

  deinit {
    sqlite3_close(handle)
    deadline.deallocate()
  }

  /// Whether a query failed: time ran out, or a value it needed was too large.
  private(set) var hasFailed = false

  /// Whether it is a database that can be read at the moment.
  var answers: Bool {
    sqlite3_exec(handle, "SELECT 1 FROM sqlite_master", nil, nil, nil) == SQLITE_OK
  }

  /// Runs `body` in one transaction, so that everything it reads is from the same moment.
  func reading<Result>(_ body: () -> Result) -> Result {
    sqlite3_exec(handle, "BEGIN", nil, nil, nil)
    defer { sqlite3_exec(handle, "COMMIT", nil, nil, nil) }
    return body()
  }

  /// Escapes characters with a meaning in a file URI.
  private static func escaped(_ path: String) -> String {
    path.replacing("%", with: "%25").replacing("?", with: "%3f").replacing("#", with: "%23")
  }

  /// A row of a result, valid only inside the callback.
  struct Row {
    fileprivate let statement: OpaquePointer?

    func number(_ column: Int32) -> Int64 { sqlite3_column_int64(statement, column) }

    /// The text; empty for NULL and for one longer than any name.
    func text(_ column: Int32) -> String {
      guard let text = sqlite3_column_text(statement, column),
        sqlite3_column_bytes(statement, column) <= ForeignDatabase.longestName
      else { return "" }
      return String(cString: text)
    }

    /// Passes the bytes of a text, in UTF-8, or of a blob to `body`; nil for NULL and for no bytes.
    func bytes<Result>(
      _ column: Int32, _ body: (UnsafeBufferPointer<UInt8>) -> Result?
    ) -> Result? {
      // The database may store text as UTF-16.
      let isText = sqlite3_column_type(statement, column) == SQLITE_TEXT
      let text = isText ? sqlite3_column_text(statement, column).map(UnsafeRawPointer.init) : nil
      guard let start = text ?? sqlite3_column_blob(statement, column) else { return nil }
      let count = Int(sqlite3_column_bytes(statement, column))
      return body(
        UnsafeBufferPointer(start: start.assumingMemoryBound(to: UInt8.self), count: count))
    }
  }

  /// Whether the database has the tables and columns of a query.
  func understands(_ sql: String) -> Bool {
    var statement: OpaquePointer?
    defer { sqlite3_finalize(statement) }
    return sqlite3_prepare_v2(handle, sql, -1, &statement, nil) == SQLITE_OK
  }

  /// Calls `body` with every row.
  /// - Parameter parameter: the value for the `?` in the query.
  /// - Returns: false if the database does not answer, before the first row or later.
  func forEachRow(_ sql: String, _ parameter: Int64, _ body: (Row) -> Void) -> Bool {
    var statement: OpaquePointer?
    guard sqlite3_prepare_v2(handle, sql, -1, &statement, nil) == SQLITE_OK else { return false }
    defer { sqlite3_finalize(statement) }
    sqlite3_bind_int64(statement, 1, parameter)
    while true {
      switch sqlite3_step(statement) {
      case SQLITE_ROW: body(Row(statement: statement))
      case SQLITE_DONE: return true
      default: return false
      }
    }
  }

  /// The first column of the first row, as text.
  /// - Parameter parameter: the value for the `?` in the query.
  /// - Returns: nil if there is none, it is longer than `most` bytes, or the database does not answer.
  func text(_ sql: String, _ parameter: String, most: Int = 4096) -> String? {
    var statement: OpaquePointer?
    guard sqlite3_prepare_v2(handle, sql, -1, &statement, nil) == SQLITE_OK else { return nil }
    defer { sqlite3_finalize(statement) }
    let isBound = parameter.withCString {
      sqlite3_bind_text(
        statement, 1, $0, -1, unsafeBitCast(-1, to: sqlite3_destructor_type.self))
    }
    guard isBound == SQLITE_OK else { return nil }
    let code = sqlite3_step(statement)
    hasFailed = hasFailed || code != SQLITE_ROW && code != SQLITE_DONE
    guard code == SQLITE_ROW,
      sqlite3_column_bytes(statement, 0) <= most, let text = sqlite3_column_text(statement, 0)
    else { return nil }
    return String(cString: text)
  }
}
