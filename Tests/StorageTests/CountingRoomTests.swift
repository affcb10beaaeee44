import Advice
import Ledger
import Pricing
import TestSupport
import Testing
import Values

@testable import Storage

/// All that a file says together may be more than can be counted.
@Suite struct CountingRoomTests {
  @Test func `what cannot be counted any more is left out, and the rest stays`() throws {
    let desk = try Desk()
    func batch(_ numbers: Range<Int>) -> UsageBatch {
      var batch = UsageBatch()
      for number in numbers {
        var made = request("msg_\(number)", "req_\(number)")
        made.time = Desk.start
        made.recordedCost = Request.highestCost
        batch.add(made)
      }
      return batch
    }
    try desk.writer.write(batch(0..<4600))
    try desk.writer.commit()
    #expect(desk.writer.counts.new == 4600)
    try desk.writer.write(batch(4600..<4620))
    try desk.writer.commit()
    #expect(desk.writer.counts.leftOut == 9)
    #expect(throws: UsageWriter.NoRoom.self) { try desk.writer.writeWhole(batch(5000..<5001)) }
    // So many that sums were written before the end.
    #expect(throws: UsageWriter.NoRoom.self) {
      try desk.writer.writeWhole { write in
        var free = UsageBatch()
        for number in 0..<17_000 {
          var made = request("msg_free_\(number)", "req_\(number)")
          made.recordedCost = .zero
          free.add(made)
        }
        try write(free)
        try write(batch(5000..<5001))
      }
    }
    #expect(desk.writer.counts.new == 4611)
    // A copy of what is there takes no more room.
    try desk.writer.write(batch(0..<10))
    try desk.writer.commit()
    #expect(desk.writer.counts.known == 10)
    #expect(try desk.differences() == [])
    let report = try desk.store.report(by: .tool, since: nil, until: nil, days: .utc)
    #expect(report.total.requests == 4611)
    #expect(report.total.cost == Money(nanos: 4_611_000_000 * 1_000_000_000))
  }

  @Test func `what was left out is told until it is known no more`() throws {
    let desk = try Desk()
    var batch = UsageBatch()
    for number in 0..<4613 {
      var made = request("msg_\(number)", "req_\(number)")
      made.time = Desk.start
      made.recordedCost = Request.highestCost
      batch.add(made)
    }
    try desk.writer.write(batch)
    try desk.writer.commit()
    let funds = try desk.store.funds(at: desk.clock.now)
    #expect(funds.sources.leftOut == 2)
    let warning = try #require(funds.warnings.first { $0.id == .sourceProblem })
    #expect(
      warning.message.hasPrefix("2 requests were left out: with this, all usage would cost more"))
    #expect(warning.severity == .warning)
    let point = Checkup.points(of: funds, at: desk.clock.now).first { $0.id == .sources }
    #expect(point?.state == .attention)
    #expect(point?.evidence == warning.message)
  }

  @Test func `what an account cannot hold is counted, not charged, and charged by a better rate`()
    throws
  {
    let desk = try Desk()
    try desk.open("work") {
      $0.currency = Currency(code: "IRR") ?? .usd
      $0.rate = ExchangeRate(nanos: .max)
    }
    try desk.act(.setBalance(dollars(100)), at: 1)
    try desk.charge("a", 3, at: 2, account: "work")
    try desk.charge("b", 5, at: 3, account: "work")
    #expect(desk.writer.counts.unbooked == 2)
    #expect(try desk.balance() == 100)
    let funds = try desk.store.funds(at: desk.clock.now)
    #expect(funds.sources.unbooked == 2)
    let warning = try #require(funds.warnings.first { $0.id == .sourceProblem })
    #expect(
      warning.message == "2 requests are not charged: they cost more than their account can hold.")
    #expect(try desk.differences() == [])
    _ = try desk.store.changeAccount("work", at: desk.clock.now) {
      $0.rate = ExchangeRate(nanos: 2_000_000_000)
    }
    try desk.writer.reprice()
    #expect(try desk.store.funds(at: desk.clock.now).sources.unbooked == 0)
    #expect(try desk.balance() == 84)
    #expect(try desk.differences() == [])
  }

  @Test func `readings between make no room for what all charges together cannot be`() throws {
    let desk = try Desk()
    try desk.open("work") {
      $0.currency = Currency(code: "IRR") ?? .usd
      $0.rate = ExchangeRate.credible.upperBound
    }
    for minute in 1...30 {
      try desk.act(.setBalance(dollars(100)), at: minute * 2)
      try desk.charge("\(minute)", 80, at: minute * 2 + 1, account: "work")
    }
    #expect(try desk.store.funds(at: desk.clock.now).sources.unbooked == 25)
    #expect(try desk.differences() == [])
  }
}
