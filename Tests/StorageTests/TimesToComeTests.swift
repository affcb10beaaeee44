import Foundation
import GRDB
import Ledger
import Pricing
import TestSupport
import Testing
import Values

@testable import Storage

/// A time that is still to come counts as the moment at which it was first seen.
@Suite struct TimesToComeTests {
  private let desk: Desk

  init() throws { desk = try Desk() }

  private func made(_ id: String, _ price: Int, at minute: Int) -> Request {
    var made = request("msg_" + id, "req_" + id)
    made.time = Desk.at(minute)
    made.tool = .api
    made.account = "work"
    made.recordedCost = dollars(price)
    return made
  }

  private func write(_ request: Request, seenAt minute: Int) throws {
    desk.clock.now = Desk.at(minute)
    try desk.writer.take(request)
  }

  private func row(_ id: String) throws -> [Int64?] {
    try desk.store.read { database in
      let row = try #require(
        try Row.fetchOne(
          database, sql: "SELECT time, collected, written FROM request WHERE message = ?",
          arguments: ["msg_" + id]))
      return [row[0], row[1], row[2]]
    }
  }

  @Test func `a reading after it was seen covers it`() throws {
    try desk.open("work")
    try desk.act(.setBalance(dollars(100)), at: 1)
    try write(made("a", 3, at: 500), seenAt: 60)
    #expect(try desk.balance() == 97)
    #expect(
      try row("a") == [
        Desk.at(60).milliseconds, Desk.at(60).milliseconds, Desk.at(500).milliseconds,
      ], "both times are kept")
    try desk.act(.setBalance(dollars(50)), at: 65)
    #expect(try desk.balance() == 50)
    // Its time comes, and nothing moves.
    try write(made("a", 3, at: 500), seenAt: 600)
    #expect(try desk.balance() == 50)
    #expect(try row("a")[0] == Desk.at(60).milliseconds)
    #expect(try desk.differences() == [])
  }

  @Test func `one line of 2036 spoils no later reading`() throws {
    try desk.open("work")
    try desk.act(.setBalance(dollars(100)), at: 1)
    try write(made("a", 3, at: 60 * 24 * 3650), seenAt: 2)
    for (minute, amount) in [(10, 90), (20, 80), (30, 70)] {
      try desk.act(.setBalance(dollars(amount)), at: minute)
      #expect(try desk.balance() == Double(amount))
    }
    #expect(try desk.differences() == [])
  }

  @Test func `an earlier copy found later gives it its time`() throws {
    try desk.open("work")
    try write(made("a", 3, at: 500), seenAt: 60)
    try write(made("a", 3, at: 40), seenAt: 70)
    #expect(try row("a")[0] == Desk.at(40).milliseconds)
    #expect(try desk.differences() == [])
  }

  @Test func `a clock that is ahead is warned of for a day`() throws {
    try desk.open("work")
    try write(made("a", 3, at: 61), seenAt: 60)
    let before = try desk.store.funds(at: desk.clock.now).warnings
    #expect(!before.contains { $0.id == .clockAhead }, "a minute is nothing")
    try write(made("b", 3, at: 200), seenAt: 70)
    let warning = try #require(
      try desk.store.funds(at: desk.clock.now).warnings.first { $0.id == .clockAhead })
    #expect(
      warning.message
        == "Times up to 2 h 10 min ahead of this clock, in API, count from when they were first seen."
    )
    desk.clock.now = Desk.at(70 + 24 * 60 + 1)
    let later = try desk.store.funds(at: desk.clock.now).warnings
    #expect(!later.contains { $0.id == .clockAhead })
  }

  @Test func `what an earlier version stored so is mended`() throws {
    try desk.open("work")
    try desk.act(.setBalance(dollars(100)), at: 1)
    try write(made("a", 3, at: 500), seenAt: 500)
    try desk.act(.setBalance(dollars(90)), at: 501)
    // The clock was ahead, and is right now: so it was, when nobody looked at times.
    try desk.store.write { database in
      try database.execute(sql: "DELETE FROM setting WHERE key = 'times'")
      try database.execute(sql: "UPDATE request SET collected = NULL")
      try database.execute(
        sql: "UPDATE entry SET entered = ? WHERE kind = 'reading' AND amount = 90000000000",
        arguments: [Desk.at(60).milliseconds])
    }
    desk.clock.now = Desk.at(70)
    try desk.writer.repriceIfNeeded()
    #expect(try row("a") == [Desk.at(70).milliseconds, nil, Desk.at(500).milliseconds])
    #expect(try desk.balance() == 97, "the reading that lay ahead is taken back")
    #expect(try desk.differences() == [])
    try desk.act(.setBalance(dollars(80)), at: 71)
    #expect(try desk.balance() == 80)
  }
}

