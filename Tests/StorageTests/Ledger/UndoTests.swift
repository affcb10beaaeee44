import Advice
import Ledger
import TestSupport
import Testing

@testable import Storage

/// What taking back means.
@Suite struct UndoTests {
  private let desk: Desk

  init() throws {
    desk = try Desk()
    try desk.open("local")
  }

  private func undo(at minute: Int) throws -> MoneyOutcome {
    let undoable = try desk.state().undoable
    let outcome = try desk.act(.undo(entry: undoable?.entry), at: minute)
    if try desk.state().autoReload.isOn == false {
      #expect(outcome.balance == undoable?.balanceAfter, "the form has said so")
    }
    #expect(try desk.differences() == [])
    return outcome
  }

  @Test func `a credit that has expired is not taken twice`() throws {
    try desk.act(.setBalance(dollars(20)), at: 0)
    try desk.act(.addCredit(.grant, dollars(10), expires: Desk.at(60)), at: 1)
    try desk.charge("a", 1, at: 30)
    try desk.charge("b", 2, at: 80)
    #expect(try desk.balance() == 18, "9 of the 10 expired")
    #expect(try undo(at: 90).balance == dollars(17), "1 was spent from it")
  }

  @Test func `a credit of which all has expired is worth nothing when it is taken back`() throws {
    try desk.act(.setBalance(dollars(10)), at: 0)
    try desk.act(.addCredit(.grant, dollars(50), expires: Desk.at(60)), at: 1)
    desk.clock.now = Desk.at(61)
    try desk.store.settle(at: desk.clock.now)
    #expect(try desk.balance() == 10)
    #expect(try undo(at: 90).balance == dollars(10))
    #expect(try desk.balance() == 10)
  }

  @Test func `without a reading what expires is what it was`() throws {
    try desk.act(.setBalance(dollars(10)), at: 0)
    try desk.act(.addCredit(.grant, dollars(50), expires: Desk.at(600)), at: 1)
    try desk.charge("a", 5, at: 20)
    try desk.act(.setBalance(dollars(25)), at: 30)
    #expect(try desk.state().expiring.map(\.left) == [dollars(15)])
    let foreseen = try desk.state().undoable?.expiringAfter
    #expect(foreseen?.map(\.left) == [dollars(45)])
    _ = try undo(at: 40)
    #expect(try desk.state().expiring == foreseen)
  }

  @Test func `a reading that stays is foreseen as it is made up for`() throws {
    try desk.act(.setBalance(dollars(10)), at: 0)
    try desk.act(.addCredit(.grant, dollars(50), expires: Desk.at(600)), at: 1)
    try desk.act(.setBalance(dollars(25)), at: 20)
    try desk.charge("a", 1, at: 30)
    let before = try desk.state()
    #expect(before.undoable?.needsCounterEntry == true)
    #expect(before.undoable?.expiringAfter == nil, "what expires stays as it is")
    _ = try undo(at: 40)
    let after = try desk.state()
    #expect(before.expiring.map(\.left) == [dollars(14)])
    #expect(after.expiring == before.expiring)
    #expect(after.balance.amount == before.undoable?.balanceAfter)
  }

  @Test func `what has expired by another reckoning is reckoned with`() throws {
    try desk.act(.setBalance(dollars(10)), at: 0)
    try desk.act(.addCredit(.grant, dollars(50), expires: Desk.at(60)), at: 1)
    try desk.act(.setBalance(dollars(25)), at: 30)
    desk.clock.now = Desk.at(61)
    try desk.store.settle(at: desk.clock.now)
    #expect(try desk.balance() == 10, "15 of the 25 expired")
    // Without the reading nothing was spent, and all of the 50 expired.
    #expect(try undo(at: 90).balance == dollars(10))
  }

