import Advice
import Ledger
import TestSupport
import Testing
import Values

@testable import Storage

/// What is remembered of the past is what the store holds.
@Suite struct PastChangeTests {
  private let desk: Desk

  init() throws { desk = try Desk() }

  private func drawn() throws -> Int64 {
    try desk.state("work").ahead.history?.drawn.reduce(0, +) ?? 0
  }

  @Test func `what is read late of hours that are over counts for the forecast at once`() throws {
    try desk.open("work")
    try desk.act(.setBalance(dollars(100)), at: 1)
    try desk.charge("a", 3, at: 600, account: "work")
    #expect(try drawn() == 3_000_000_000)
    try desk.charge("b", 5, at: 20, account: "work")
    #expect(try drawn() == 8_000_000_000)
  }

  @Test func `a history begins with the minute of its first use`() throws {
    try desk.open("work")
    try desk.charge("a", 3, at: 600, account: "work")
    try desk.charge("b", 3, at: 620, account: "work")
    let history = try #require(try desk.state("work").ahead.history)
    #expect(history.firstUse == Desk.at(600))
    #expect(history.firstHour == Desk.at(600).bucket(of: Instant.perHour))
  }

  @Test func `what is used now lets nothing of the past be read again`() throws {
    try desk.open("work")
    try desk.charge("a", 3, at: 600, account: "work")
    let before = try desk.store.read(PastChanges.count)
    try desk.charge("b", 5, at: 601, account: "work")
    #expect(try desk.store.read(PastChanges.count) == before)
    try desk.charge("c", 5, at: 500, account: "work")
    #expect(try desk.store.read(PastChanges.count) != before)
  }

  @Test func `what is read late counts for what is usual at once`() throws {
    try desk.open("work")
    try desk.charge("a", 50, at: 30_000, account: "work")
    func habit() throws -> Habit? {
      try desk.store.funds(at: desk.clock.now).burns.first { $0.tool == .api }?.habit
    }
    let before = try habit()
    var batch = UsageBatch()
    for number in 0..<2000 {
      var made = request("msg_\(number)", "req_\(number)")
      made.time = Desk.at(number / 100 * 1440 + number % 100)
      (made.tool, made.recordedCost) = (.api, dollars(20))
      batch.add(made)
    }
    try desk.writer.write(batch)
    try desk.writer.commit()
    #expect(try habit() != before)
  }
}
