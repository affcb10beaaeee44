import GRDB
import GRDBSQLite

extension UsageStore.Fault {
  /// What the database says, in words that tell what to do.
  init(_ error: DatabaseError, path: String) {
    description = "\(path): \(UsageStore.Fault.sentence(error))"
  }

  /// Another file has its name, or none has.
  init(ofAnotherFile path: String) {
    let what = StoreFile(at: path) == nil ? "removed" : "replaced by another file"
    self.init(
      description:
        "\(path): was \(what) while it was open, so nothing more is written; start fuelgauge again",
      isOfAnotherFile: true)
  }

  /// What is found damaged in the store, in words that tell what to do.
  init(_ damage: StoreDamage, path: String) {
    description = "\(path): \(UsageStore.Fault.damaged(damage.what))"
  }

  private static func damaged(_ what: String? = nil) -> String {
    "the file is damaged\(what.map { " (\($0))" } ?? ""), and was left as it is; put a copy in its place with"
      + " fuelgauge restore FILE, or name another with --store"
  }

  private static func sentence(_ error: DatabaseError) -> String {
    switch error.resultCode {
    case .SQLITE_FULL:
      "there is no room on the disk, so nothing was changed; make room and try again"
    case .SQLITE_IOERR:
      "the disk failed (\(error.message ?? "no reason given")); what was done before is kept, look whether"
        + " this was"
    case .SQLITE_READONLY, .SQLITE_PERM:
      "cannot be written, because the file or its folder is read-only, so nothing was changed; allow it, or"
        + " name another with --store"
    case .SQLITE_CANTOPEN:
      "cannot be opened, because it is read-only or its folder is missing; allow it to be written, or name"
        + " another with --store"
    case .SQLITE_CORRUPT: damaged()
    // What is asked of the store is always the same, and keeps its rules: where the tables refuse, they are not
    // what they were.
    case .SQLITE_ERROR, .SQLITE_CONSTRAINT, .SQLITE_MISMATCH, .SQLITE_FORMAT, .SQLITE_SCHEMA:
      damaged(error.message)
    case .SQLITE_NOTADB:
      "is no store of Fuelgauge, and was left as it is; name another file with --store"
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      "other processes kept it busy all the time, so nothing was changed; try again"
    default: "the database says: \(error.message ?? "\(error)")"
    }
  }
}

extension UsageStore {
  /// Reads within one transaction.
  ///
  /// The queue's own way of reading forbids writing for so long, which makes SQLite prepare every statement
  /// anew afterwards.
  /// - Throws: ``Fault`` in the place of what the database says.
  func read<Result>(_ body: (Database) throws -> Result) throws -> Result {
    try transaction(.deferred, body)
  }

  /// Runs `body` in whatever transaction is open, such as that of a writer that gathers batches.
  func inDatabase<Result>(_ body: (Database) throws -> Result) throws -> Result {
    try explaining { try queue.inDatabase(body) }
  }

  /// Runs `body` in a transaction of its own, which is durable when this returns.
  /// - Throws: ``Fault`` in the place of what the database says.
  func write<Result>(_ body: (Database) throws -> Result) throws -> Result {
    try transaction(.immediate, body)
  }

  private func transaction<Result>(
    _ kind: Database.TransactionKind, _ body: (Database) throws -> Result
  ) throws -> Result {
    try inDatabase { database in
      var result: Result?
      try database.inTransaction(kind) {
        result = try body(database)
        if kind == .immediate { try ensureInPlace(database) }
        return .commit
      }
      guard let result else {
        throw Fault(description: "\(path): a transaction had no result")
      }
      return result
    }
  }

  /// Lets nothing through that only a database would understand.
  func explaining<Result>(_ body: () throws -> Result) throws -> Result {
    try UsageStore.explaining(path, body)
  }

  /// Lets nothing through that only a database would understand, about the store at `path`.
  static func explaining<Result>(_ path: String, _ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let error as DatabaseError {
      throw Fault(error, path: path)
    } catch let damage as StoreDamage {
      throw Fault(damage, path: path)
    } catch is RowDecodingError {
      throw Fault(StoreDamage("a row holds what it cannot"), path: path)
    }
  }
}