  @Test func `the form says what becomes of a limit and of auto-reload`() throws {
    try desk.act(.setBalance(dollars(30)), at: 0)
    try desk.act(.setLimit(tool: .cursor, period: .day, amount: dollars(7)), at: 1)
    try desk.act(.setLimit(tool: .cursor, period: .day, amount: dollars(3)), at: 2)
    func row(_ label: String) throws -> [String?] {
      let state = try desk.state()
      let preview = MoneyPreview(
        .undo(entry: state.undoable?.entry), of: state, at: desk.clock.now, days: .utc)
      let row = preview.rows.first { $0.label == label }
      return [row?.before, row?.after]
    }
    #expect(try row("daily limit for Cursor") == ["$3.00", "$7.00"])
    _ = try undo(at: 3)
    #expect(try desk.state().limits.map(\.limit.amount) == [dollars(7)])
    #expect(try row("daily limit for Cursor") == ["$7.00", "none"])
    let reload = AutoReload.Settings(isOn: true, below: dollars(5), add: dollars(10))
    try desk.act(.setAutoReload(reload), at: 4)
    #expect(try row("auto-reload") == ["add $10.00 below $5.00", "off"])
  }

  @Test func `a lasting credit is taken back from what lasts`() throws {
    try desk.act(.setBalance(dollars(0)), at: 0)
    try desk.act(.addCredit(.grant, dollars(10), expires: Desk.at(120)), at: 1)
    try desk.act(.topUp(dollars(50)), at: 2)
    try desk.charge("a", 1, at: 30)
    #expect(try undo(at: 40).balance == dollars(9))
    #expect(try desk.state().expiring.map(\.left) == [dollars(9)])
    desk.clock.now = Desk.at(121)
    try desk.store.settle(at: desk.clock.now)
    #expect(try desk.balance() == 0)
  }

  @Test func `what was confirmed or called off is pending again`() throws {
    try desk.open("work") { $0.authority = .claude }
    _ = try desk.store.useAccount("work", at: desk.clock.now)
    try desk.act(.setBalance(dollars(30)), at: 1)
    try desk.act(.setLimit(tool: nil, period: .month, amount: dollars(7)), at: 2)
    let reload = AutoReload.Settings(isOn: true, below: dollars(5), add: dollars(10))
    let wish = try #require(try desk.act(.setAutoReload(reload), at: 3).entry)
    try desk.act(.confirm(pending: wish), at: 4)
    #expect(try desk.state().autoReload.isOn)
    #expect(try undo(at: 5).sentence.hasSuffix("; pending again"))
    #expect(try desk.state().autoReload.settings == nil)
    #expect(try desk.state().pending.map(\.id) == [wish])
    #expect(try desk.state().limits.count == 1, "what was done before stays")

    try desk.act(.cancel(pending: wish), at: 6)
    _ = try undo(at: 7)
    #expect(try desk.state().pending.map(\.id) == [wish])
    let topUp = try #require(try desk.act(.topUp(dollars(25)), at: 8).entry)
    try desk.act(.confirm(pending: topUp), at: 9)
    #expect(try desk.balance() == 55)
    #expect(try undo(at: 10).balance == dollars(30))
    #expect(try desk.state().pending.map(\.id) == [wish, topUp])
  }

  @Test func `what an observed reading covers is history, a limit is not`() throws {
    try desk.act(.topUp(dollars(5)), at: 1)
    var reading = ObservedReading(asOf: Desk.at(2), key: "seen")
    reading.amount = dollars(3)
    try desk.store.record(reading, on: "local", at: Desk.at(2))
    #expect(try desk.state().undoable == nil)
    try desk.act(.setLimit(tool: nil, period: .day, amount: dollars(7)), at: 3)
    reading = ObservedReading(asOf: Desk.at(4), key: "seen again")
    reading.amount = dollars(2)
    try desk.store.record(reading, on: "local", at: Desk.at(4))
    #expect(try desk.state().undoable?.kind == .limit)
  }

  private func openAtClaude(_ balance: Int) throws {
    try desk.open("work") { $0.authority = .claude }
    _ = try desk.store.useAccount("work", at: desk.clock.now)
    try desk.act(.setBalance(dollars(balance)), at: 1)
  }

