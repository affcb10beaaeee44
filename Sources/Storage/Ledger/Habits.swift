import GRDB
import Ledger
import Synchronization

/// Reads how tools burn now and usually, at list value.
final class Habits: Sendable {
  private let known = Mutex<(minute: Int64, habits: [Tool: Habit])?>(nil)

  /// How every tool burns that was used within the last minutes.
  func burns(_ database: Database, at now: Instant) throws -> [ToolBurn] {
    let minute = now.minute
    let recent = try Habits.minutes(database, from: minute - Habit.window + 1, to: minute)
    // Who burns nothing now needs no habit, and nothing is read for one.
    guard !recent.isEmpty else { return [] }
    let hour = now.bucket(of: Instant.perHour)
    var habits = known.withLock { $0.flatMap { $0.minute == minute ? $0.habits : nil } }
    if habits == nil {
      // An hour that is over: what is burned now is no habit yet.
      let end = hour * 60
      let before = try Habits.minutes(database, from: end - Habit.days * 24 * 60, to: end - 1)
      habits = before.mapValues { Habit(of: $0, before: end) }
    }
    let found = habits ?? [:]
    known.withLock { $0 = (minute, found) }
    return Tool.allCases.compactMap { tool in
      guard let recent = recent[tool], let habit = found[tool] else { return nil }
      return ToolBurn(tool, recent: recent, habit: habit, minute: minute)
    }
  }

  private static func minutes(
    _ database: Database, from first: Int64, to last: Int64
  ) throws -> [Tool: [(minute: Int64, amount: Money)]] {
    // A join would look every row's facet up, of which there are few.
    var tools: [Int64: Int] = [:]
    try FastStatement(database, "SELECT id, tool FROM facet", isCached: true).forEachRow { row in
      tools[row.int(0)] = Tool(rawValue: row.text(1)).flatMap { Tool.allCases.firstIndex(of: $0) }
    }
    let rows = try FastStatement(
      database,
      """
      SELECT minute, facet, cost FROM minute_usage
      WHERE minute >= ? AND minute <= ? AND cost > 0 ORDER BY minute
      """, isCached: true)
    rows.bind(1, first)
    rows.bind(2, last)
    var minutes = [[(minute: Int64, amount: Money)]](repeating: [], count: Tool.allCases.count)
    try rows.forEachRow { row in
      guard let tool = tools[row.int(1)] else { return }
      let (minute, cost) = (row.int(0), Money(nanos: row.int(2)))
      if let last = minutes[tool].last, last.minute == minute {
        minutes[tool][minutes[tool].count - 1].amount = last.amount + cost
      } else {
        minutes[tool].append((minute, cost))
      }
    }
    return zip(Tool.allCases, minutes).reduce(into: [:]) { found, pair in
      if !pair.1.isEmpty { found[pair.0] = pair.1 }
    }
  }
}
