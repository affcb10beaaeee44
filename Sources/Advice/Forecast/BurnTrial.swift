import Foundation
import Values

/// Tests the alarm for unusual burn against a history: how often it goes off on the history as it is, and whether it
/// goes off when a storm is injected.
package struct BurnTrial: Sendable {
  /// The minutes at which it went off.
  package private(set) var alarms: [Int64] = []
  /// Minutes of use for which there was a habit to compare with.
  package private(set) var minutes = 0
  /// How many storms were injected, and how many of each kind were noticed within ten minutes of use: extra requests
  /// that burn six times the habit (`noticed`), and the existing burn times six (`multipliedNoticed`).
  package private(set) var storms = (tried: 0, noticed: 0, multipliedNoticed: 0)

  private let burned: [(minute: Int64, amount: Money)]
  private var habits: [Int64: Habit] = [:]

  /// - Parameters:
  ///   - burned: what one tool burned in each minute with use, in chronological order.
  ///   - storms: how many to inject, one at a time, at moments that `seed` determines.
  package init(_ burned: [(minute: Int64, amount: Money)], storms: Int, seed: UInt64) {
    self.burned = burned
    let moments = watch()
    guard !moments.isEmpty else { return }
    var random = SeededRandom(seed: seed)
    for _ in 0..<storms {
      let index = moments[random.pick(0...moments.count - 1)]
      self.storms.tried += 1
      if isNoticed(at: index, in: added(at: index, &random)) { self.storms.noticed += 1 }
      if isNoticed(at: index, in: multiplied(at: index)) { self.storms.multipliedNoticed += 1 }
    }
  }

  /// The habit before the hour that contains a minute.
  private mutating func habit(at minute: Int64) -> Habit {
    let hour = minute / 60
    if let habit = habits[hour] { return habit }
    let first = place(of: hour * 60 - Habit.days * 24 * 60)
    let habit = Habit(of: Array(burned[first..<place(of: hour * 60)]), before: hour * 60)
    habits[hour] = habit
    return habit
  }

  /// The index of the first entry at or after a minute.
  private func place(of minute: Int64) -> Int {
    var (low, high) = (0, burned.count)
    while low < high {
      let middle = (low + high) / 2
      if burned[middle].minute < minute { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Goes through the history the way the live program would.
  /// - Returns: the indices of the minutes with use at which the habit was known.
  private mutating func watch() -> [Int] {
    var (known, begun): ([Int], Int64?) = ([], nil)
    for index in burned.indices {
      let minute = burned[index].minute
      // The habit is taken from before the storm, but from no more than a day ago.
      let habit = habit(at: max(minute - 24 * 60, min(minute, begun ?? minute)))
      guard habit.isKnown else { continue }
      known.append(index)
      let next = index + 1 < burned.count ? burned[index + 1].minute : .max
      minutes += Int(min(next - minute, Habit.reach))
      let burn = ToolBurn(
        .other, recent: Array(burned[max(0, index - 8)...index]), habit: habit, minute: minute)
      if burn.isUsual || isPause(before: index) { begun = nil }
      if begun == nil, burn.isUnusual {
        alarms.append(minute)
        begun = minute
      }
    }
    return known
  }

  private func isPause(before index: Int) -> Bool {
    index > 0 && burned[index].minute - burned[index - 1].minute >= Habit.window
  }

  private typealias Minutes = [Int64: Money]

  /// The minutes around a moment.
  private func around(_ index: Int) -> Minutes {
    let moment = burned[index].minute
    let near = burned[place(of: moment - 10)..<place(of: moment + 120)]
    return Minutes(uniqueKeysWithValues: near.map { ($0.minute, $0.amount) })
  }

  private mutating func added(at index: Int, _ random: inout SeededRandom) -> Minutes {
    let start = burned[index].minute
    let each = Double(habit(at: start).usual.nanos) * 6 / Double(Habit.window) / 16
    var minutes = around(index)
    for minute in start..<start + 10 {
      for _ in 0..<16 {
        let chance = (Double(random.pick(0...999_998)) + 0.5) / 999_999
        minutes[minute, default: .zero] += Money(nanos: Int64(-log(chance) * each))
      }
    }
    return minutes
  }

  private func multiplied(at index: Int) -> Minutes {
    let start = burned[index].minute
    return around(index).reduce(into: [:]) { minutes, burned in
      let (minute, amount) = burned
      minutes[minute] = minute < start ? amount : Money(nanos: amount.nanos * 6)
    }
  }

  private mutating func isNoticed(at index: Int, in minutes: Minutes) -> Bool {
    let start = burned[index].minute
    let habit = habit(at: start)
    let sorted = minutes.sorted { $0.key < $1.key }.map { (minute: $0.key, amount: $0.value) }
    var used = 0
    for place in sorted.indices where sorted[place].minute >= start {
      guard used < 10 else { return false }
      let next = place + 1 < sorted.count ? sorted[place + 1].minute : .max
      let burn = ToolBurn(
        .other, recent: Array(sorted[max(0, place - 8)...place]), habit: habit,
        minute: sorted[place].minute)
      if burn.isUnusual { return true }
      used += Int(min(next - sorted[place].minute, Habit.reach))
    }
    return false
  }
}
