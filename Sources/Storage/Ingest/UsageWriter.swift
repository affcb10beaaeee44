import GRDB
import Ledger
import Pricing
import Synchronization
import Values

/// What became of the copies handed to a writer.
package struct WriteCounts: Sendable, Equatable, AdditiveArithmetic {
  /// Requests that were new to the store.
  package var new = 0
  /// Requests it knows more about now, or prices differently.
  package var changed = 0
  /// Copies with nothing new.
  package var known = 0
  /// Requests that were left out because with them all usage would cost more than can be counted.
  package var leftOut = 0
  /// Requests that were stored and should be charged, but cost more than their account can hold.
  package var unbooked = 0

  package static let zero = WriteCounts()
  package static func + (left: WriteCounts, right: WriteCounts) -> WriteCounts {
    var sum = left
    sum.new += right.new
    sum.changed += right.changed
    sum.known += right.known
    sum.leftOut += right.leftOut
    sum.unbooked += right.unbooked
    return sum
  }
  package static func - (left: WriteCounts, right: WriteCounts) -> WriteCounts {
    var difference = left
    difference.new -= right.new
    difference.changed -= right.changed
    difference.known -= right.known
    difference.leftOut -= right.leftOut
    difference.unbooked -= right.unbooked
    return difference
  }
}