/// A clock that is wrong for a while spoils nothing for good.
@Suite struct WrongClockTests {
  private let desk: Desk
  private static let day = 24 * 60
  private static let tenYears = 3650 * day

  init() throws { desk = try Desk() }

  private func write(_ id: String, _ price: Int, madeAt made: Int, seenAt seen: Int) throws {
    desk.clock.now = Desk.at(seen)
    var one = request("msg_" + id, "req_" + id)
    one.time = Desk.at(made)
    one.tool = .api
    one.account = "work"
    one.recordedCost = dollars(price)
    try desk.writer.take(one)
  }

  private func mend(at minute: Int) throws {
    desk.clock.now = Desk.at(minute)
    if try desk.store.needsMending(at: desk.clock.now) { try desk.writer.mendTimes() }
    #expect(try !desk.store.needsMending(at: desk.clock.now), "once is enough")
  }

  private func time(of id: String) throws -> Instant? {
    try desk.store.read { database in
      try Int64.fetchOne(
        database, sql: "SELECT time FROM request WHERE message = ?", arguments: ["msg_" + id]
      ).map(Instant.init(milliseconds:))
    }
  }

  @Test func `a reading of a clock that was ahead freezes no balance`() throws {
    try desk.open("work")
    try write("a", 3, madeAt: 1, seenAt: 1)
    try desk.act(.setBalance(dollars(100)), at: WrongClockTests.tenYears)
    try mend(at: 10)
    #expect(try desk.balance() == 100)
    let warning = try #require(
      try desk.store.funds(at: desk.clock.now).warnings.first { $0.id == .clockAhead })
    #expect(warning.message.contains("The ledger of work"))
    try write("b", 5, madeAt: 12, seenAt: 13)
    #expect(try desk.balance() == 95)
    try desk.act(.topUp(dollars(20)), at: 14)
    try desk.act(.setBalance(dollars(90)), at: 20)
    #expect(try desk.state().balance.asOf == Desk.at(20))
    try write("c", 7, madeAt: 21, seenAt: 22)
    #expect(try desk.balance() == 83)
    #expect(try desk.differences() == [])
  }

  @Test func `an account that such a clock began is charged`() throws {
    desk.clock.now = Desk.at(WrongClockTests.tenYears)
    try desk.open("work")
    try desk.act(.setBalance(dollars(100)), at: WrongClockTests.tenYears)
    try write("a", 5, madeAt: 12, seenAt: 13)
    #expect(
      try desk.balance() == 100, "the first look at the right time mends, before it is taken in")
    try write("b", 5, madeAt: 14, seenAt: 15)
    #expect(try desk.balance() == 95)
    #expect(try desk.differences() == [])
  }

  @Test func `what was used between two such readings stays between them`() throws {
    try desk.open("work")
    let far = WrongClockTests.tenYears
    try desk.act(.setBalance(dollars(100)), at: far)
    try write("a", 10, madeAt: far + 1, seenAt: far + 1)
    try desk.act(.setBalance(dollars(80)), at: far + 2)
    try write("b", 5, madeAt: far + 3, seenAt: far + 3)
    #expect(try desk.balance() == 75)
    try mend(at: 10)
    #expect(try desk.balance() == 75)
    #expect(try desk.state().balance.unexplained == dollars(10))
    #expect(try #require(try time(of: "b")) <= Desk.at(10))
    #expect(try desk.differences() == [])
    // Whoever used nothing meanwhile comes there without a jump.
    try desk.act(.setBalance(dollars(70)), at: 11)
    #expect(try desk.balance() == 70)
  }

  @Test(arguments: [-3000, -6 * 365])
  func `what a clock far behind dated gets its own time`(days: Int) throws {
    try desk.open("work")
    try desk.act(.setBalance(dollars(100)), at: 1)
    try write("a", 3, madeAt: 2, seenAt: 3)
    try write("b", 5, madeAt: 5, seenAt: days * WrongClockTests.day)
    #expect(try desk.differences() == [])
    // What is known already keeps its time, whatever is read again.
    try write("a", 3, madeAt: 2, seenAt: days * WrongClockTests.day + 1)
    try write("c", 1, madeAt: 500, seenAt: days * WrongClockTests.day + 2)
    try mend(at: 10)
    #expect(try desk.balance() == 91, "the third is still to come, and counts from now on")
    #expect(try time(of: "a") == Desk.at(2))
    #expect(try time(of: "b") == Desk.at(5))
    #expect(try time(of: "c") == Desk.at(10))
    #expect(try desk.state().balance.asOf == Desk.at(1))
    #expect(try desk.differences() == [])
    try desk.act(.setBalance(dollars(50)), at: 11)
    try write("c", 1, madeAt: 500, seenAt: 600)
    #expect(try desk.balance() == 50)
  }

  @Test func `a look with a clock a year behind changes nothing once it is right`() throws {
    try desk.open("work")
    try desk.act(.setBalance(dollars(100)), at: 1)
    try write("a", 3, madeAt: 2, seenAt: 3)
    try desk.act(.topUp(dollars(7)), at: 4)
    try mend(at: -365 * WrongClockTests.day)
    #expect(try desk.balance() == 104)
    #expect(try desk.differences() == [])
    try mend(at: 5)
    #expect(try desk.balance() == 104)
    #expect(try time(of: "a") == Desk.at(2))
    #expect(try desk.state().balance.asOf == Desk.at(1))
    #expect(try desk.state().account.since == Desk.start)
    #expect(try desk.differences() == [])
  }

  @Test func `a clock that was a day ahead and goes on past it changes nothing`() throws {
    try desk.open("work")
    try desk.act(.setBalance(dollars(100)), at: WrongClockTests.day)
    for hour in 0..<26 {
      try write("\(hour)", 1, madeAt: hour * 60 + 10, seenAt: hour * 60 + 11)
    }
    #expect(try desk.balance() == 75, "the first was seen with the right clock first")
    #expect(try desk.differences() == [])
  }

  @Test(arguments: [Account.Authority.local, .claude])
  func `what was used before an account began is not charged when both are brought back`(
    authority: Account.Authority
  ) throws {
    let far = WrongClockTests.tenYears
    desk.clock.now = Desk.at(far + 10)
    // One that claude.ai keeps begins without any entry.
    try desk.open("work") { $0.authority = authority }
    let before = try desk.state().account.since
    #expect(before == Desk.at(far + 10))
    try write("a", 3, madeAt: far, seenAt: far + 11)
    try write("b", 5, madeAt: far + 12, seenAt: far + 13)
    try mend(at: 10)
    try desk.writer.reprice()
    let charged = try desk.store.read { database in
      try String.fetchAll(
        database, sql: "SELECT message FROM request WHERE charged IS NOT NULL ORDER BY message")
    }
    #expect(charged == ["msg_b"])
    #expect(try desk.differences() == [])
  }

  @Test func `what is brought back to a time at which there is no room for it is left out`() throws
  {
    let far = WrongClockTests.tenYears
    let prices = PriceTable(
      try PriceFile.entries(
        of: """
          [[price]]
          model = "m"
          input = 1000000
          output = 1000000
          [[price]]
          model = "m"
          from = "2030-01-01"
          input = 1
          output = 1
          """))
    let writer = UsageWriter(store: desk.store, prices: prices)
    var batch = UsageBatch()
    for number in 0..<4611 {
      var made = request("msg_\(number)", "req_\(number)")
      made.time = Desk.at(1)
      made.recordedCost = Request.highestCost
      batch.add(made)
    }
    var cheap = request("msg_cheap", "req_cheap", output: 2_000_000)
    cheap.main.model = "m"
    cheap.time = Desk.at(far)
    batch.add(cheap)
    desk.clock.now = Desk.at(far)
    try writer.write(batch)
    try writer.commit()
    #expect(writer.counts.leftOut == 0)
    desk.clock.now = Desk.at(10)
    try writer.mendTimes()
    #expect(try !desk.store.needsMending(at: desk.clock.now), "once is enough")
    #expect(try time(of: "cheap") == nil)
    #expect(try desk.store.funds(at: desk.clock.now).sources.leftOut == 1)
    #expect(try desk.store.verify(prices: prices).differences == [])
  }

  @Test func `what has a time of its own is found without a look at all requests`() throws {
    let plan = try desk.store.read { database in
      try Row.fetchAll(
        database, sql: "EXPLAIN QUERY PLAN \(ClockTurn.datedSince.sql)", arguments: [5, 1, 2]
      ).map { $0["detail"] as String }
    }
    #expect(plan.first == "SEARCH request USING INDEX request_written (time<?)")
  }
}
