import Advice
import GRDB
import Ledger
import TestSupport
import Testing
import Values

@testable import Storage

/// What guards say and leave behind.
@Suite struct GuardTests {
  private func verdict(_ desk: Desk, _ tool: Tool? = .cursor, needs: Int = 0, at minute: Int) throws
    -> String
  {
    desk.clock.now = Desk.at(minute)
    return
      switch try desk.store.guardVerdict(
        tool: tool, needs: dollars(needs), at: desk.clock.now)
    {
    case .goOn: "go on"
    case .near(_, let percent, _): "near \(percent)"
    case .allowed: "allowed"
    case .stop(let stop, _): stop.limit?.limit.title ?? "empty"
    case .unknown(let doubt, _): doubt.sentence
    }
  }

  private func entries(_ desk: Desk, _ kind: EntryKind) throws -> [String] {
    var notes: [String] = []
    try desk.store.ledger(LedgerPage.Query(account: "work"), since: nil, days: .utc) { row in
      if row.kind == .entry(kind) { notes.append(row.notes.text(in: .usd)) }
    }
    return notes
  }

  private func desk() throws -> Desk {
    let desk = try Desk()
    try desk.open("work")
    try desk.act(.setBalance(dollars(100)), at: 1)
    try desk.act(.setLimit(tool: .cursor, period: .day, amount: dollars(10)), at: 1)
    return desk
  }

  @Test func `a limit is near once per threshold, then stops, with one entry`() throws {
    let desk = try desk()
    #expect(try verdict(desk, at: 2) == "go on")
    try desk.charge("a", 8, at: 3, tool: .cursor)
    #expect(try verdict(desk, at: 4) == "near 80")
    #expect(try verdict(desk, at: 5) == "go on")
    #expect(try verdict(desk, needs: 3, at: 5) == "daily limit for Cursor")
    #expect(try entries(desk, .guardStop) == [])
    try desk.charge("b", 2, at: 6, tool: .cursor)
    for minute in 7...9 { #expect(try verdict(desk, at: minute) == "daily limit for Cursor") }
    #expect(try verdict(desk, .claudeCode, at: 9) == "go on")
    #expect(
      try entries(desk, .guardStop) == ["Cursor stopped: daily limit for Cursor, $10.00 of $10.00"])
    #expect(try desk.balance() == 90)
    #expect(try desk.differences() == [])
    #expect(try desk.state().undoable?.kind == .limit)
    // Raised: told anew; the next day nothing is used.
    try desk.act(.setLimit(tool: .cursor, period: .day, amount: dollars(12)), at: 10)
    #expect(try verdict(desk, at: 11) == "near 80")
    #expect(try verdict(desk, at: 24 * 60 + 1) == "go on")
  }

  @Test func `a stop keeps the moment of the first one`() throws {
    let desk = try desk()
    try desk.charge("a", 10, at: 3, tool: .cursor)
    #expect(try verdict(desk, at: 4) == "daily limit for Cursor")
    guard
      case .stop(_, let sentence) = try desk.store.guardVerdict(tool: .cursor, at: Desk.at(50))
    else {
      Issue.record("it goes on")
      return
    }
    #expect(sentence.contains("since \(Desk.at(4).minuteText)"))
  }

  @Test func `a pass lets everything pass until it ends`() throws {
    let desk = try desk()
    try desk.charge("a", 10, at: 3, tool: .cursor)
    #expect(try verdict(desk, at: 4) == "daily limit for Cursor")
    try desk.store.allow(tool: .mcp, for: .minutes(30), at: Desk.at(5))
    #expect(try verdict(desk, at: 5) == "daily limit for Cursor")
    try desk.store.allow(for: .minutes(30), at: Desk.at(6))
    #expect(try verdict(desk, at: 7) == "allowed")
    #expect(try desk.store.guardPasses(at: Desk.at(7)).map(\.tool) == [nil, .mcp])
    #expect(try verdict(desk, at: 36) == "daily limit for Cursor")
    try desk.store.settle(at: Desk.at(40))
    try desk.store.allow(for: .minutes(30), at: Desk.at(41))
    try desk.store.allow(for: nil, at: Desk.at(42))
    #expect(try verdict(desk, at: 43) == "daily limit for Cursor")
    let passes = try entries(desk, .guardPass)
    #expect(passes.filter { $0.hasSuffix("no longer allowed") }.count == 3)
    #expect(passes.count == 6)
    #expect(try entries(desk, .guardStop).count == 1)
    #expect(try desk.differences() == [])
  }

  @Test func `an empty budget stops, again after a top-up`() throws {
    let desk = try Desk()
    try desk.open("work")
    try desk.act(.setBalance(dollars(3)), at: 1)
    try desk.charge("a", 3, at: 2, tool: .cursor)
    #expect(try verdict(desk, at: 3) == "empty")
    #expect(try verdict(desk, nil, at: 3) == "empty")
    try desk.act(.topUp(dollars(2)), at: 4)
    #expect(try verdict(desk, at: 5) == "go on")
    try desk.charge("b", 2, at: 6, tool: .cursor)
    #expect(try verdict(desk, at: 7) == "empty")
    #expect(
      try entries(desk, .guardStop).sorted() == [
        "Cursor stopped: nothing is left", "Cursor stopped: nothing is left",
        "every tool stopped: nothing is left",
      ])
    #expect(try desk.differences() == [])
  }

  @Test func `the cap of an account at claude.ai stops only what would draw`() throws {
    let desk = try Desk()
    try desk.open("work") { $0.authority = .claude }
    try desk.act(.setBalance(dollars(50)), at: 1)
    try desk.act(.setLimit(tool: nil, period: .month, amount: dollars(5)), at: 1)
    try desk.charge("a", 6, at: 2, tool: .cursor)
    let doubt =
      "the monthly cap is reached, but it is unknown whether the next request would draw"
    let unsure = try verdict(desk, at: 3)
    #expect([doubt, "monthly cap"].contains(unsure))
    func window(_ used: Double, at minute: Int) throws {
      try desk.store.write { database in
        try database.execute(
          sql: """
            INSERT OR REPLACE INTO plan_window (account, id, used, resets_at, as_of)
            VALUES (1, 'fiveHour', ?, ?, ?)
            """, arguments: [used, Desk.at(400), Desk.at(minute)])
      }
    }
    try window(100, at: 4)
    #expect(try verdict(desk, at: 5) == "monthly cap")
    try window(40, at: 6)
    #expect(try verdict(desk, at: 7) == "go on")
    try desk.charge("b", 60, at: 8, tool: .cursor)
    #expect(try verdict(desk, at: 401) != "empty")
    #expect(try desk.differences() == [])
  }

  @Test func `no account is known`() throws {
    let desk = try Desk()
    #expect(try verdict(desk, at: 1) == "go on")
    try desk.store.allow(for: .minutes(1), at: Desk.at(1))
    #expect(try verdict(desk, at: 1) == "allowed")
  }

  @Test func `installations replace those of before`() throws {
    let desk = try Desk()
    let hook = GuardInstallation(tool: .cursor, by: .hook, isInstalled: true, works: true)
    try desk.store.record([hook])
    let broken = GuardInstallation(
      tool: .claudeCode, by: .hook, isInstalled: true, works: false, why: "hooks are disabled")
    try desk.store.record([broken])
    #expect(try desk.store.read { try GuardRows.installations($0) } == [broken])
  }
}