  @Test func `a reading takes back with it what only it had shown`() throws {
    try openAtClaude(30)
    let pending = try #require(try desk.act(.topUp(dollars(25)), at: 2).entry)
    let said = try desk.act(.setBalance(dollars(65)), at: 3).sentence
    #expect(
      said
        == "noted: claude.ai shows $65.00 for work; the reading settles $25.00 that was pending;"
        + " $10.00 more arrived than was recorded; it counts as top-up")
    #expect(try desk.state().pending.isEmpty)
    let undoable = try #require(try desk.state().undoable)
    #expect(undoable.balanceAfter == dollars(30) && undoable.brought == dollars(35))
    #expect(undoable.pendingAgain == [.topUp(dollars(25))])
    let consequence =
      "the $35.00 that only this reading brought is undone with it; pending again: add $25.00"
    #expect(undoable.consequence(in: .usd) == consequence)
    let outcome = try undo(at: 4)
    #expect(outcome.sentence == "undone: reading of $65.00; \(consequence)")
    #expect(outcome.balance == dollars(30))
    #expect(try desk.state().pending.map(\.id) == [pending])
    #expect(try desk.state().balance.pending == dollars(25))
    // What was done before it can be taken back now, each as if the reading had never been.
    #expect(try desk.state().undoable?.kind == .pending)
    _ = try undo(at: 5)
    #expect(try desk.state().pending.isEmpty)
    #expect(try undo(at: 6).balance == nil)
    #expect(try desk.state().undoable == nil, "nothing is left, and no undo is undone")
  }

  @Test func `the same where money was spent since, openly`() throws {
    try openAtClaude(30)
    let pending = try #require(try desk.act(.topUp(dollars(25)), at: 2).entry)
    try desk.act(.setBalance(dollars(55)), at: 3)
    try desk.charge("a", 4, at: 4, account: "work")
    #expect(try desk.balance() == 51)
    let undoable = try #require(try desk.state().undoable)
    #expect(undoable.needsCounterEntry && undoable.balanceAfter == dollars(26))
    let outcome = try undo(at: 5)
    #expect(
      outcome.sentence.hasSuffix(
        "-$25.00 was booked; the $25.00 that only this reading brought is undone with it; pending again:"
          + " add $25.00"))
    #expect(try desk.state().pending.map(\.id) == [pending])
    // A reading that shows it after all settles it once.
    try desk.act(.setBalance(dollars(51)), at: 6)
    #expect(try desk.state().pending.isEmpty && desk.balance() == 51)
    #expect(try desk.differences() == [])
  }

  @Test func `auto-reload that a reading had shown goes with it`() throws {
    try openAtClaude(30)
    let reload = AutoReload.Settings(isOn: true, below: dollars(5), add: dollars(50))
    try desk.act(.count(.autoReload(reload)), at: 2)
    try desk.act(.setBalance(dollars(80)), at: 3)
    #expect(try desk.state().autoReload.addedThisMonth == dollars(50))
    desk.clock.now = Desk.at(4)
    let outcome = try desk.act(.undo(entry: nil), at: 4)
    #expect(outcome.balance == dollars(30))
    #expect(try desk.state().autoReload.addedThisMonth == .zero)
    #expect(try desk.state().latestCredit == nil)
    #expect(try desk.differences() == [])
  }

  @Test func `what a budget's auto-reload added because of a reading goes with it`() throws {
    try desk.act(.setBalance(dollars(30)), at: 1)
    let reload = AutoReload.Settings(isOn: true, below: dollars(5), add: dollars(50))
    try desk.act(.setAutoReload(reload), at: 2)
    #expect(try desk.act(.setBalance(dollars(3)), at: 3).balance == dollars(53))
    let undoable = try #require(try desk.state().undoable)
    #expect(undoable.balanceAfter == dollars(30) && undoable.brought == dollars(50))
    #expect(try undo(at: 4).balance == dollars(30))
    #expect(try desk.state().autoReload.addedThisMonth == .zero)
  }

  @Test func `of two readings the later one goes first, each with what it had shown`() throws {
    try openAtClaude(30)
    let first = try #require(try desk.act(.topUp(dollars(25)), at: 2).entry)
    try desk.act(.setBalance(dollars(55)), at: 3)
    let second = try #require(try desk.act(.topUp(dollars(10)), at: 4).entry)
    try desk.act(.setBalance(dollars(65)), at: 5)
    #expect(try undo(at: 6).balance == dollars(55))
    #expect(try desk.state().pending.map(\.id) == [second])
    _ = try undo(at: 7)
    #expect(try desk.state().pending.isEmpty)
    #expect(try undo(at: 8).balance == dollars(30))
    #expect(try desk.state().pending.map(\.id) == [first])
  }

  @Test func `a confirmed top-up is pending again also where it is booked against`() throws {
    try openAtClaude(30)
    let pending = try #require(try desk.act(.topUp(dollars(25)), at: 2).entry)
    try desk.act(.confirm(pending: pending), at: 3)
    try desk.charge("a", 4, at: 4, account: "work")
    let state = try desk.state()
    let preview = MoneyPreview(.undo(entry: nil), of: state, at: desk.clock.now, days: .utc)
    let row = preview.rows.first { $0.label == "pending" }
    #expect(row?.before == "$0.00" && row?.after == "$25.00")
    let outcome = try undo(at: 5)
    #expect(
      outcome.sentence.hasSuffix("a correction of -$25.00 was booked; pending again: add $25.00"))
    #expect(try desk.state().balance.pending == dollars(25) && desk.balance() == 26)
    try desk.act(.confirm(pending: pending), at: 6)
    #expect(try desk.balance() == 51 && desk.state().pending.isEmpty)
    #expect(try desk.differences() == [])
  }

  @Test func `the form says what becomes of claude dot ai's own settings`() throws {
    try openAtClaude(30)
    func row(_ label: String) throws -> [String?] {
      let state = try desk.state()
      let preview = MoneyPreview(.undo(entry: nil), of: state, at: desk.clock.now, days: .utc)
      let row = preview.rows.first { $0.label == label }
      return [row?.before, row?.after]
    }
    try desk.act(.count(.cap(dollars(100))), at: 2)
    try desk.act(.count(.cap(dollars(200))), at: 3)
    #expect(try row("claude.ai's cap") == ["$200.00", "$100.00"])
    #expect(try row("cap left") == ["$200.00", "$100.00"])
    _ = try undo(at: 4)
    #expect(try row("cap left") == ["$100.00", "unknown"])
    let reload = AutoReload.Settings(isOn: true, below: dollars(5), add: dollars(10))
    try desk.act(.count(.autoReload(reload)), at: 5)
    #expect(try row("auto-reload") == ["add $10.00 below $5.00", "unknown"])
    try desk.act(.topUp(dollars(25)), at: 6)
    #expect(try row("pending") == ["$25.00", "$0.00"])
  }

  @Test func `what auto-reload added when it was switched on goes with that, also after spending`()
    throws
  {
    for spent in [0, 2] {
      let desk = try Desk()
      try desk.open("budget")
      try desk.act(.setBalance(dollars(3)), at: 1)
      let reload = AutoReload.Settings(isOn: true, below: dollars(5), add: dollars(50))
      #expect(try desk.act(.setAutoReload(reload), at: 2).balance == dollars(53))
      if spent > 0 { try desk.charge("a", spent, at: 3) }
      desk.clock.now = Desk.at(4)
      let undoable = try #require(try desk.state().undoable)
      #expect(undoable.balanceAfter == dollars(3 - spent))
      let outcome = try desk.act(.undo(entry: undoable.entry), at: 4)
      #expect(
        outcome.sentence.hasSuffix("; the $50.00 that only it brought is undone with it"))
      #expect(outcome.balance == undoable.balanceAfter)
      #expect(try desk.state().autoReload.isOn == false)
      #expect(try desk.differences() == [])
    }
  }

  @Test func `a reading that was taken back openly leaves no gap`() throws {
    try desk.act(.setBalance(dollars(20)), at: 0)
    try desk.act(.setBalance(dollars(12)), at: 1)
    #expect(try desk.state().balance.unexplained == dollars(8))
    try desk.charge("a", 1, at: 2)
    _ = try undo(at: 3)
    #expect(try desk.balance() == 19)
    #expect(try desk.state().balance.unexplained == nil)
    let page = try desk.store.snapshot(
      .init(now: desk.clock.now, days: .utc, ledger: .init(account: "local"))
    ).ledger
    #expect(page?.rows.contains { $0.kind == .unexplained } == false)
  }
}
