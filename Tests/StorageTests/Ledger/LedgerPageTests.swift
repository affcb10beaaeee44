import Foundation
import Ledger
import Pricing
import TestSupport
import Testing
import Values

@testable import Storage

private let start = Instant(milliseconds: 1_772_323_200_000)

/// A ledger with charges of several tools on several days between other entries.
private final class Book {
  let store: UsageStore
  let clock = SetClock()
  private let writer: UsageWriter
  private var count = 0

  init() throws {
    clock.now = start
    store = try UsageStore(path: ":memory:", rules: clock.rules)
    writer = UsageWriter(store: store, prices: .builtIn)
    try store.addAccount(Account(name: "local", authority: .local, since: start), at: start)
  }

  func charge(_ tool: Tool, _ price: Int, at minute: Int) throws {
    count += 1
    var made = request("msg_\(count)", "req_\(count)")
    made.time = start.advanced(by: Int64(minute) * Instant.perMinute)
    clock.now = max(clock.now, made.time)
    made.tool = tool
    made.recordedCost = cents(price)
    try writer.take(made)
  }

  func act(_ action: MoneyAction, at minute: Int) throws {
    clock.now = start.advanced(by: Int64(minute) * Instant.perMinute)
    _ = try store.perform(action, on: nil, at: clock.now)
  }

  func page(
    isGrouped: Bool = true, filter: String = "", around: Int64? = nil, reach: Int = 100
  ) throws -> LedgerPage {
    let query = LedgerPage.Query(
      account: "local", isGrouped: isGrouped, filter: filter, around: around, reach: reach)
    let asked = UsageStore.SnapshotQuery(now: clock.now, days: .utc, ledger: query)
    return try #require(try store.snapshot(asked).ledger)
  }

  func all(isGrouped: Bool) throws -> [LedgerRow] {
    var rows: [LedgerRow] = []
    let query = LedgerPage.Query(account: "local", isGrouped: isGrouped)
    try store.ledger(query, since: nil, days: .utc) { rows.append($0) }
    return rows
  }
}

private func lines(_ rows: [LedgerRow]) -> [String] {
  rows.map { row in
    let tool = row.tool.map { " \($0.rawValue)" } ?? ""
    let amount = row.amount.map { $0.rounded(to: 2) } ?? "-"
    return
      "\(row.number) \(row.title)\(tool) ×\(row.count) \(amount) \(row.balance?.rounded(to: 2) ?? "?")"
  }
}

@Suite struct LedgerPageTests {
  @Test func `charges stand together by day and tool, and each line's balance follows`() throws {
    let book = try Book()
    try book.act(.topUp(dollars(20)), at: 1)
    try book.charge(.cursor, 100, at: 10)
    try book.charge(.claudeCode, 200, at: 11)
    try book.charge(.cursor, 50, at: 12)
    try book.charge(.cursor, 25, at: 24 * 60 + 1)
    try book.act(.setBalance(dollars(16)), at: 24 * 60 + 2)
    // The reading covers it: it explains a part of what was missing and moves nothing.
    try book.charge(.mcp, 10, at: 24 * 60 + 1)
    try book.charge(.mcp, 5, at: 24 * 60 + 9)
    let expected = [
      "1 opened ×1 0.00 0.00", "2 top-up ×1 20.00 20.00", "4 charges claude-code ×1 -2.00 18.00",
      "5 charges cursor ×2 -1.50 16.50", "6 charges cursor ×1 -0.25 16.25",
      "7 unexplained ×1 -0.15 16.00", "7 reading ×1 16.00 16.00", "9 charges mcp ×2 -0.15 15.95",
    ]
    #expect(lines(try book.all(isGrouped: true)) == expected)
    #expect(lines(try book.page().rows) == expected.reversed())
  }

  /// A page must show what stands there, wherever it begins and from whichever side it was come to.
  @Test(arguments: [true, false])
  func `pages around any entry are parts of the whole`(isGrouped: Bool) throws {
    for seed in seeds(4) {
      var random = SeededRandom(seed: seed)
      let book = try Book()
      var minute = 0
      for _ in 0..<80 {
        minute += random.pick(1...200)
        switch random.pick(0...9) {
        case 0:
          try book.act(.topUp(dollars(random.pick(1...9))), at: minute)
        case 1:
          try book.act(
            .setBalance(dollars(random.pick(1...90))), at: minute)
        default:
          try book.charge(
            random.pick([.cursor, .mcp, .claudeCode]), random.pick(1...99),
            at: max(1, minute - random.pick(0...100)))
        }
      }
      let whole = try book.all(isGrouped: isGrouped).reversed().map { $0 }
      for around in [nil, 1, 2] + (0..<25).map({ _ in Int64(random.pick(1...81)) as Int64? }) {
        let page = try book.page(isGrouped: isGrouped, around: around, reach: random.pick(1...12))
        let first = try #require(page.rows.first)
        let place = try #require(whole.firstIndex(of: first), "seed \(seed), around \(around ?? 0)")
        let part = Array(whole[place...].prefix(page.rows.count))
        #expect(lines(page.rows) == lines(part), "seed \(seed), around \(around ?? 0)")
        #expect(page.hasNewer == (place > 0), "seed \(seed), around \(around ?? 0)")
        #expect(page.hasOlder == (place + part.count < whole.count), "seed \(seed)")
        if let around, !isGrouped { #expect(part.contains { $0.number == around }) }
      }
    }
  }

  @Test func `a filter lets through kinds, tools and notes`() throws {
    let book = try Book()
    try book.act(.topUp(dollars(5)), at: 1)
    try book.charge(.cursor, 100, at: 10)
    try book.charge(.mcp, 100, at: 11)
    try book.act(.setLimit(tool: .cursor, period: .day, amount: .zero), at: 12)
    func titles(_ filter: String) throws -> [String] {
      try book.page(filter: filter).rows.map(\.title)
    }
    #expect(try titles("top") == ["top-up"])
    #expect(try titles("CURSOR") == ["limit", "charges"])
    #expect(try titles("charge") == ["charges", "charges"])
    #expect(try titles("nothing of that").isEmpty)
    try book.act(.addCredit(.grant, dollars(2), expires: Instant("2031-01-01T00:00:00Z")), at: 13)
    #expect(try titles("expires") == ["grant"], "what a line shows can be found")
  }
  @Test func `a filter looks through notes in the account's own currency`() throws {
    let desk = try Desk()
    try desk.open("euro") { $0.currency = Currency(code: "EUR") ?? .usd }
    try desk.act(.setLimit(tool: .cursor, period: .day, amount: dollars(5)), at: 1)
    func titles(_ filter: String) throws -> [String] {
      let query = LedgerPage.Query(account: "euro", filter: filter)
      let asked = UsageStore.SnapshotQuery(now: desk.clock.now, days: .utc, ledger: query)
      return try #require(try desk.store.snapshot(asked).ledger).rows.map(\.title)
    }
    #expect(try titles("EUR") == ["limit"])
    #expect(try titles("$").isEmpty)
  }
}
