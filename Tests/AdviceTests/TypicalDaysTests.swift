import Foundation
import Ledger
import TestSupport
import Testing
import Values

@testable import Advice

/// Forecasts from little history.
@Suite struct TypicalDaysTests {
  private let monday = Instant(year: 2026, month: 2, day: 16)

  /// A history from what was drawn every quarter of an hour, in dollars, since a moment.
  private func history(
    since start: Instant, quarters: [Double], at now: Instant
  ) -> DrawHistory {
    DrawLog(
      quarters.enumerated().filter { $0.element > 0 }.map {
        (start + .minutes(Int64($0.offset) * 15), Money(nanos: Int64($0.element * 1e9)))
      }
    ).history(at: now)
  }

  private func hours(_ history: DrawHistory, _ amount: Money, at now: Instant) throws -> Double {
    try (#require(Forecast(history, at: now)).estimate(of: amount).median - now).inHours
  }

  @Test func `two hours of work are not taken to go on day and night`() throws {
    let start = monday + .hours(9)
    let now = start + .hours(2)
    let young = history(since: start, quarters: .init(repeating: 1, count: 9), at: now)
    // Forty-eight hours of this pace: six working days.
    let lasts = try hours(young, dollars(192), at: now)
    #expect(lasts > 60, "\(lasts) h")
  }

  @Test(arguments: [1, 10, 60] as [Int64])
  func `neither an hour nor a day that ends makes the forecast jump`(balance: Int64) throws {
    let start = monday + .hours(9) + .minutes(20)
    let quarters = (0..<14).map { $0 % 5 == 4 ? 0.0 : 1 }
    var last: Instant?
    for minute in stride(from: 240 as Int64, to: 72 * 60, by: 2) {
      let now = start + .minutes(minute)
      let past = history(since: start, quarters: quarters, at: now)
      let end = try #require(Forecast(past, at: now)).estimate(of: dollars(balance)).median
      if let last {
        let left = max(30, (end - now).inHours * 60)
        let moved = abs((end - last).inHours * 60)
        #expect(moved / left < 0.25, "after \(minute) min: \(moved) of \(left) min")
      }
      last = end
    }
  }

  @Test func `a storm at the very start is not taken for the habit`() throws {
    let start = monday + .hours(9)
    let now = start + .hours(8)
    let calm = [Double](repeating: 1, count: 32)
    let storm = [Double](repeating: 20, count: 4) + calm.dropFirst(4)
    let usual = try hours(history(since: start, quarters: calm, at: now), dollars(60), at: now)
    let after = try hours(history(since: start, quarters: storm, at: now), dollars(60), at: now)
    // By the mean it would end in a third of the time.
    #expect(after > usual / 2, "\(after) h instead of \(usual) h")
  }

  @Test func `the forecast stays steady when the last hour becomes empty`() throws {
    let start = monday + .hours(9)
    // Seven busy hours that end with a little.
    let quarters = [Double](repeating: 1, count: 28) + [0.05]
    func lasts(_ minutes: Int64) throws -> Double {
      let now = start + .hours(7) + .minutes(minutes)
      return try hours(history(since: start, quarters: quarters, at: now), dollars(10), at: now)
    }
    let (before, after) = (try lasts(59), try lasts(61))
    #expect(abs(after / before - 1) < 0.1, "\(before) h, then \(after) h")
  }

  @Test(arguments: [2, 5, 20, 60] as [Int64])
  func `one small request after a pause does not stretch the forecast`(balance: Int64) throws {
    let start = monday + .hours(9)
    let now = start + .hours(4)
    let work = [Double](repeating: 1, count: 8)
    let paused = history(since: start, quarters: work, at: now)
    let small = history(since: start, quarters: work + [0, 0, 0, 0, 0, 0, 0, 0.001], at: now)
    let (before, after) = (
      try hours(paused, dollars(balance), at: now), try hours(small, dollars(balance), at: now)
    )
    #expect(after < 2 * before, "\(before) h, then \(after) h")
  }

  @Test func `days of work and a pipeline are told apart once both have been seen`() throws {
    let evening = monday + .days(3) + .hours(18)
    let office = (0..<82 * 4).map { (0..<8 * 4).contains($0 % 96) ? 1.0 : 0 }
    let pipeline = [Double](repeating: 1, count: 82 * 4)
    let start = monday + .hours(9)
    let atWork = history(since: start, quarters: office, at: evening)
    let always = history(since: start, quarters: pipeline, at: evening)
    // Four hours of work: this night for the pipeline, tomorrow for a person.
    let (person, machine) = (
      try hours(atWork, dollars(16), at: evening), try hours(always, dollars(16), at: evening)
    )
    #expect(machine > 2 && machine < 9, "\(machine) h")
    #expect(person > 11 && person < 30, "\(person) h")
  }

  @Test func `a forecast says that there is little history, until there is enough`() throws {
    let start = monday + .hours(9)
    func state(days: Int) throws -> Outlook {
      let quarters = (0..<days * 96).map { (0..<8 * 4).contains($0 % 96) ? 1.0 : 0 }
      let now = start + .days(Int64(days)) + .hours(1)
      var state = AccountState(
        account: Account(name: "ada", authority: .local, since: start),
        balance: Balance(amount: dollars(20), authority: .local))
      state.ahead.history = history(since: start, quarters: quarters, at: now)
      state.lookAhead(at: now)
      return try #require(state.ahead.outlook)
    }
    let (first, later) = (try state(days: 1), try state(days: 14))
    #expect(first.hasLittleHistory)
    #expect(first.textWithSpan(at: start + .days(1)).hasSuffix(", little history yet)"))
    #expect(!later.hasLittleHistory)
  }

  @Test func `without a forecast nothing is said about little history`() throws {
    let start = monday + .hours(9)
    let now = start + .hours(2)
    for amount in [nil, Money.zero] {
      var state = AccountState(
        account: Account(name: "ada", authority: .local, since: start),
        balance: Balance(amount: amount, authority: .local))
      state.ahead.history = history(since: start, quarters: [1, 1, 1], at: now)
      state.lookAhead(at: now)
      #expect(try !#require(state.ahead.outlook).hasLittleHistory)
    }
  }
}
