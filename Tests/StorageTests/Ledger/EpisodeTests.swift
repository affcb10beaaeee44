import Advice
import GRDB
import Ledger
import Synchronization
import TestSupport
import Testing
import Values

@testable import Storage

/// A warning from its begin to its end, as the store keeps it.
@Suite struct EpisodeTests {
  /// The episodes of a kind that are told of at present, and since which minute each.
  private func told(_ id: Warning.ID, _ desk: Desk) throws -> [String: Int64] {
    let warnings = try desk.store.funds(at: desk.clock.now).warnings.filter { $0.id == id }
    return warnings.reduce(into: [:]) {
      $0[$1.episode.part] =
        ($1.since.milliseconds - Desk.start.milliseconds) / Instant.perMinute
    }
  }

  @Test func `the limit of a tool is near until it is clearly not, since it became so`() throws {
    let desk = try Desk()
    try desk.open("work")
    try desk.act(.setLimit(tool: .cursor, period: .day, amount: dollars(10)), at: 1)
    try desk.charge("a", 8, at: 2, tool: .cursor)
    #expect(try told(.capNear, desk) == ["cursor/day/fuelgauge": 2])
    // 77 %: it would not begin here, but it does not end either.
    try desk.act(
      .setLimit(tool: .cursor, period: .day, amount: dollars(10.4)), at: 5)
    #expect(try told(.capNear, desk) == ["cursor/day/fuelgauge": 2])
    try desk.act(.setLimit(tool: .cursor, period: .day, amount: dollars(20)), at: 6)
    #expect(try told(.capNear, desk) == [:])
  }

  @Test func `the limits of a tool for a day and a month have episodes of their own`() throws {
    let desk = try Desk()
    try desk.open("work")
    try desk.act(.setLimit(tool: .cursor, period: .day, amount: dollars(10)), at: 1)
    try desk.act(.setLimit(tool: .cursor, period: .month, amount: dollars(20)), at: 1)
    try desk.charge("a", 9, at: 2, tool: .cursor)
    try desk.charge("b", 8, at: 7, tool: .cursor)
    #expect(try told(.capReached, desk) == ["cursor/day/fuelgauge": 7])
    #expect(try told(.capNear, desk) == ["cursor/month/fuelgauge": 7])
    desk.clock.now = Desk.at(9)
    try desk.store.settle(at: desk.clock.now)
    #expect(try told(.capReached, desk) == ["cursor/day/fuelgauge": 7])
    #expect(try told(.capNear, desk) == ["cursor/month/fuelgauge": 7])
  }

  @Test func `who writes and who shows take the pace over the same minutes`() throws {
    let desk = try Desk(burnMinutes: 120)
    try desk.open("work")
    try desk.act(.setBalance(dollars(50)), at: 1)
    try desk.charge("a", 6, at: 120)
    desk.clock.now = Desk.at(180)
    let written = try desk.state("work").drawn.perHour
    let shown = try desk.store.snapshot(
      UsageStore.SnapshotQuery(now: desk.clock.now, days: .utc)
    ).funds.accounts.first?.drawn.perHour
    #expect(written == dollars(3))
    #expect(shown == written)
  }

  @Test func `with nothing to tell nobody waits for another writer`() throws {
    let folder = try TemporaryFolder()
    let desk = try Desk(path: folder.path("usage.sqlite"))
    try desk.open("work")
    try desk.act(.setLimit(tool: .cursor, period: .day, amount: dollars(10)), at: 1)
    try desk.act(.setBalance(dollars(50)), at: 1)
    try desk.charge("a", 9, at: 2, tool: .cursor)
    let warnings = try desk.store.funds(at: desk.clock.now).warnings
    #expect(try desk.store.claimNotices(of: warnings).due.contains { $0.id == .capNear })
    let other = try DatabaseQueue(path: folder.path("usage.sqlite"))
    try other.inTransaction(.immediate) { _ in
      // With the lock held, a transaction that writes would fail.
      let again = try desk.store.claimNotices(of: warnings)
      #expect(again.due.isEmpty)
      #expect(again.settled == Set(warnings.map(\.episode)))
      return .rollback
    }
  }

  @Test func `a top-up reads the accounts once`() throws {
    let desk = try Desk()
    try desk.open("work")
    try desk.act(.setBalance(dollars(50)), at: 1)
    let reads = Mutex(0)
    desk.store.queue.inDatabase { database in
      database.trace { event in
        if "\(event)".contains("FROM account ORDER BY id") { reads.withLock { $0 += 1 } }
      }
    }
    try desk.act(.topUp(dollars(5)), at: 2)
    desk.store.queue.inDatabase { $0.trace() }
    #expect(reads.withLock { $0 } == 1)
  }
}
