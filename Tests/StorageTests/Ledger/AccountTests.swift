import GRDB
import Ledger
import Pricing
import TestSupport
import Testing
import Values

@testable import Storage

/// Whose a request is, and that what is booked stays booked.
@Suite struct AccountTests {
  private let desk: Desk

  init() throws { desk = try Desk() }

  @Test func `an e-mail means its account, however often a request is reported`() throws {
    try desk.open("work") { $0.email = "ada@work.example" }
    try desk.act(.setBalance(dollars(20)), at: 1)
    for _ in 0..<2 {
      try desk.charge("a", 5, at: 2, account: "ada@work.example")
      #expect(try desk.balance() == 15)
    }
    try desk.charge("a", 6, at: 2, account: "work")
    #expect(try desk.balance() == 14)
    #expect(try desk.differences() == [])
  }

  @Test func `an e-mail of several accounts charges none, and of two the one that is left`() throws
  {
    for name in ["a", "b"] {
      try desk.open(name) { $0.email = "ada@x.example" }
      try desk.act(.setBalance(dollars(20)), at: 1, on: name)
    }
    try desk.charge("1", 5, at: 2, account: "ada@x.example")
    #expect(try desk.balance("a") == 20)
    #expect(try desk.balance("b") == 20)
    _ = try desk.store.removeAccount("a", at: desk.clock.now)
    try desk.charge("2", 5, at: 3, account: "ada@x.example")
    #expect(try desk.balance("b") == 15)
  }

  @Test(arguments: ["", "{broken"])
  func `one damaged detail does not stop what needs nothing of it`(detail: String) throws {
    try desk.open("work") { $0.authority = .claude }
    try desk.act(.setBalance(dollars(50)), at: 1)
    try desk.act(.setLimit(tool: nil, period: .month, amount: dollars(20)), at: 2)
    try desk.act(.setBalance(dollars(40)), at: 3)
    try desk.act(.setLimit(tool: nil, period: .month, amount: dollars(30)), at: 4)
    try desk.store.queue.write {
      try $0.execute(sql: "UPDATE entry SET detail = ? WHERE number = 2", arguments: [detail])
    }
    #expect(try desk.balance() == 40)
    try desk.act(.setBalance(dollars(39)), at: 5)
    #expect(try desk.balance() == 39)
  }

  @Test func `a ledger keeps its currency when its account is removed`() throws {
    try desk.open("eu") { $0.currency = Currency(code: "EUR") ?? .usd }
    _ = try desk.store.removeAccount("eu", at: desk.clock.now)
    #expect(try desk.store.currency(ofLedgerOf: "eu")?.code == "EUR")
  }

  @Test func `claude dot ai's cap stops nothing on a balance that Fuelgauge keeps`() throws {
    try desk.open("work") { $0.authority = .claude }
    try desk.act(.setBalance(dollars(30)), at: 1)
    try desk.act(.count(.cap(dollars(5))), at: 2)
    #expect(try desk.state().monthlyCap?.limit.amount == dollars(5))
    _ = try desk.store.changeAccount("work", at: Desk.at(3)) { $0.authority = .local }
    try desk.act(
      .setAutoReload(.init(isOn: true, below: dollars(5), add: dollars(20))), at: 4)
    try desk.act(.setLimit(tool: nil, period: .month, amount: dollars(100)), at: 5)
    #expect(try desk.state().monthlyCap?.limit.amount == dollars(100))
    try desk.charge("a", 28, at: 6, account: "work")
    desk.clock.now = Desk.at(7)
    try desk.store.settle(at: desk.clock.now)
    #expect(try desk.balance() == 22, "a reload within its own cap")
  }

  @Test func `an account that was removed and added again keeps its facts and its charges`() throws
  {
    try desk.open("work") { account in
      account.plan = .max
      account.billing = .organization
      account.email = "ada@work.example"
    }
    try desk.act(.setBalance(dollars(20)), at: 1)
    try desk.charge("a", 5, at: 2, account: "work")
    _ = try desk.store.removeAccount("work", at: desk.clock.now)
    try desk.charge("a", 6, at: 2, account: "work")
    try desk.charge("b", 1, at: 3, account: "work")
    desk.clock.now = Desk.at(4)
    try desk.open("work")
    #expect(try desk.balance() == 14, "the one that was booked grew, the other never was")
    try desk.charge("a", 7, at: 2, account: "work")
    #expect(try desk.balance() == 13)
    let account = try desk.state().account
    #expect(account.plan == .max && account.billing == .organization)
    #expect(account.email == "ada@work.example")
    #expect(try desk.differences() == [])
  }

  @Test func `other prices refund nothing of a removed account`() throws {
    try desk.open("work")
    try desk.act(.setBalance(dollars(20)), at: 1)
    var made = request("msg_a", "req_a", output: 200_000)
    made.time = Desk.at(2)
    desk.clock.now = made.time
    made.account = "work"
    try desk.writer.take(made)
    let before = try #require(try desk.balance())
    #expect(before < 20)
    _ = try desk.store.removeAccount("work", at: Desk.at(3))
    try desk.writer.reprice()
    desk.clock.now = Desk.at(4)
    try desk.open("work")
    try desk.writer.reprice()
    #expect(try desk.balance() == before)
  }

