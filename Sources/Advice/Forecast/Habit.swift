import Ledger
import Values

/// How a tool usually burns, from its minutes with use.
package struct Habit: Equatable, Sendable {
  /// What it burns in ``window`` minutes of use in the mean, over the stretch where that is most: burn comes in spells,
  /// and the habit of a person who works more of late is that of late.
  package private(set) var usual: Money
  /// Minutes of use that it is known from.
  package private(set) var minutes: Int

  /// Minutes that are looked at together.
  package static let window: Int64 = 8
  /// Days that are looked back.
  package static let days: Int64 = 14
  /// Minutes after a request that still count as use.
  package static let reach: Int64 = 5
  /// Hours that means are taken over.
  private static let stretches: [Int64] = [days * 24, 168, 96, 48, 24, 12]
  /// Minutes of use after which it is a habit: a new tool has none.
  private static let known = 240
  /// Minutes of use that a mean needs.
  private static let fewest = 60

  /// - Parameters:
  ///   - burned: what it burned in each minute with use, by minutes since the epoch, in their order.
  ///   - end: the minute that the habit ends before.
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

  /// Minutes of use, and what was burned in them.
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

  /// How many times it so much in ``window`` minutes is; 0: it is not known.
  func times(_ amount: Money) -> Double {
    isKnown ? Double(amount.nanos) / Double(max(1, usual.nanos)) : 0
  }

  /// Whether it has been seen for long enough to be one.
  package var isKnown: Bool { minutes >= Habit.known && usual > .zero }
}

/// How a tool burns now, beside its habit.
package struct ToolBurn: Equatable, Sendable {
  package var tool: Tool
  /// What it burned in the last ``Habit/window`` minutes.
  package var burned: Money
  /// The same without the two largest of those minutes: a loop burns on and on, a burst is over.
  package var steadily: Money
  package var habit: Habit
  /// Since when it is unusual; nil: it is not.
  package private(set) var since: Instant?

  /// - Parameters:
  ///   - recent: what it burned in each of the last minutes with use, in their order; a storm is seen to begin in them.
  ///   - begun: since when a storm is known to go on; nil: none is.
  package init(
    _ tool: Tool, recent: [(minute: Int64, amount: Money)], habit: Habit, minute: Int64,
    begun: Instant? = nil
  ) {
    self.tool = tool
    self.habit = habit
    (burned, steadily) = ToolBurn.burned(recent, by: minute)
    guard !isUsual else { return }
    since = ToolBurn.begin(of: recent, by: minute, habit, begun: begun)
  }

  /// What was burned in the ``Habit/window`` minutes up to one, and without the two largest of them.
  private static func burned(
    _ recent: [(minute: Int64, amount: Money)], by minute: Int64
  ) -> (all: Money, steadily: Money) {
    let amounts = recent.filter { $0.minute > minute - Habit.window && $0.minute <= minute }
      .map(\.amount).sorted()
    return (amounts.reduce(.zero, +), amounts.dropLast(2).reduce(.zero, +))
  }

  /// When what goes on at a minute, and is not usual again, began; nil: it has not been unusual.
  /// - Parameter begun: when it did as far as is known; it may have ended since.
  private static func begin(
    of recent: [(minute: Int64, amount: Money)], by now: Int64, _ habit: Habit, begun: Instant?
  ) -> Instant? {
    var begin = begun?.minute
    // All minutes that are looked at together must be there, and of the storm.
    let first = begin.map { max($0, recent.first?.minute ?? $0) + Habit.window } ?? .min
    var last = begin == nil ? .min : first
    for (minute, _) in recent where minute >= first && minute <= now {
      let (all, steadily) = burned(recent, by: minute)
      if minute - Habit.window >= last || habit.times(all) < ends { begin = nil }
      last = minute
      guard begin == nil, isUnusual(all, steadily, habit) else { continue }
      // It is noticed some minutes after it began.
      begin =
        recent.first {
          $0.minute > minute - Habit.window
            && habit.times($0.amount) * Double(Habit.window) >= unusual
        }?.minute ?? minute
    }
    if begin == begun?.minute { return begun }
    return begin.map { Instant(milliseconds: $0 * Instant.perMinute) }
  }

  private static func isUnusual(_ all: Money, _ steadily: Money, _ habit: Habit) -> Bool {
    habit.times(all) >= unusual && habit.times(steadily) >= 3 && all >= least
  }

  /// From so many times the habit on it is a storm.
  private static let unusual = 4.0
  /// Below so many times the habit a storm is over.
  private static let ends = 2.0

  /// How many times its habit it is; 0: it has none yet.
  package var times: Double { habit.times(burned) }

  /// Whether it is so much that the person should look, and whether it no longer is.
  package var isUnusual: Bool { ToolBurn.isUnusual(burned, steadily, habit) }
  package var isUsual: Bool { times < ToolBurn.ends }

  /// Less than this is no alarm whatever the habit.
  private static let least = Money(nanos: 200_000_000)

  /// At this pace.
  package var perHour: Money {
    Money(nanos: Int64(clamping: Int128(burned.nanos) * 60 / Int128(Habit.window)))
  }
}
