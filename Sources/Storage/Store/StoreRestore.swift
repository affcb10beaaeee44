import Advice
import Files
import GRDB
import Glibc
import Values

/// Replaces the store with a copy, and keeps the old one.
///
/// The caller holds the collector's lock. At any moment the store's path leads to the old store or to the new one,
/// each whole: the copy is checked in a file of its own, then every other user of the store is locked out, the old
/// store is copied, and finally the new one takes its name.
package struct StoreRestore {
  private let file: String
  private let rules: LedgerRules
  private let now: Instant
  /// The store's path, and the same path with links resolved.
  private let path: String
  private let place: String

  /// - Parameters:
  ///   - file: the copy.
  ///   - path: of the store, which need not exist.
  /// - Throws: ``StoreFault`` if its folder cannot be created.
  package init(of file: String, to path: String, rules: LedgerRules, at now: Instant) throws {
    try StoreFile.makeFolder(PathText.folder(of: path), for: path)
    self.file = file
    self.path = path
    self.rules = rules
    self.now = now
    place = realPath(path) ?? path
  }

  /// Restores the copy.
  /// - Returns: where the old store is kept; nil: there was none.
  /// - Throws: ``StoreFault`` if the copy is not sound or another process has the store open; then nothing was
  ///   changed.
  package func run() throws -> String? {
    try UsageStore.explaining(path) {
      let candidate = try PartFile(replacing: place, as: ".restoring")
      defer { StoreFile.companions.forEach { unlink(candidate.part + $0) } }
      try copy(into: candidate)
      try check(candidate.part)
      return try OpeningTurn.take(folder: PathText.folder(of: place), patience: 20) {
        try exchange(candidate)
      }
    }
  }

  // MARK: The copy

  /// Copies the file to be restored, and its log if there is one.
  private func copy(into candidate: PartFile) throws {
    let source = try openSource(file)
    defer { close(source) }
    try candidate.copy(source, from: file)
    for companion in ["-wal", "-journal"] {
      unlink(candidate.part + companion)
      guard linkStatus(of: file + companion) != nil else { continue }
      let log = try openSource(file + companion)
      defer { close(log) }
      let copy = try PartFile(replacing: candidate.part, as: companion + ".part")
      try copy.copy(log, from: file + companion)
      guard rename(copy.part, candidate.part + companion) == 0 else {
        throw PartFile.Fault(candidate.part + companion)
      }
    }
  }

  private func openSource(_ path: String) throws -> Int32 {
    let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ELOOP { throw refusal("is a link; name the file itself") }
      throw PartFile.Fault(path)
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.isRegular else {
      close(descriptor)
      throw refusal("is \(status.kind), not a file")
    }
    if let store = StoreFile(at: place), store == StoreFile(at: path) {
      close(descriptor)
      throw refusal("is the store itself")
    }
    return descriptor
  }

  /// Migrates the candidate to this version, and throws unless it is sound and no newer.
  private func check(_ candidate: String) throws {
    do {
      let queue = try DatabaseQueue(path: UsageStore.plain(candidate))
      try queue.inDatabase { database in
        let tables = try String.fetchSet(
          database, sql: "SELECT name FROM sqlite_master WHERE type = 'table'")
        guard tables.contains("grdb_migrations"), tables.contains("request"),
          try Schema.isOurs(database)
        else { throw refusal("is not a Fuelgauge store") }
        if try Schema.migrator.hasBeenSuperseded(database) {
          throw refusal("was written by a newer Fuelgauge")
        }
        let answers = try String.fetchAll(database, sql: "PRAGMA integrity_check(1)")
        if answers != ["ok"] {
          let lines = answers.joined(separator: "\n").split(separator: "\n")
          throw refusal("is damaged (\(lines.last ?? "no answer"))")
        }
      }
      try queue.close()
    } catch is RowDecodingError {
      throw refusal("is damaged")
    } catch let error as DatabaseError {
      throw refusal(
        error.resultCode == .SQLITE_NOTADB
          ? "is not a Fuelgauge store" : "is damaged (\(error.message ?? "\(error)"))")
    }
    let differences: [String]
    do {
      let store = try UsageStore(path: candidate, rules: rules)
      // What has become due since the copy was made does not count as a difference.
      try store.settleIfDue(at: now)
      differences = try store.verify(prices: nil).differences
      // The copied file stays, and must not be mistaken for the store if it is ever copied over it.
      try store.queue.inDatabase(StoreMark.renew)
      let mode = try store.queue.inDatabase {
        try String.fetchOne($0, sql: "PRAGMA journal_mode = DELETE")
      }
      guard mode == "delete" else { throw refusal("could not be finished") }
    } catch let error as DatabaseError {
      throw refusal("cannot be used (\(error.message ?? "\(error)"))")
    } catch let fault as StoreFault {
      throw refusal("cannot be used (\(fault.description))")
    }
    if let first = differences.first {
      throw refusal(
        "is inconsistent (\(first)\(differences.count > 1 ? ", and more" : ""))")
    }
  }

  private func refusal(_ what: String) -> StoreFault {
    StoreFault(description: "\(file): \(what), so nothing was changed; restore another file")
  }

  // MARK: The exchange

  private func exchange(_ candidate: PartFile) throws -> String? {
    guard linkStatus(of: place) != nil else {
      // Companions of a store that is gone do not belong to the new one.
      StoreFile.companions.forEach { unlink(place + $0) }
      try candidate.replace()
      return nil
    }
    try StoreFile.prepare(place)
    let kept = try PartFile(for: keptPath)
    do {
      let old = try openAlone()
      try UsageStore.copy(old, into: kept)
      try kept.takePlace()
      try candidate.replace()
      // Releases the lock only now that the new store has the name; the restore has succeeded even if this fails.
      try? old.close()
    } catch let error as DatabaseError {
      switch error.resultCode {
      case .SQLITE_BUSY, .SQLITE_LOCKED: throw isOpenElsewhere
      case .SQLITE_FULL, .SQLITE_IOERR, .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_CANTOPEN,
        .SQLITE_NOMEM:
        throw StoreFault(error, path: path)
      default: try exchangeDamaged(candidate, kept)
      }
    }
    return kept.path
  }

  /// Opens the old store exclusively, with its log merged into the file.
  private func openAlone() throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.busyMode = .timeout(2)
    configuration.prepareDatabase { try $0.execute(sql: "PRAGMA locking_mode = EXCLUSIVE") }
    let queue = try DatabaseQueue(path: UsageStore.plain(place), configuration: configuration)
    try UsageStore.refuseOfAnotherProgram(queue, path)
    try queue.inDatabase { database in
      let mode = try String.fetchOne(database, sql: "PRAGMA journal_mode = DELETE")
      guard mode == "delete" else { throw isOpenElsewhere }
      try database.execute(sql: "BEGIN EXCLUSIVE; COMMIT")
    }
    return queue
  }

  /// The exchange when SQLite cannot read the old store because of damage: it is kept byte for byte, with its log.
  private func exchangeDamaged(_ candidate: PartFile, _ kept: PartFile) throws {
    let old = open(place, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
    guard old >= 0 else { throw PartFile.Fault(path) }
    // Closing the file releases the lock.
    defer { close(old) }
    guard lockAlone(old) else { throw isOpenElsewhere }
    for companion in ["-wal", "-journal"] where linkStatus(of: place + companion) != nil {
      let log = open(place + companion, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
      guard log >= 0 else { throw PartFile.Fault(place + companion) }
      defer { close(log) }
      let copy = try PartFile(for: kept.path + companion)
      try copy.copy(log, from: place + companion)
      try copy.takePlace()
    }
    try kept.copy(old, from: place)
    try kept.takePlace()
    StoreFile.companions.forEach { unlink(place + $0) }
    try candidate.replace()
  }

  /// Takes the lock that SQLite takes for exclusive access; fails while another process has the store open.
  private func lockAlone(_ descriptor: Int32) -> Bool {
    var lock = flock()
    lock.l_type = Int16(F_WRLCK)
    lock.l_whence = Int16(SEEK_SET)
    lock.l_start = 0x4000_0000
    lock.l_len = 512
    return fcntl(descriptor, F_SETLK, &lock) == 0
  }

  private var isOpenElsewhere: StoreFault {
    StoreFault(
      description:
        "\(path): another process, such as a dashboard, has the store open, so nothing was changed;"
        + " close it and try again")
  }

  /// An unused path beside the store, with the time in its name.
  private var keptPath: String {
    let base = place.hasSuffix(".sqlite") ? String(place.dropLast(".sqlite".count)) : place
    let stamp = now.rfc3339.prefix { $0 != "." && $0 != "Z" }.filter { $0 != "-" && $0 != ":" }
    let name = "\(base)-before-restore-\(stamp)Z"
    return (1...).lazy.map { $0 == 1 ? "\(name).sqlite" : "\(name)-\($0).sqlite" }
      .first { linkStatus(of: $0) == nil } ?? "\(name).sqlite"
  }
}
