import Files
import GRDB

extension UsageStore {
  /// Reads within one transaction.
  ///
  /// GRDB's own `read` switches `query_only` on and off, after which SQLite prepares every statement again.
  /// - Throws: ``StoreFault`` for every database error.
  func read<Result>(_ body: (Database) throws -> Result) throws -> Result {
    try transaction(.deferred, body)
  }

  /// Runs `body` in whatever transaction is open, such as one in which a writer gathers batches.
  func inDatabase<Result>(_ body: (Database) throws -> Result) throws -> Result {
    try explaining { try queue.inDatabase(body) }
  }

  /// Runs `body` in a transaction of its own, which is durable when this returns.
  /// - Throws: ``StoreFault`` for every database error.
  func write<Result>(_ body: (Database) throws -> Result) throws -> Result {
    try transaction(.immediate, body)
  }

  /// The same, but waits at most fifty milliseconds for others: for what may as well be written the next time.
  func writeBriefly(_ body: (Database) throws -> Void) throws {
    try inDatabase { WritingTurn.installBrief(in: $0) }
    defer { try? inDatabase { WritingTurn.install(in: $0) } }
    try write(body)
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
        throw StoreFault(description: "\(path): a transaction had no result")
      }
      return result
    }
  }

  /// Turns database errors into ``StoreFault``.
  func explaining<Result>(_ body: () throws -> Result) throws -> Result {
    try UsageStore.explaining(path, body)
  }

  /// Turns database and file errors about the store at `path` into ``StoreFault``.
  static func explaining<Result>(_ path: String, _ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let error as DatabaseError {
      throw StoreFault(error, path: path)
    } catch let damage as StoreDamage {
      throw StoreFault(damage, path: path)
    } catch let fault as PartFile.Fault {
      throw StoreFault(description: fault.description)
    } catch is RowDecodingError {
      throw StoreFault(StoreDamage("a row has an impossible value"), path: path)
    }
  }
}
