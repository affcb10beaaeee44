import Ledger
import Values

/// How fast a tool burns now, compared with its habit.
package struct ToolBurn: Equatable, Sendable {
  package var tool: Tool
  /// What it burned in the last ``Habit/window`` minutes.
  package var burned: Money
  /// The same without the two largest of those minutes: a loop keeps burning, a burst ends.
  package var steadily: Money
  package var habit: Habit
  /// Since when it has been unusual; nil: it is not.
  package private(set) var since: Instant?

  /// - Parameters:
  ///   - recent: what it burned in each of the last minutes with use, in chronological order; the start of a storm is
  ///     looked for in them.
  ///   - begun: when an ongoing storm began; nil if none is known.
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

  /// What was burned in the ``Habit/window`` minutes up to and including `minute`, in all and without the two largest
  /// of them.
  private static func burned(
    _ recent: [(minute: Int64, amount: Money)], by minute: Int64
  ) -> (all: Money, steadily: Money) {
    let amounts = recent.filter { $0.minute > minute - Habit.window && $0.minute <= minute }
      .map(\.amount).sorted()
    return (amounts.reduce(.zero, +), amounts.dropLast(2).reduce(.zero, +))
  }

  /// When the storm that is on at `now` began; nil if there is none.
  /// - Parameter begun: when a storm was last known to begin; it may have ended since.
  private static func begin(
    of recent: [(minute: Int64, amount: Money)], by now: Int64, _ habit: Habit, begun: Instant?
  ) -> Instant? {
    var begin = begun?.minute
    // The whole window must lie within the recent minutes and within the storm.
    let first = begin.map { max($0, recent.first?.minute ?? $0) + Habit.window } ?? .min
    var last = begin == nil ? .min : first
    for (minute, _) in recent where minute >= first && minute <= now {
      let (all, steadily) = burned(recent, by: minute)
      if minute - Habit.window >= last || habit.times(all) < ends { begin = nil }
      last = minute
      guard begin == nil, isUnusual(all, steadily, habit) else { continue }
      // A storm is noticed some minutes after it began.
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

  /// From this many times the habit on, it is a storm.
  private static let unusual = 4.0
  /// Below this many times the habit, a storm is over.
  private static let ends = 2.0

  /// How many times the habit it burns; 0 if there is no habit yet.
  package var times: Double { habit.times(burned) }

  /// Whether it is high enough that the person should look, and whether it is low enough to end that.
  package var isUnusual: Bool { ToolBurn.isUnusual(burned, steadily, habit) }
  package var isUsual: Bool { times < ToolBurn.ends }

  /// Less than this raises no alarm, whatever the habit.
  private static let least = Money(nanos: 200_000_000)

  /// Money an hour at this pace.
  package var perHour: Money {
    Money(nanos: Int64(clamping: Int128(burned.nanos) * 60 / Int128(Habit.window)))
  }
}
