import Advice
import GRDB
import Ledger
import TestSupport
import Testing
import Values

@testable import Storage

/// What limits count.
@Suite struct LimitCountTests {
  private func used(_ desk: Desk, _ tool: Tool?) throws -> [Money?] {
    try desk.state("work").limits.filter { $0.limit.tool == tool }.map {
      $0.isCounted ? $0.used : nil
    }
  }

  /// Both ways of reading agree.
  private func check(_ desk: Desk, _ tool: Tool?, _ expected: Money?) throws {
    #expect(try used(desk, tool) == [expected])
    let shown = try desk.store.snapshot(
      UsageStore.SnapshotQuery(now: desk.clock.now, days: .utc)
    ).funds.accounts.first?.limits.first { $0.limit.tool == tool }
    #expect(try #require(shown).used == expected ?? .zero)
    #expect(shown?.isCounted == (expected != nil))
  }

  @Test func `a tool's limit counts all it used, a cap what was drawn`() throws {
    let desk = try Desk()
    try desk.open("work")
    try desk.act(.setLimit(tool: .cursor, period: .day, amount: dollars(10)), at: 1)
    try desk.act(.setLimit(tool: nil, period: .day, amount: dollars(10)), at: 1)
    try desk.charge("a", 3, at: 2, tool: .cursor)
    _ = try desk.store.link(Linkage(tool: .cursor, purse: .ownPlan), at: desk.clock.now)
    try desk.charge("b", 4, at: 3, tool: .cursor)
    try check(desk, .cursor, dollars(7))
    try check(desk, nil, dollars(3))
    try desk.act(
      .setLimit(tool: .cursor, period: .day, amount: dollars(10), isDrawn: true), at: 4)
    try check(desk, .cursor, dollars(3))
    #expect(try desk.differences() == [])
    try desk.act(.undo(entry: nil), at: 5)
    try check(desk, .cursor, dollars(7))
    #expect(try desk.differences() == [])
  }

  @Test func `without a rate, use cannot be counted in another currency`() throws {
    let desk = try Desk()
    try desk.open("work") { $0.currency = Currency(code: "EUR") ?? .usd }
    try desk.act(.setLimit(tool: .cursor, period: .day, amount: dollars(10)), at: 1)
    try desk.charge("a", 30, at: 2, tool: .cursor)
    try check(desk, .cursor, nil)
    #expect(try desk.state("work").limits.map(\.isReached) == [false])
  }

  @Test func `limits of earlier versions count what was drawn`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("usage.sqlite")
    do {
      let queue = try DatabaseQueue(path: path)
      try Schema.migrator.migrate(queue, upTo: "23 what is decided once more")
      try queue.write { database in
        try database.execute(
          sql: """
            INSERT INTO account (id, name, authority, currency, online, since, closed, entries)
              VALUES (1, 'work', 'local', 'USD', 0, 0, 0, 1);
            INSERT INTO entry (account, number, kind, time, entered, detail) VALUES (1, 1, 'limit', 0, 0,
              '{"limit":{"after":5000000000,"period":"day","tool":"cursor"}}');
            INSERT INTO spending_limit VALUES (1, 'cursor', 'day', 'fuelgauge', 5000000000);
            """)
      }
    }
    let store = try UsageStore(path: path, rules: .test)
    let state = try #require(try store.funds(at: Desk.start).accounts.first)
    #expect(state.limits.map(\.limit.counts) == [.drawn])
    #expect(state.limits.map(\.limit.amount) == [dollars(5)])
  }
}
