import GRDB
import Ledger
import Values

extension AutoReload {
  /// An account's settings, and its recent reloads.
  init(_ database: Database, account: Int64, at now: Instant) throws {
    let row = try Row.fetchOne(
      database.cachedStatement(
        sql: """
          SELECT source, is_on, below, "add", monthly_max, rests_until, obstacle FROM auto_reload
          WHERE account = ?
          """), arguments: [account])
    self.init()
    if let row {
      source = try row.value("source")
      settings = Settings(
        isOn: try row.value("is_on"), below: try row.value("below"), add: try row.value("add"),
        monthlyMax: try row.value("monthly_max"))
      coolDownUntil = try (row.value("rests_until") as Instant?).flatMap { $0 > now ? $0 : nil }
      obstacle = try row.value("obstacle")
    }
    let month = now.startOfUTCMonth
    let day = now - .day
    let reloads = try Row.fetchAll(
      database.cachedStatement(
        sql: """
          SELECT time, amount FROM entry AS reload INDEXED BY entry_money
          WHERE account = ? AND kind <> \(EntryKind.charge.sql) AND kind = \(EntryKind.autoReload.sql) AND time >= ?
            AND \(ComputedBalance.isNotUndone("reload"))
          ORDER BY number DESC
          """), arguments: [account, min(month, day)]
    ).map { Reload(time: try $0.value("time"), amount: try $0.value("amount")) }
    addedThisMonth = reloads.filter { $0.time >= month }.reduce(.zero) { $0 + $1.amount }
    recent = reloads.filter { $0.time > day }
  }

  /// Stores an account's settings. The new ones may remove what stopped it, so it tries again at once; a rest after a
  /// reload goes on.
  static func set(
    _ settings: Settings, source: Source, account: Int64, _ database: Database
  ) throws {
    try database.execute(
      sql: """
        INSERT INTO auto_reload
          (account, source, is_on, below, "add", monthly_max, rests_until, obstacle)
        VALUES (?, ?, ?, ?, ?, ?, NULL, NULL)
        ON CONFLICT (account) DO UPDATE SET
          source = excluded.source, is_on = excluded.is_on, below = excluded.below,
          "add" = excluded."add", monthly_max = excluded.monthly_max,
          rests_until = iif(obstacle IS NULL, rests_until, NULL), obstacle = NULL
        """,
      arguments: [
        account, source, settings.isOn, settings.below, settings.add, settings.monthlyMax,
      ])
  }

  /// Starts a rest, and notes what stopped the reload.
  static func rest(
    until: Instant, obstacle: Obstacle?, account: Int64, _ database: Database
  ) throws {
    try database.execute(
      sql: "UPDATE auto_reload SET rests_until = ?, obstacle = ? WHERE account = ?",
      arguments: [until, obstacle, account])
  }

  /// Ends a rest that an obstacle caused, because a limit has changed.
  static func wake(account: Int64, _ database: Database) throws {
    try database.execute(
      sql: "UPDATE auto_reload SET rests_until = NULL WHERE account = ? AND obstacle IS NOT NULL",
      arguments: [account])
  }

  /// Removes the settings: claude.ai or nobody does it now.
  static func forget(account: Int64, _ database: Database) throws {
    try database.execute(sql: "DELETE FROM auto_reload WHERE account = ?", arguments: [account])
  }

  /// Clears the obstacle.
  static func forgetObstacle(account: Int64, _ database: Database) throws {
    try database.execute(
      sql: "UPDATE auto_reload SET obstacle = NULL WHERE account = ? AND obstacle IS NOT NULL",
      arguments: [account])
  }
}
