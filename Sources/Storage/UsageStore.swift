import Foundation
import GRDB
import Ledger
import Pricing

/// The one SQLite file that holds everything: opened, migrated, and handed to the queries and writes
/// in this folder.
///
/// Any number of processes may have it open: readers never wait (write-ahead log), writers wait for
/// each other twenty seconds at most.
package final class UsageStore: Sendable {
  let queue: DatabaseQueue
  let facets = FacetIndex()
  let rules: LedgerRules
  let pages = LatestPage()
  let remembered = Remembered()

  /// Why the store cannot be used, in a sentence that names the file.
  package struct Fault: Error, CustomStringConvertible {
    package let description: String
  }

  /// Opens the store at `path`, making it and its folder if there is none, readable to its owner
  /// alone.
  /// - Parameter rules: what the ledgers in it are kept by.
  /// - Throws: ``Fault`` if the file cannot be opened, is no store, or was written by a newer
  ///   Fuelgauge.
  package init(path: String, rules: LedgerRules) throws {
    self.rules = rules
    do {
      let folder = (path as NSString).deletingLastPathComponent
      if !folder.isEmpty, !FileManager.default.fileExists(atPath: folder) {
        try FileManager.default.createDirectory(
          atPath: folder, withIntermediateDirectories: true,
          attributes: [.posixPermissions: 0o700])
      }
      queue = try UsageStore.explaining(path) {
        try OpeningTurn.take(folder: folder, patience: UsageStore.patience) {
          try UsageStore.open(path)
        }
      }
    } catch let fault as Fault {
      throw fault
    } catch {
      throw Fault(description: "\(path): cannot be made: \(error.localizedDescription)")
    }
  }

  private static func open(_ path: String) throws -> DatabaseQueue {
    let isNew = !FileManager.default.fileExists(atPath: path)
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    if isNew { chmod(path, 0o600) }
    try queue.inDatabase { try $0.execute(sql: "PRAGMA journal_mode = WAL") }
    try migrate(queue, path: path)
    return queue
  }

  /// Seconds that opening waits for another process that opens.
  private static let patience = 20.0

  private static var configuration: Configuration {
    var configuration = Configuration()
    // The collector keeps one transaction open over several batches.
    configuration.allowsUnsafeTransactions = true
    configuration.prepareDatabase { database in
      WritingTurn.install(in: database)
      try database.execute(
        sql: """
          PRAGMA synchronous = FULL;
          PRAGMA cache_size = -6000;
          PRAGMA wal_autocheckpoint = 8000;
          PRAGMA temp_store = MEMORY;
          """)
    }
    return configuration
  }

  private static func migrate(_ queue: DatabaseQueue, path: String) throws {
    let migrator = Schema.migrator
    let (isComplete, isNewer) = try queue.read { database in
      (try migrator.hasCompletedMigrations(database), try migrator.hasBeenSuperseded(database))
    }
    if isNewer {
      throw Fault(
        description: "\(path): written by a newer Fuelgauge; install that one, or name another file"
          + " with --store")
    }
    if !isComplete { try migrator.migrate(queue) }
  }

  /// The moment by the clock of the ledgers.
  package func now() -> Instant { rules.clock() }

  /// A number that changes when another process has written to the store. It costs next to nothing
  /// to ask for.
  package func dataVersion() throws -> Int {
    try inDatabase { try Int.fetchChecked($0, sql: "PRAGMA data_version") ?? 0 }
  }
}
