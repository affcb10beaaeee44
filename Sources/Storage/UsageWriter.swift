import GRDB
import Ledger
import Pricing
import Synchronization

/// What became of the copies that were handed to a writer.
package struct WriteCounts: Sendable, Equatable, AdditiveArithmetic {
  /// Requests the store did not have.
  package var new = 0
  /// Requests it knows more of now, or prices otherwise.
  package var changed = 0
  /// Copies that told nothing new.
  package var known = 0
  /// Requests that were left out, because with them all usage would cost more than can be counted.
  package var refused = 0

  package static let zero = WriteCounts()
  package static func + (left: WriteCounts, right: WriteCounts) -> WriteCounts {
    var sum = left
    sum.new += right.new
    sum.changed += right.changed
    sum.known += right.known
    sum.refused += right.refused
    return sum
  }
  package static func - (left: WriteCounts, right: WriteCounts) -> WriteCounts {
    var difference = left
    difference.new -= right.new
    difference.changed -= right.changed
    difference.known -= right.known
    difference.refused -= right.refused
    return difference
  }
}

/// Writes batches of usage, several of them in one transaction, from any thread.
///
/// A transaction is committed a moment after it was begun, so that other processes never wait long
/// and the dashboard sees a long reading grow; what is open at the end needs ``commit()``.
package final class UsageWriter: Sendable {
  private struct State {
    var ingest: Ingest?
    var began: ContinuousClock.Instant?
    /// Copies taken in since it began.
    var copies = 0
    var counts = WriteCounts.zero
  }

  private let store: UsageStore
  private let prices: PriceTable
  private let projectCredential: @Sendable (String) -> Credential?
  private let state = Mutex(State())

  /// How long a transaction gathers batches.
  private static let patience = Duration.milliseconds(400)
  /// Copies after which it is committed all the same: it bounds the sums that wait in memory.
  private static let mostCopies = 16_384

  /// A writer into `store` that prices by `prices`.
  /// - Parameter projectCredential: what pays for Claude Code in a project's folder, if the project says so.
  package init(
    store: UsageStore, prices: PriceTable,
    projectCredential: @escaping @Sendable (String) -> Credential? = { _ in nil }
  ) {
    self.projectCredential = projectCredential
    self.store = store
    self.prices = prices
  }

  // Its statements must be gone before the connection that they belong to.
  deinit { state.withLock { $0.ingest = nil } }

  /// What has become of everything written so far.
  package var counts: WriteCounts { state.withLock { $0.counts } }

  /// Takes in a batch, whole or not at all.
  /// - Throws: what the database says, after taking back everything since the last commit.
  package func write(_ batch: UsageBatch) throws {
    try state.withLock { try write(batch, isWhole: false, &$0) }
  }

  /// Takes in every request of a batch or none.
  /// - Throws: ``NoRoom`` where with one of them all usage would cost more than can be counted.
  package func writeWhole(_ batch: UsageBatch) throws {
    try state.withLock { try write(batch, isWhole: true, &$0) }
  }

  /// With a request all usage would cost more than can be counted.
  package struct NoRoom: Error, CustomStringConvertible {
    /// The one there is.
    package init() {}

    /// What is so, in a sentence.
    package var description: String {
      "with this all usage would cost more than the \(CountingRoom.most.display) that can be counted"
    }
  }

  /// Takes in a batch as ``write(_:)`` does, unless another thread is writing.
  /// - Returns: whether it was taken.
  package func writeIfIdle(_ batch: UsageBatch) throws -> Bool {
    try state.withLockIfAvailable { try write(batch, isWhole: false, &$0) } != nil
  }

  private func write(_ batch: UsageBatch, isWhole: Bool, _ state: inout State) throws {
    try store.inDatabase { database in
      do {
        let ingest = try begin(database, &state)
        for request in batch.requests {
          switch try ingest.take(request) {
          case .new: state.counts.new += 1
          case .changed: state.counts.changed += 1
          case .known: state.counts.known += 1
          case .refused where isWhole: throw NoRoom()
          case .refused: state.counts.refused += 1
          }
        }
        for rejection in batch.rejections { try ingest.take(rejection) }
        for (place, signs) in batch.signs { try ingest.take(signs, at: place) }
        for file in batch.files { try SourceFiles.save(file, batch.problems, database) }
        state.copies += batch.requests.count
        let isLong = state.began.map { .now - $0 > UsageWriter.patience } ?? false
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

  /// Takes back everything since the last commit.
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

  /// Prices the whole store anew if it was priced by another table, and mends what an earlier version stored of
  /// times that were still to come.
  package func repriceIfNeeded() throws {
    try reprice(always: false)
    try bring(.times, to: "1")
  }

  /// Prices the whole store anew and charges what can be charged now, such as when an account in another
  /// currency gets its first rate.
  package func reprice() throws { try reprice(always: true) }

  private func reprice(always: Bool) throws {
    try bring(.prices, to: prices.fingerprint, always: always)
  }

  /// What is done to the whole store at once, and kept by what it was done.
  private enum Overhaul: String {
    case prices, times
  }

  /// Does it in a transaction of its own, unless it was done by the same already.
  private func bring(_ overhaul: Overhaul, to mark: String, always: Bool = false) throws {
    try state.withLock { state in
      try store.inDatabase { database in
        let known = try String.fetchChecked(
          database, sql: "SELECT value FROM setting WHERE key = ?",
          arguments: [overhaul.rawValue])
        guard always || known != mark else { return }
        do {
          let ingest = try begin(database, &state)
          switch overhaul {
          case .prices: state.counts.changed += try ingest.reprice()
          case .times: try ingest.mendTimes()
          }
          try database.execute(
            sql: "INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)",
            arguments: [overhaul.rawValue, mark])
          try commit(database, &state)
        } catch {
          rollback(database, &state)
          throw error
        }
      }
    }
  }

  private func begin(_ database: Database, _ state: inout State) throws -> Ingest {
    let isOpen = state.began != nil
    if !isOpen {
      try database.execute(sql: "BEGIN IMMEDIATE")
      state.began = .now
      state.copies = 0
    }
    let ingest = try state.ingest ?? Ingest(database, prices: prices, projectCredential)
    state.ingest = ingest
    if !isOpen { try ingest.begin(now: store.rules.clock()) }
    return ingest
  }

  private func commit(_ database: Database, _ state: inout State) throws {
    guard state.began != nil else { return }
    if let ingest = state.ingest {
      try ingest.flush()
      // What was not charged can be unusual burn all the same.
      try store.settle(database, at: store.rules.clock())
    }
    try store.ensureInPlace()
    try database.execute(sql: "COMMIT")
    state.began = nil
  }

  /// Takes back what is not committed; what `ingest` remembers of it is forgotten with it.
  private func rollback(_ database: Database, _ state: inout State) {
    state.ingest = nil
    if state.began != nil { try? database.execute(sql: "ROLLBACK") }
    state.began = nil
  }
}