/// Writes batches of usage, several per transaction, from any thread.
///
/// A transaction is committed shortly after it begins, so that other processes never wait long and the dashboard sees
/// progress during a long reading; the last one needs ``commit()``.
package final class UsageWriter: Sendable {
  private struct State {
    /// What outlives a commit; nil before the first transaction and after a rollback.
    var memory: IngestMemory?
    /// The open transaction, and when it began.
    var open: (ingest: Ingest, began: ContinuousClock.Instant)?
    /// Copies stored since it began or was last flushed.
    var copies = 0
    var counts = WriteCounts.zero
  }

  private let store: UsageStore
  private let prices: PriceTable
  private let credential: PayingCredential
  private let state = Mutex(State())

  /// How long a transaction gathers batches.
  private static let patience = Duration.milliseconds(400)
  /// Copies after which it is committed in any case, to bound the sums that wait in memory.
  private static let mostCopies = 16_384

  /// A writer into `store` that prices by `prices`.
  /// - Parameter credential: finds the credential that takes precedence over a login.
  package init(
    store: UsageStore, prices: PriceTable,
    credential: @escaping PayingCredential = { _, _ in nil }
  ) {
    self.credential = credential
    self.store = store
    self.prices = prices
  }

  // Statements must be released before their connection.
  deinit { state.withLock { ($0.open, $0.memory) = (nil, nil) } }

  /// What has become of everything written so far.
  package var counts: WriteCounts { state.withLock { $0.counts } }

  /// Stores a batch, whole or not at all.
  /// - Throws: ``StoreFault``, after rolling back everything since the last commit.
  package func write(_ batch: UsageBatch) throws {
    try state.withLock { try write(batch, &$0) }
  }

  /// Stores every request of a batch or none, and makes that durable.
  /// - Throws: ``NoRoom`` if with one of them all usage would cost more than can be counted.
  package func writeWhole(_ batch: UsageBatch) throws { try writeWhole { try $0(batch) } }

  /// Stores every request of all batches that `body` hands over, or none, and makes that durable. They form one
  /// transaction, during which no other process can write and this writer must not be used otherwise.
  /// - Throws: what `body` throws, and ``NoRoom`` if with a request all usage would cost more than can be counted;
  ///   then nothing is stored.
  package func writeWhole(_ body: ((UsageBatch) throws -> Void) throws -> Void) throws {
    try commit()
    let before = counts
    do {
      try body { batch in try state.withLock { try writePart(batch, &$0) } }
      try commit()
    } catch {
      abandon()
      state.withLock { $0.counts = before }
      throw error
    }
  }

  /// Stores every request of a batch, or none, in place of all that Cursor's hooks reported between these times.
  /// - Returns: how many requests were replaced.
  /// - Throws: ``NoRoom`` as ``writeWhole(_:)-(UsageBatch)`` does.
  package func writeWhole(
    _ batch: UsageBatch, replacingTurnsIn spans: [ClosedRange<Instant>], prefix: String
  ) throws -> Int {
    var replaced = 0
    try writeWhole { write in
      replaced = try state.withLock { state in
        try store.inDatabase { database in
          let ingest = try begin(database, &state)
          return try spans.reduce(0) { try $0 + ingest.removeTurns(in: $1, prefix: prefix) }
        }
      }
      try write(batch)
    }
    return replaced
  }

  /// Stores a batch without committing.
  private func writePart(_ batch: UsageBatch, _ state: inout State) throws {
    try store.inDatabase { database in
      try add(batch, isWhole: true, database, &state)
      guard state.copies > UsageWriter.mostCopies else { return }
      try state.open?.ingest.flush()
      state.copies = 0
    }
  }

  /// With a request, all usage would cost more than can be counted.
  package struct NoRoom: Error, CustomStringConvertible {
    /// The only value.
    package init() {}

    /// The reason, in a sentence without a full stop.
    package var description: String {
      "with this, all usage would cost more than the \(CountingRoom.most.display) that can be counted"
    }
  }

  /// Stores a batch as ``write(_:)`` does, unless another thread is writing.
  /// - Returns: whether it was stored.
  package func writeIfIdle(_ batch: UsageBatch) throws -> Bool {
    try state.withLockIfAvailable { try write(batch, &$0) } != nil
  }

  private func add(
    _ batch: UsageBatch, isWhole: Bool, _ database: Database, _ state: inout State
  ) throws {
    let ingest = try begin(database, &state)
    for request in batch.requests {
      switch try ingest.add(request) {
      case .new: state.counts.new += 1
      case .changed: state.counts.changed += 1
      case .known: state.counts.known += 1
      case .leftOut where isWhole: throw NoRoom()
      case .leftOut: state.counts.leftOut += 1
      }
    }
    state.counts.unbooked += ingest.drainUnbooked()
    for rejection in batch.rejections { try ingest.add(rejection) }
    for (place, signs) in batch.signs { try ingest.add(signs, at: place) }
    for file in batch.files { try SourceFiles.save(file, batch.problems, database) }
    state.copies += batch.requests.count
  }

  private func write(_ batch: UsageBatch, _ state: inout State) throws {
    try store.inDatabase { database in
      do {
        try add(batch, isWhole: false, database, &state)
        let isLong = state.open.map { .now - $0.began > UsageWriter.patience } ?? false
        if isLong || state.copies > UsageWriter.mostCopies {
          try commit(database, &state)
        }
      } catch {
        rollback(database, &state)
        throw error
      }
    }
  }

  /// Makes everything written so far durable.
  package func commit() throws { try state.withLock { try commit(&$0) } }

  private func commit(_ state: inout State) throws {
    try store.inDatabase { database in
      do {
        try commit(database, &state)
      } catch {
        rollback(database, &state)
        throw error
      }
    }
  }

  /// Rolls back everything since the last commit.
  package func abandon() {
    state.withLock { state in
      store.queue.inDatabase { rollback($0, &state) }
    }
  }

  /// Makes everything written so far durable and runs `body` before anything else is written.
  package func whileSettled(_ body: () -> Void) throws {
    try state.withLock { state in
      try commit(&state)
      body()
    }
  }

  /// Mends impossible times in the store, which every transaction does first.
  package func mendTimes() throws {
    try alone { [self] database, state in _ = try begin(database, &state) }
  }

  /// Reprices the whole store if it was priced with another table.
  package func repriceIfNeeded() throws {
    try reprice(always: false)
    if try store.needsMending(at: store.now()) { try mendTimes() }
    // Each transaction does a part, so that others can write in between.
    while try store.isUndecided() { try mendTimes() }
  }

  /// Decides again who paid for requests about whose time claude.ai has reported something since.
  package func reviewPurses() throws {
    if try store.hasDuePurses() { try mendTimes() }
  }

  /// Reprices the whole store and charges what can be charged now, for example after an account in another currency
  /// got its first rate.
  package func reprice() throws { try reprice(always: true) }

  private func reprice(always: Bool) throws {
    try alone { [self] database, state in
      let known = try String.fetchChecked(
        database, sql: "SELECT value FROM setting WHERE key = 'prices'")
      guard always || known != prices.fingerprint else { return }
      let ingest = try begin(database, &state)
      state.counts.changed += try ingest.reprice()
      try database.execute(
        sql: "INSERT OR REPLACE INTO setting (key, value) VALUES ('prices', ?)",
        arguments: [prices.fingerprint])
    }
  }

  /// Does something to the whole store in a transaction and commits.
  private func alone(_ body: @Sendable (Database, inout State) throws -> Void) throws {
    try state.withLock { state in
      try store.inDatabase { database in
        do {
          try body(database, &state)
          try commit(database, &state)
        } catch {
          rollback(database, &state)
          throw error
        }
      }
    }
  }

  /// The open transaction, or a new one.
  private func begin(_ database: Database, _ state: inout State) throws -> Ingest {
    if let ingest = state.open?.ingest { return ingest }
    try database.execute(sql: "BEGIN IMMEDIATE")
    do {
      let memory = try state.memory ?? IngestMemory(database, prices: prices, credential)
      let ingest = try memory.begin(now: store.rules.clock())
      state.memory = memory
      state.open = (ingest, .now)
      state.copies = 0
      return ingest
    } catch {
      state.memory = nil
      try? database.execute(sql: "ROLLBACK")
      throw error
    }
  }

  private func commit(_ database: Database, _ state: inout State) throws {
    guard let open = state.open else { return }
    try open.ingest.flush()
    state.counts.unbooked += open.ingest.drainUnbooked()
    // Settles even if nothing was charged, since uncharged usage can be unusual burn too.
    try store.settle(database, LedgerWriter(database, now: store.rules.clock()))
    try store.ensureInPlace(database)
    try database.execute(sql: "COMMIT")
    state.open = nil
  }

  /// Rolls back what is not committed, and drops the caches with it.
  private func rollback(_ database: Database, _ state: inout State) {
    state.memory = nil
    if state.open != nil { try? database.execute(sql: "ROLLBACK") }
    state.open = nil
  }
}
