/// How a tool usually burns, from its minutes with use.
///
/// A mean over the time in use alone would call every busy quarter of an hour unusual, for burn comes in bursts; so the
/// burstiest minutes of the time before are its habit too.
package struct Habit: Equatable, Sendable {
  /// What it burns in ``window`` minutes of use in the mean, over the stretch where that is most: the habit of a
  /// person who works more of late is that of late.
  package private(set) var usual: Money
  /// The most that it ever burned in as many minutes.
  package private(set) var peak: Money
  /// Minutes of use that it is known from.
  package private(set) var minutes: Int

  /// Minutes that are looked at together.
  package static let window: Int64 = 8
  /// Days that are looked back.
  package static let days: Int64 = 14
  /// Minutes after a request that still count as use.
  private static let reach: Int64 = 5
  /// Days that means are taken over.
  private static let stretches: [Int64] = [14, 4, 1]
  /// Minutes of use after which it is a habit: a new tool has none.
  private static let known = 240
  /// Minutes of use that a mean needs.
  private static let fewest = 60

  /// - Parameters:
  ///   - burned: what it burned in each minute with use, by minutes since the epoch, in their order.
  ///   - end: the minute that the habit ends before.
  package init(of burned: [(minute: Int64, amount: Money)], before end: Int64) {
    let known = burned.prefix { $0.minute < end }
    (usual, peak, minutes) = (.zero, .zero, 0)
    for days in Habit.stretches {
      let recent = known.drop { $0.minute < end - days * 24 * 60 }
      let (use, sum) = Habit.use(of: recent)
      minutes = max(minutes, use)
      guard use >= Habit.fewest else { continue }
      usual = max(usual, Money(nanos: sum / Int64(use) * Habit.window))
    }
    var (first, sum): (Int, Int64) = (known.startIndex, 0)
    for index in known.indices {
      sum += known[index].amount.nanos
      while known[first].minute <= known[index].minute - Habit.window {
        sum -= known[first].amount.nanos
        first += 1
      }
      peak = max(peak, Money(nanos: sum))
    }
  }

  /// Minutes of use, and what was burned in them.
  private static func use(of burned: ArraySlice<(minute: Int64, amount: Money)>) -> (Int, Int64) {
    var (use, sum, covered): (Int64, Int64, Int64) = (0, 0, .min)
    for (minute, amount) in burned {
      let start = max(minute, covered)
      use += max(0, minute + reach - start)
      covered = minute + reach
      sum += amount.nanos
    }
    return (Int(use), sum)
  }

  /// What ``window`` minutes burn that are four times the habit: far more than the burstiest ever did.
  var alarming: Money { max(usual.times(4), peak.times(7, over: 4)) }
  /// Whether it has been seen for long enough to be one.
  var isKnown: Bool { minutes >= Habit.known && usual > .zero }
}

/// How a tool burns now, beside its habit.
package struct ToolBurn: Equatable, Sendable {
  package var tool: Tool
  /// What it burned in the last ``Habit/window`` minutes.
  package var burned: Money
  package var habit: Habit
  /// Whether it is a stream of requests rather than a single large one.
  package var isSteady: Bool

  /// - Parameter recent: what it burned in each of the last minutes with use.
  package init(_ tool: Tool, recent: [(minute: Int64, amount: Money)], habit: Habit, minute: Int64)
  {
    let window = recent.filter { $0.minute > minute - Habit.window && $0.minute <= minute }
    let largest = window.map(\.amount).max() ?? .zero
    self.tool = tool
    self.habit = habit
    burned = window.reduce(.zero) { $0 + $1.amount }
    isSteady = window.count >= 4 && Double(largest.nanos) <= 0.6 * Double(burned.nanos)
  }

  /// How far it is, on a scale where 4 is four times its mean or far beyond its burstiest minutes, whichever is
  /// more.
  package var times: Double {
    habit.isKnown ? 4 * Double(burned.nanos) / Double(max(1, habit.alarming.nanos)) : 0
  }

  /// Whether it is so much that the person should look, and whether it no longer is.
  package var isUnusual: Bool { times >= 4 && isSteady && burned >= ToolBurn.least }
  package var isUsual: Bool { times < 2 }

  /// Less than this is no alarm whatever the habit.
  private static let least = Money(nanos: 200_000_000)

  /// At this pace.
  package var perHour: Money { burned.times(60, over: Habit.window) }

  /// How many times what it burns in the mean, for people.
  package var timesUsual: Double { Double(burned.nanos) / Double(max(1, habit.usual.nanos)) }
}

extension Money {
  /// A multiple, as near as it can be counted.
  fileprivate func times(_ factor: Int64, over divisor: Int64 = 1) -> Money {
    Money(nanos: Int64(clamping: Int128(nanos) * Int128(factor) / Int128(divisor)))
  }
}
