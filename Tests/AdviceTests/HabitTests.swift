import Foundation
import Ledger
import TestSupport
import Testing
import Values

@testable import Advice

/// A tool far above its habit is noticed, and its usual bursts are not.
@Suite struct HabitTests {
  /// Minutes with use of a person who works in bursts, for a number of days.
  private static func minutes(
    days: Int, seed: UInt64
  ) -> [(minute: Int64, amount: Money)] {
    var random = SeededRandom(seed: seed)
    func unit() -> Double { (Double(random.pick(0...999_998)) + 0.5) / 999_999 }
    var minutes: [Int64: Int64] = [:]
    for day in 0..<days where (day + 3) % 7 < 5 {
      var hour = 9 - 0.7 * log(unit())
      while hour < 18 {
        let rate = exp(0.6 * (-2 * log(unit())).squareRoot() * cos(2 * .pi * unit()))
        let end = hour + 0.1 - log(unit())
        var at = hour
        while at < end {
          at -= log(unit()) / 40
          minutes[Int64((Double(day) * 24 + at) * 60), default: 0] += Int64(
            -log(unit()) * rate * 2e8)
        }
        hour = end - 0.8 * log(unit())
      }
    }
    return minutes.sorted { $0.key < $1.key }.map { ($0.key, Money(nanos: $0.value)) }
  }

  private static func habit(_ all: [(minute: Int64, amount: Money)], at minute: Int64) -> Habit {
    let end = minute / 60 * 60
    let first = end - Habit.days * 24 * 60
    return Habit(of: all.filter { $0.minute >= first }, before: end)
  }

  @Test(arguments: seeds(2))
  func `a storm of six times the habit is noticed, and a year's usual work raises few alarms`(
    seed: UInt64
  ) {
    let trial = BurnTrial(HabitTests.minutes(days: 365, seed: seed), storms: 200, seed: seed)
    let hours = Double(trial.minutes) / 60
    #expect(hours > 1000, "seed \(seed)")
    #expect(trial.storms.noticed * 100 >= trial.storms.tried * 95, "seed \(seed): \(trial.storms)")
    #expect(
      Double(trial.alarms.count) <= hours / 40,
      "seed \(seed): \(trial.alarms.count) in \(hours) hours of use")
  }

  @Test func `neither a single large request nor any use without a habit is a storm`() {
    let all = HabitTests.minutes(days: 20, seed: 3)
    let minute: Int64 = 20 * 24 * 60
    let habit = HabitTests.habit(all, at: minute)
    let large = [(minute: minute, amount: dollars(900))]
    let burn = ToolBurn(.mcp, recent: large, habit: habit, minute: minute)
    #expect(burn.times > 4 && !burn.isUnusual)
    let storm = (0..<8 as Range<Int64>).map {
      (minute: minute - 7 + $0, amount: dollars(100))
    }
    let none = Habit(of: [], before: minute)
    #expect(!ToolBurn(.mcp, recent: storm, habit: none, minute: minute).isUnusual)
    #expect(ToolBurn(.mcp, recent: storm, habit: habit, minute: minute).isUnusual)
  }

  @Test func `the warning says how far and since when, and ends below twice the habit`() {
    let minute: Int64 = 20 * 24 * 60
    let habit = HabitTests.habit(HabitTests.minutes(days: 20, seed: 3), at: minute)
    func funds(_ factor: Int64, _ since: Instant?) -> Funds {
      var funds = Funds(current: "ada")
      let each = Money(nanos: habit.usual.nanos * factor / Habit.window)
      let storm = (0..<8 as Range<Int64>).map { (minute: minute - 7 + $0, amount: each) }
      funds.burns = [
        ToolBurn(.claudeCode, recent: storm, habit: habit, minute: minute, begun: since)
      ]
      return funds
    }
    let now = Instant(milliseconds: minute * Instant.perMinute)
    let since = now.advanced(by: -25 * Instant.perMinute)
    let begun = [
      Warning.Episode(id: .unusualBurn, scope: .account("ada"), part: "claude-code"): since
    ]
    func told(_ factor: Int64, _ since: Instant?) -> [String] {
      BurnWarnings.of(funds(factor, since), at: now).map(\.message)
    }
    #expect(told(3, nil) == [])
    #expect(
      told(6, nil).first?.hasPrefix("Claude Code burns 6.0 times its habit, $") == true,
      "\(told(6, nil))")
    #expect(told(3, since).first?.hasSuffix(" an hour, for 25 min.") == true)
    #expect(
      told(6, nil).first?.hasSuffix(" an hour, for 7 min.") == true, "it began seven minutes ago")
    #expect(told(1, since) == [])
    #expect(BurnWarnings.begun(begun) == [.claudeCode: since])
  }

  @Test func `a storm that ended is over, whether or not anybody saw it end`() {
    let minute: Int64 = 20 * 24 * 60
    let habit = HabitTests.habit(HabitTests.minutes(days: 20, seed: 3), at: minute)
    func since(_ factors: [(minutes: Int64, times: Int64)], begun: Int64?) -> Int64? {
      var at = minute - factors.reduce(0) { $0 + $1.minutes } + 1
      let recent = factors.flatMap { factor in
        (0..<factor.minutes).map { _ in
          defer { at += 1 }
          return (
            minute: at, amount: Money(nanos: habit.usual.nanos * factor.times / Habit.window / 2)
          )
        }
      }
      return ToolBurn(
        .mcp, recent: recent, habit: habit, minute: minute,
        begun: begun.map { Instant(milliseconds: (minute - $0) * Instant.perMinute) }
      ).since.map { minute - $0.minute }
    }
    // Six times the habit, once, and then two and a half times.
    #expect(since([(20, 12), (70, 2), (31, 5)], begun: nil) == nil)
    #expect(since([(20, 12), (70, 2), (31, 5)], begun: 120) == nil)
    #expect(since([(20, 12), (70, 5), (31, 5)], begun: 120) == 120, "it never ended")
    #expect(since([(100, 5)], begun: 600) == 600, "nor did one that began long before")
    #expect(since([(20, 12), (70, 2), (31, 12)], begun: 120) == 30, "another one")
  }
}
