import GRDB
import Ledger
import Values

/// What claude.ai reported about one account's plan windows and month's spend over the last two months.
struct ReadingHistory {
  let database: Database
  let account: Int64

  /// How long readings are kept: caps look back a month at most.
  private static let kept = Span.days(62)

  /// The readings of the plan windows.
  func plan() throws -> PlanReadings {
    PlanReadings(
      try database.cachedStatement(
        sql: "SELECT id, as_of, used, resets_at FROM window_reading WHERE account = ?"
      ).all(arguments: [account]) { row in
        PlanWindow(
          id: try row.value("id"), usedPercent: try row.value("used"),
          resetsAt: try row.value("resets_at"), asOf: try row.value("as_of"))
      })
  }

  /// The readings of the month's spend, ascending.
  func spend() throws -> [SpendJudgement.Reading] {
    try database.cachedStatement(
      sql: "SELECT as_of, used FROM month_reading WHERE account = ? ORDER BY as_of"
    ).all(arguments: [account]) { row in
      SpendJudgement.Reading(asOf: try row.value("as_of"), used: try row.value("used"))
    }
  }

  /// Adds a reading of a window. What lies between it and its neighbours is due to be decided again.
  func add(_ window: PlanWindow, asOf: Instant) throws {
    // Repeated after it has renewed, it says nothing.
    guard window.resetsAt.map({ $0 > asOf }) ?? true else { return }
    try database.execute(
      sql: "DELETE FROM window_reading WHERE account = ? AND id = ? AND as_of < ?",
      arguments: [account, window.id, asOf - ReadingHistory.kept])
    let known = try Row.fetchOne(
      database.cachedStatement(
        sql: """
          SELECT used, resets_at FROM window_reading WHERE account = ? AND id = ? AND as_of = ?
          """), arguments: [account, window.id, asOf])
    if let known, try known.value("used") == window.usedPercent,
      try known.value("resets_at") == window.resetsAt
    {
      return
    }
    try database.execute(
      sql: """
        INSERT OR REPLACE INTO window_reading (account, id, as_of, used, resets_at)
        VALUES (?, ?, ?, ?, ?)
        """, arguments: [account, window.id, asOf, window.usedPercent, window.resetsAt])
    let next = try moment("min(as_of)", of: window.id, "as_of >", asOf)
    let previous = try moment("max(as_of)", of: window.id, "as_of <", asOf)
    // A neighbour further away than a plan's longest window says nothing.
    try note(
      since: max(previous ?? asOf - PlanReadings.reach, asOf - PlanReadings.reach),
      until: min(next ?? asOf + PlanReadings.reach, asOf + PlanReadings.reach))
    if next == nil, let previous { try thinOut(window, before: previous) }
  }

  /// Drops the reading at a moment if it says the same as the one before it and as the new one.
  private func thinOut(_ window: PlanWindow, before moment: Instant) throws {
    let same = try Row.fetchAll(
      database.cachedStatement(
        sql: """
          SELECT as_of, used, resets_at FROM window_reading
          WHERE account = ? AND id = ? AND as_of <= ? ORDER BY as_of DESC LIMIT 2
          """), arguments: [account, window.id, moment])
    let isSame = try same.allSatisfy { row in
      try row.value("used") == window.usedPercent && row.value("resets_at") == window.resetsAt
    }
    guard same.count == 2, isSame, window.resetsAt != nil else { return }
    try database.execute(
      sql: "DELETE FROM window_reading WHERE account = ? AND id = ? AND as_of = ?",
      arguments: [account, window.id, moment])
  }

  private func moment(
    _ found: String, of window: String, _ comparison: String, _ asOf: Instant
  ) throws -> Instant? {
    try Int64.fetchChecked(
      database,
      sql: """
        SELECT \(found) FROM window_reading WHERE account = ? AND id = ? AND \(comparison) ?
        """, arguments: [account, window, asOf]
    ).map { Instant(milliseconds: $0) }
  }

  /// Adds a reading of the month's spend. The requests around it are due to be decided again.
  func add(_ used: Money, asOf: Instant) throws {
    try database.execute(
      sql: "DELETE FROM month_reading WHERE account = ? AND as_of < ?",
      arguments: [account, asOf - ReadingHistory.kept])
    let known = try Money.fetchChecked(
      database, sql: "SELECT used FROM month_reading WHERE account = ? AND as_of = ?",
      arguments: [account, asOf])
    guard known != used else { return }
    try database.execute(
      sql: "INSERT OR REPLACE INTO month_reading (account, as_of, used) VALUES (?, ?, ?)",
      arguments: [account, asOf, used])
    try note(since: asOf, until: asOf)
  }

  /// Notes that requests of the account in a stretch of time have to be decided again.
  func note(since: Instant, until: Instant) throws {
    try database.execute(
      sql: """
        INSERT INTO purse_due (account, since, until) VALUES (?, ?, ?)
        ON CONFLICT DO UPDATE SET since = min(since, excluded.since), until = max(until, excluded.until)
        """, arguments: [account, since, until])
  }
}
