import Advice
import Files
import GRDB
import GRDBSQLite
import Glibc
import Pricing
import Synchronization
import Values

/// The one SQLite file that holds everything: opened, migrated, and handed to the queries and writes in this module.
///
/// Any number of processes may have it open: readers never wait (write-ahead log), writers wait for each other up to
/// twenty seconds.
package final class UsageStore: Sendable {
  let queue: DatabaseQueue
  /// The file that is open; nil: the store is in memory only.
  private let file: StoreFile?
  /// The file's mark when it was last checked.
  private let mark: Mutex<StoreMark?>
  let path: String
  let names = Names()
  let rules: LedgerRules
  let pages = LatestPage()
  let cache = ReadCache()

  /// The path of a store that is in memory only.
  package static let inMemory = ":memory:"

  /// Opens the store at `path`, creating it and its folder if they are missing, readable by their owner only.
  /// - Parameter rules: the rules its ledgers follow.
  /// - Throws: ``StoreFault`` if the file cannot be opened, is not a store, or was written by a newer Fuelgauge.
  package init(path: String, rules: LedgerRules) throws {
    self.rules = rules
    self.path = path
    let queue: DatabaseQueue
    (queue, file) = try UsageStore.explaining(path) {
      guard path != UsageStore.inMemory else {
        let queue = try DatabaseQueue(configuration: UsageStore.configuration)
        return (try UsageStore.migrated(queue, path), nil)
      }
      try StoreFile.prepare(path)
      let folder = PathText.folder(of: path)
      return try OpeningTurn.take(folder: folder, patience: UsageStore.patience) {
        try UsageStore.open(path)
      }
    }
    mark = Mutex(file == nil ? nil : queue.inDatabase { StoreMark($0) })
    self.queue = queue
  }

  deinit {
    // A checkpoint would write the log into whatever file is there.
    guard (try? ensureInPlace()) != nil else { return }
    if hasWritten { checkpoint() }
  }

  private static func open(_ path: String) throws -> (DatabaseQueue, StoreFile?) {
    let queue = try DatabaseQueue(path: plain(path), configuration: configuration)
    try refuseOfAnotherProgram(queue, path)
    try queue.inDatabase { database in
      // Before there is a log, so that the number is in the file itself.
      try StoreMark.ensure(database)
      try database.execute(sql: "PRAGMA journal_mode = WAL")
    }
    let file = StoreFile(at: path)
    guard queue.inDatabase({ !hasMoved($0) }) else { throw StoreFault(ofAnotherFile: path) }
    return (try migrated(queue, path), file)
  }

  /// Whether the path no longer leads to the file that SQLite has open.
  private static func hasMoved(_ database: Database) -> Bool {
    var moved: Int32 = 0
    let code = sqlite3_file_control(
      database.sqliteConnection, "main", SQLITE_FCNTL_HAS_MOVED, &moved)
    return code == SQLITE_OK && moved != 0
  }

  /// Throws unless the file is still the one that was opened and has not been overwritten.
  ///
  /// If it was replaced or removed, writes would be lost; if it was overwritten, they would corrupt the new contents.
  /// The check costs next to nothing.
  package func ensureInPlace() throws { try queue.inDatabase(ensureInPlace) }

  /// The same check while the database is already held.
  func ensureInPlace(_ database: Database) throws {
    guard let file else { return }
    if file != StoreFile(at: path) { throw StoreFault(ofAnotherFile: path) }
    try mark.withLock { mark in
      guard let now = StoreMark(database), mark?.mayBecome(now) ?? true else {
        StoreMark.emptyLog(of: database)
        throw StoreFault(ofAnotherFile: path)
      }
      mark = now
    }
  }

  /// Seconds to wait for another process that is opening the store.
  private static var patience: Double { WritingTurn.isBrief ? 0.05 : 20 }

  /// Makes this process wait at most fifty milliseconds for others that use a store, from now on: for programs that
  /// somebody waits for and that can do without.
  package static func waitBriefly() { WritingTurn.beBrief() }

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

  /// Throws if the file is another program's database, into which nothing may be written.
  static func refuseOfAnotherProgram(_ queue: DatabaseQueue, _ path: String) throws {
    let isForeign = try queue.inDatabase { try !Schema.isOurs($0) }
    if isForeign {
      throw StoreFault(
        description:
          "\(path): is another program's database and was left unchanged; name another file"
          + " with --store")
    }
  }

  /// The store with all tables of this version.
  private static func migrated(_ queue: DatabaseQueue, _ path: String) throws -> DatabaseQueue {
    let migrator = Schema.migrator
    if try queue.read(Schema.isWithoutVersion) {
      throw StoreDamage("the version that wrote it is unknown")
    }
    let (isComplete, isNewer) = try queue.read { database in
      (try migrator.hasCompletedMigrations(database), try migrator.hasBeenSuperseded(database))
    }
    if isNewer {
      throw StoreFault(
        description:
          "\(path): was written by a newer Fuelgauge; install that version, or name another file"
          + " with --store")
    }
    if !isComplete { try migrator.migrate(queue) }
    return queue
  }

  /// The current moment by the clock of the rules.
  package func now() -> Instant { rules.clock() }

  /// A number that changes when another process has written to the store; cheap to read.
  /// - Throws: ``StoreFault`` if the file is no longer the one that was opened.
  package func dataVersion() throws -> Int {
    try ensureInPlace()
    return try inDatabase { try Int.fetchChecked($0, sql: "PRAGMA data_version") ?? 0 }
  }
}