  @Test func `a tool of a removed account is not charged to another one`() throws {
    try desk.open("a")
    try desk.open("b")
    _ = try desk.store.useAccount("a", at: desk.clock.now)
    try desk.act(.setBalance(dollars(20)), at: 1, on: "a")
    _ = try desk.store.link(
      Linkage(tool: .api, purse: .extra, account: "b"), at: desk.clock.now)
    _ = try desk.store.removeAccount("b", at: desk.clock.now)
    try desk.charge("1", 3, at: 2)
    #expect(try desk.balance("a") == 20)
  }

  @Test func `what is charged keeps its rate`() throws {
    try desk.open("euro") { account in
      account.currency = Currency(code: "EUR") ?? .usd
      account.rate = ExchangeRate(nanos: 500_000_000)
    }
    try desk.act(.setBalance(dollars(20)), at: 1)
    try desk.charge("a", 4, at: 2)
    _ = try desk.store.changeAccount("euro", at: desk.clock.now) {
      $0.rate = ExchangeRate(nanos: 1_000_000_000)
    }
    try desk.writer.reprice()
    #expect(try desk.balance() == 18)
    try desk.charge("a", 6, at: 2)
    #expect(try desk.balance() == 17, "what it grew by too")
    try desk.charge("b", 4, at: 3)
    #expect(try desk.balance() == 13, "a new one by the new rate")
    #expect(try desk.differences() == [])
  }

  @Test func `an absurd amount is not charged and stops nothing else`() throws {
    try desk.open("dong") { account in
      account.currency = Currency(code: "VND") ?? .usd
      account.rate = ExchangeRate(nanos: 26_000_000_000_000)
    }
    try desk.act(.setBalance(dollars(1000)), at: 1)
    try desk.act(.setAutoReload(.init(isOn: true, below: dollars(5), add: Money(nanos: 1))), at: 1)
    try desk.charge("a", 400_000, at: 2)
    try desk.charge("b", 1, at: 2)
    #expect(try desk.store.verify(prices: .builtIn).requests == 2)
    #expect(try desk.differences() == [])
  }

  @Test func `a balance that Fuelgauge begins to keep begins somewhere`() throws {
    try desk.open("work") { $0.authority = .claude }
    _ = try desk.store.changeAccount("work", at: desk.clock.now) { $0.authority = .local }
    try desk.act(.topUp(dollars(10)), at: 1)
    #expect(try desk.balance() == 10)
    try desk.act(.setAutoReload(.init(isOn: true, below: dollars(5), add: dollars(10))), at: 2)
    _ = try desk.store.changeAccount("work", at: desk.clock.now) { $0.authority = .claude }
    #expect(try desk.state().autoReload.settings == nil, "nobody here reloads it any more")
  }

  @Test func `what is entered after a reading counts, whatever the clock says`() throws {
    try desk.open("local")
    try desk.act(.setBalance(dollars(10)), at: 60)
    #expect(try desk.act(.topUp(dollars(5)), at: 59).balance == dollars(15))
    #expect(try desk.act(.setBalance(dollars(20)), at: 58).balance == dollars(20))
    #expect(try desk.act(.undo(entry: nil), at: 57).balance == dollars(15))
    #expect(try desk.differences() == [])
  }

  @Test func `what a budget counted as added is corrected, not spent, once claude dot ai keeps it`()
    throws
  {
    let desk = try Desk()
    try desk.open("work")
    try desk.act(.setBalance(dollars(40)), at: 1)
    let reload = AutoReload.Settings(isOn: true, below: dollars(45), add: dollars(25))
    try desk.act(.setAutoReload(reload), at: 2)
    #expect(try desk.balance() == 65)
    try desk.charge("a", 30, at: 3, account: "work")
    desk.clock.now = Desk.at(5)
    try desk.store.settle(at: desk.clock.now)
    #expect(try desk.balance() == 60)
    _ = try desk.store.changeAccount("work", at: desk.clock.now) { $0.authority = .claude }
    try desk.act(.setBalance(dollars(10)), at: 6)
    let state = try desk.state()
    #expect(state.balance.unexplained == dollars(50) && state.balance.neverPaid == dollars(50))
    #expect(state.balance.gone == .zero)
    let correction =
      "Fuelgauge had counted $50.00 as added that was never paid; the last reading corrects that"
    #expect(state.balance.correction == correction)
    let told = try desk.store.funds(at: desk.clock.now).warnings.filter {
      $0.id == .unexplainedSpend
    }
    #expect(told.map(\.message) == ["work: \(correction)."])
    let page = try desk.store.snapshot(
      UsageStore.SnapshotQuery(now: desk.clock.now, days: .utc, ledger: .init(account: "work")))
    #expect(
      page.ledger?.rows.contains {
        $0.notes == [.neverPaid(dollars(50))]
      }
        == true)
    #expect(try desk.differences() == [])
    // What is gone beyond it is unexplained as ever; and the next reading has nothing to correct.
    try desk.act(.setBalance(dollars(5)), at: 7)
    #expect(try desk.state().balance.neverPaid == .zero)
    #expect(try desk.state().balance.gone == dollars(5))
  }
}
