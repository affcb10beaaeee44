import Advice
import GRDB
import Ledger
import Synchronization
import Values

/// Reads how tools burn now and usually, at list value.
final class Habits: Sendable {
  private struct Known {
    /// The hour in which they were read.
    var hour: Int64
    /// The count of changes to the past at that time.
    var changes: String?
    var begun: [Tool: Instant]
    var habits: [Tool: Habit]
  }

  private let known = Mutex<Known?>(nil)
  /// How many minutes back the beginning of an unnoted unusual burn can be found.
  private static let lookBack: Int64 = 120

  /// How each recently used tool burns; empty if none burns now.
  /// - Parameter begun: the tools whose unusual burn is on, and since when.
  func burns(
    _ database: Database, begun: [Tool: Instant], at now: Instant
  ) throws -> [ToolBurn] {
    let minute = now.minute
    let recent = try Habits.minutes(database, from: minute - Habits.lookBack, to: minute)
    // When nothing burns, no habit is needed or read.
    guard
      recent.values.contains(where: { $0.last.map { $0.minute > minute - Habit.window } ?? false })
    else { return [] }
    let lasting = try Habits.lasting(database, begun, at: now)
    let found = try habits(database, begun: lasting, at: now)
    return Tool.allCases.compactMap { tool in
      guard let recent = recent[tool], let habit = found[tool] else { return nil }
      return ToolBurn(tool, recent: recent, habit: habit, minute: minute, begun: lasting[tool])
    }
  }

  /// The unusual burns that have not paused since they began, or within the last day. A pause writes nothing, so the
  /// store may still have a finished one as on.
  private static func lasting(
    _ database: Database, _ begun: [Tool: Instant], at now: Instant
  ) throws -> [Tool: Instant] {
    guard let first = begun.values.min() else { return begun }
    let dayAgo = now.minute - 24 * 60
    let used = try minutes(database, from: max(first.minute, dayAgo), to: now.minute)
    return begun.filter { tool, since in
      var last = max(since.minute, dayAgo)
      for (minute, _) in used[tool] ?? [] where minute > last {
        guard minute - last < Habit.window else { return false }
        last = minute
      }
      return now.minute - last < Habit.window
    }
  }

  private func habits(
    _ database: Database, begun: [Tool: Instant], at now: Instant
  ) throws -> [Tool: Habit] {
    let changes = try PastChanges.count(database)
    let hour = now.bucket(of: Instant.perHour)
    let same = known.withLock { known in
      known.flatMap {
        $0.hour == hour && $0.changes == changes && $0.begun == begun ? $0.habits : nil
      }
    }
    if let same { return same }
    // Only finished hours: the present burn is not a habit yet. Nor is an unusual burn that is on, for up to a day.
    let end = hour * 60
    let ends = begun.mapValues { since in
      min(end, max(end - 24 * 60, since.bucket(of: Instant.perHour) * 60))
    }
    let first = (ends.values.min() ?? end) - Habit.days * 24 * 60
    let before = try Habits.minutes(database, from: first, to: end - 1)
    let habits = before.reduce(into: [Tool: Habit]()) { habits, found in
      habits[found.key] = Habit(of: found.value, before: ends[found.key] ?? end)
    }
    known.withLock {
      $0 = Known(hour: hour, changes: changes, begun: begun, habits: habits)
    }
    return habits
  }

  static func minutes(
    _ database: Database, from first: Int64, to last: Int64
  ) throws -> [Tool: [(minute: Int64, amount: Money)]] {
    // There are few facets; a join would look one up for every row.
    var tools: [Int64: Int] = [:]
    try FastStatement(database, "SELECT id, tool FROM facet", isCached: true).forEachRow { row in
      let tool: Tool? = row.choice(1)
      tools[row.int(0)] = tool.flatMap { Tool.allCases.firstIndex(of: $0) }
    }
    let rows = try FastStatement(
      database,
      """
      SELECT minute, facet, cost FROM minute_usage
      WHERE minute >= ? AND minute <= ? AND cost > 0 ORDER BY minute
      """, isCached: true)
    rows.bind(1, first)
    rows.bind(2, last)
    let end = max(first, last.addingClamped(1))
    var minutes = [[(minute: Int64, amount: Money)]](repeating: [], count: Tool.allCases.count)
    try rows.forEachRow { row in
      guard let tool = tools[row.int(1)] else { return }
      let (minute, cost) = (row.int(0, in: first..<end), row.money(2))
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
