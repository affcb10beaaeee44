import Values

/// How fast a tool usually burns, over its minutes of use.
package struct Habit: Equatable, Sendable {
  /// The mean burn in ``window`` minutes of use, over the period for which it is highest: burn comes in spells, and
  /// when a person has worked more lately, that is the habit.
  package private(set) var usual: Money
  /// The minutes of use it is based on.
  package private(set) var minutes: Int

  /// The minutes over which burn is compared with the habit.
  package static let window: Int64 = 8
  /// How many days to look back.
  package static let days: Int64 = 14
  /// Minutes after a request that still count as use.
  package static let reach: Int64 = 5
  /// The periods to average over, in hours.
  private static let stretches: [Int64] = [days * 24, 168, 96, 48, 24, 12]
  /// Minutes of use before there is a habit: a new tool has none.
  private static let known = 240
  /// Minutes of use that an average needs.
  private static let fewest = 60

  /// - Parameters:
  ///   - burned: what it burned in each minute with use, in chronological order; minutes count from the epoch.
  ///   - end: the habit covers use before this minute.
  package init(of burned: [(minute: Int64, amount: Money)], before end: Int64) {
    let known = burned.prefix { $0.minute < end }
    (usual, minutes) = (.zero, 0)
    for hours in Habit.stretches {
      let (use, sum) = Habit.use(of: known.drop { $0.minute < end - hours * 60 })
      minutes = max(minutes, use)
      guard use >= Habit.fewest else { continue }
      usual = max(usual, Money(nanos: (sum / Int64(use)).multipliedClamped(by: Habit.window)))
    }
  }

  /// Minutes of use, and what was burned in them, in nano-units.
  package static func use(
    of burned: ArraySlice<(minute: Int64, amount: Money)>
  ) -> (minutes: Int, sum: Int64) {
    var (use, sum, covered): (Int64, Int64, Int64) = (0, 0, .min)
    for (minute, amount) in burned {
      let start = max(minute, covered)
      use += max(0, minute + reach - start)
      covered = minute + reach
      sum = sum.addingClamped(amount.nanos)
    }
    return (Int(use), sum)
  }

  /// How many times the habit an amount burned in ``window`` minutes is; 0 if there is no habit yet.
  func times(_ amount: Money) -> Double {
    isKnown ? Double(amount.nanos) / Double(max(1, usual.nanos)) : 0
  }

  /// Whether there was enough use to call it a habit.
  package var isKnown: Bool { minutes >= Habit.known && usual > .zero }
}
