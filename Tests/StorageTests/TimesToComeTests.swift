import Foundation
import GRDB
import Ledger
import Pricing
import TestSupport
import Testing

@testable import Storage

/// A time that is still to come counts as the moment at which it was first seen.
@Suite struct TimesToComeTests {
  private let desk: Desk

  init() throws { desk = try Desk() }

  private func made(_ id: String, _ dollars: Int, at minute: Int) -> Request {
    var made = request("msg_" + id, "req_" + id)
    made.time = Desk.at(minute)
    made.tool = .api
    made.account = "work"
    made.recordedCost = money(dollars)
    return made
  }

  private func write(_ request: Request, seenAt minute: Int) throws {
    desk.clock.now = Desk.at(minute)
    var batch = UsageBatch()
    batch.add(request)
    try desk.writer.write(batch)
    try desk.writer.commit()
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
    try desk.act(.setBalance(money(100)), at: 1)
    try write(made("a", 3, at: 500), seenAt: 60)
    #expect(try desk.balance() == 97)
    #expect(
      try row("a") == [
        Desk.at(60).milliseconds, Desk.at(60).milliseconds, Desk.at(500).milliseconds,
      ], "both times are kept")
    try desk.act(.setBalance(money(50)), at: 65)
    #expect(try desk.balance() == 50)
    // Its time comes, and nothing moves.
    try write(made("a", 3, at: 500), seenAt: 600)
    #expect(try desk.balance() == 50)
    #expect(try row("a")[0] == Desk.at(60).milliseconds)
    #expect(try desk.differences() == [])
  }

  @Test func `one line of 2036 spoils no later reading`() throws {
    try desk.open("work")
    try desk.act(.setBalance(money(100)), at: 1)
    try write(made("a", 3, at: 60 * 24 * 3650), seenAt: 2)
    for (minute, dollars) in [(10, 90), (20, 80), (30, 70)] {
      try desk.act(.setBalance(money(dollars)), at: minute)
      #expect(try desk.balance() == Double(dollars))
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
        == "API: times lie up to 2 h 10 min ahead of this clock; they count from when they were first"
        + " seen.")
    desk.clock.now = Desk.at(70 + 24 * 60 + 1)
    let later = try desk.store.funds(at: desk.clock.now).warnings
    #expect(!later.contains { $0.id == .clockAhead })
  }

  @Test func `what an earlier version stored so is mended`() throws {
    try desk.open("work")
    try desk.act(.setBalance(money(100)), at: 1)
    try write(made("a", 3, at: 500), seenAt: 500)
    try desk.act(.setBalance(money(90)), at: 501)
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
    try desk.act(.setBalance(money(80)), at: 71)
    #expect(try desk.balance() == 80)
  }
}

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
    #expect(desk.writer.counts.refused == 9)
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
    #expect(try desk.differences() == [])
    // A copy of what is there takes no more room.
    try desk.writer.write(batch(0..<10))
    try desk.writer.commit()
    #expect(desk.writer.counts.known == 10)
    #expect(try desk.differences() == [])
    let report = try desk.store.report(by: .tool, since: nil, until: nil, days: .utc)
    #expect(report.total.requests == 4611)
    #expect(report.total.cost == Money(nanos: 4_611_000_000 * 1_000_000_000))
  }
}
