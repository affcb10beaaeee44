import Foundation
import TestSupport
import Testing

@testable import Ledger

/// A tool far above its own habit is noticed, and its usual bursts are none.
@Suite struct HabitTests {
  /// Minutes with use of somebody who works in bursts, for so many days.
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

  @Test(arguments: seeds(4))
  func `six times the habit is noticed within ten minutes of use`(seed: UInt64) {
    let all = HabitTests.minutes(days: 28, seed: seed)
    var random = SeededRandom(seed: seed ^ 77)
    var (noticed, tried) = (0, 0)
    let later = all.filter { $0.minute > 14 * 24 * 60 }
    for _ in 0..<100 {
      let start = later[random.pick(0...later.count - 1)].minute
      let habit = HabitTests.habit(all, at: start)
      let each = habit.alarming.nanos / 4 * 6 / Habit.window
      let storm = (0..<10 as Range<Int64>).map { (minute: start + $0, amount: Money(nanos: each)) }
      let burned = (all.filter { $0.minute > start - 60 && $0.minute < start + 10 } + storm)
        .reduce(into: [Int64: Int64]()) { $0[$1.minute, default: 0] += $1.amount.nanos }
        .sorted { $0.key < $1.key }.map { (minute: $0.key, amount: Money(nanos: $0.value)) }
      tried += 1
      let isNoticed = (0..<10 as Range<Int64>).contains { step in
        let burn = ToolBurn(.claudeCode, recent: burned, habit: habit, minute: start + step)
        return burn.isUnusual
      }
      noticed += isNoticed ? 1 : 0
    }
    #expect(noticed * 100 >= tried * 95, "seed \(seed): \(noticed) of \(tried)")
  }

  @Test func `usual work raises an alarm in forty hours of use at most`() {
    var (alarms, hours) = (0, 0.0)
    let tried = seeds(6)
    for seed in tried {
      let all = HabitTests.minutes(days: 42, seed: seed)
      var isOn = false
      var habits: [Int64: Habit] = [:]
      for (index, (minute, _)) in all.enumerated() where minute > 14 * 24 * 60 {
        // Half of the minutes of use have a request.
        hours += 2.0 / 60
        let habit = habits[minute / 60] ?? HabitTests.habit(all, at: minute)
        habits[minute / 60] = habit
        let recent = Array(all[max(0, index - 20)...index])
        let burn = ToolBurn(.claudeCode, recent: recent, habit: habit, minute: minute)
        if !isOn, burn.isUnusual { (alarms, isOn) = (alarms + 1, true) }
        if isOn, burn.isUsual { isOn = false }
      }
    }
    #expect(Double(alarms) <= hours / 40, "seeds \(tried): \(alarms) in \(hours) hours of use")
  }

  @Test func `a single large request is no storm, nor is anything without a habit`() {
    let all = HabitTests.minutes(days: 20, seed: 3)
    let minute: Int64 = 20 * 24 * 60
    let habit = HabitTests.habit(all, at: minute)
    let large = [(minute: minute, amount: Money(nanos: 900_000_000_000))]
    let burn = ToolBurn(.mcp, recent: large, habit: habit, minute: minute)
    #expect(burn.times > 4 && !burn.isUnusual)
    let storm = (0..<8 as Range<Int64>).map {
      (minute: minute - $0, amount: Money(nanos: 100_000_000_000))
    }
    let none = Habit(of: [], before: minute)
    #expect(!ToolBurn(.mcp, recent: storm, habit: none, minute: minute).isUnusual)
    #expect(ToolBurn(.mcp, recent: storm, habit: habit, minute: minute).isUnusual)
  }

  @Test func `it is warned of with how far, and ends below twice the habit`() {
    let minute: Int64 = 20 * 24 * 60
    let habit = HabitTests.habit(HabitTests.minutes(days: 20, seed: 3), at: minute)
    func funds(_ factor: Int64) -> Funds {
      var funds = Funds(current: "ada")
      let each = Money(nanos: habit.alarming.nanos / 4 * factor / Habit.window)
      let storm = (0..<8 as Range<Int64>).map { (minute: minute - $0, amount: each) }
      funds.burns = [ToolBurn(.claudeCode, recent: storm, habit: habit, minute: minute)]
      return funds
    }
    let now = Instant(milliseconds: minute * Instant.perMinute)
    let begun = [Warning.Episode(id: .unusualBurn, account: "ada", part: "claude-code"): now]
    func ids(_ factor: Int64, _ begun: [Warning.Episode: Instant]) -> [String] {
      BurnWarnings.of(funds(factor), begun: begun, at: now).map(\.message)
    }
    #expect(ids(3, [:]) == [])
    // What is told is how many times the mean it is, however high the bursts are.
    let times = 6 * Double(habit.alarming.nanos) / 4 / Double(habit.usual.nanos)
    let told = String(format: "%.1f", times)
    #expect(ids(6, [:]).first?.hasSuffix(", \(told) times its habit.") == true, "\(ids(6, [:]))")
    #expect(ids(3, begun).count == 1)
    #expect(ids(1, begun) == [])
  }
}
