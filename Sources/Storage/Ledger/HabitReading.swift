import GRDB
import Ledger
import Synchronization

/// Reads how tools burn now and usually, at list value.
final class Habits: Sendable {
  private let known = Mutex<(hour: Int64, habits: [Tool: Habit])?>(nil)

  /// How every tool burns that was used within the last minutes.
  func burns(_ database: Database, at now: Instant) throws -> [ToolBurn] {
    let minute = now.minute
    let recent = try Habits.minutes(database, from: minute - Habit.window + 1, to: minute)
    // Who burns nothing now needs no habit, and nothing is read for one.
    guard !recent.isEmpty else { return [] }
    let hour = now.bucket(of: Instant.perHour)
    var habits = known.withLock { $0.flatMap { $0.hour == hour ? $0.habits : nil } }
    if habits == nil {
      // An hour that is over: what is burned now is no habit yet.
      let end = hour * 60
      let before = try Habits.minutes(database, from: end - Habit.days * 24 * 60, to: end - 1)
      habits = before.mapValues { Habit(of: $0, before: end) }
    }
    let found = habits ?? [:]
    known.withLock { $0 = (hour, found) }
    return Tool.allCases.compactMap { tool in
      guard let recent = recent[tool], let habit = found[tool] else { return nil }
      return ToolBurn(tool, recent: recent, habit: habit, minute: minute)
    }
  }

  private static func minutes(
    _ database: Database, from first: Int64, to last: Int64
  ) throws -> [Tool: [(minute: Int64, amount: Money)]] {
    let rows = try FastStatement(
      database,
      """
      SELECT facet.tool, minute, sum(cost) FROM minute_usage JOIN facet ON facet.id = minute_usage.facet
      WHERE minute >= ? AND minute <= ? AND cost > 0 GROUP BY 2, 1 ORDER BY 2
      """, isCached: true)
    rows.bind(1, first)
    rows.bind(2, last)
    var minutes: [Tool: [(minute: Int64, amount: Money)]] = [:]
    try rows.forEachRow { row in
      guard let tool = Tool(rawValue: row.text(0)) else { return }
      minutes[tool, default: []].append((row.int(1), Money(nanos: row.int(2))))
    }
    return minutes
  }
}
