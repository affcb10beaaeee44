import GRDB
import Ledger
import Values

extension UsageStore {
  /// Records the plan windows that a session of Claude Code shows, for the account that is signed in to its folder.
  ///
  /// What is known already is not written again, and an older reading never replaces a newer one.
  /// - Returns: whether anything was recorded.
  @discardableResult
  package func record(
    _ windows: [PlanWindow], ofFolder folder: String, at now: Instant
  ) throws -> Bool {
    let asOf = windows.map(\.asOf).max()
    let live = windows.filter { !$0.hasReset(by: now) }
    guard let asOf, !live.isEmpty else { return false }
    let isNews = try read { database in
      guard let row = try LoginRows(database)[folder] else { return false }
      let known = try PlanWindow.all(of: row.account, database)
      return live.contains { window in
        known.first { $0.id == window.id }.map { $0.asOf < asOf } ?? true
      }
    }
    guard isNews else { return false }
    return try write { database in
      guard let row = try LoginRows(database)[folder] else { return false }
      let desk = try MoneyDesk(database, at: now)
      var usage = UsageAnswer()
      usage.windows = live
      try AnswerRecording(desk: desk, account: row.account, asOf: min(asOf, now))
        .record(usage, key: "status-line/\(row.account)/\(asOf.milliseconds)")
      try desk.ledger.flush()
      return true
    }
  }
}

extension PlanWindow {
  /// The windows of an account as they were read last.
  static func all(of account: Int64, _ database: Database) throws -> [PlanWindow] {
    try database.cachedStatement(
      sql: "SELECT id, used, resets_at, as_of FROM plan_window WHERE account = ? ORDER BY id"
    ).all(arguments: [account]) { row in
      PlanWindow(
        id: try row.value("id"), usedPercent: try row.value("used"),
        resetsAt: try row.value("resets_at"), asOf: try row.value("as_of"))
    }
  }
}
