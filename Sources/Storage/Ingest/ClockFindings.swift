import GRDB
import Ledger
import Values

/// What is wrong with the times in a store, as far as a cheap check can find.
struct ClockFindings {
  /// Whether requests, readings or credits are ahead of a clock that may be right.
  private(set) var hasTimesAhead = false
  /// The unsettled turn of the clock; nil: there is none.
  private(set) var turn: ClockTurn?
  /// Whether ``turn`` has to be stored.
  private(set) var isTurnNews = false
  /// Whether the clock has reached the time it showed before.
  private(set) var hasArrived = false

  /// Whether there is anything to do.
  var isDue: Bool { hasTimesAhead || isTurnNews || hasArrived }

  init(_ database: Database, at now: Instant) throws {
    turn = try ClockTurn(database)
    var latest = try ClockFindings.latest(database)
    if let before = turn?.before { latest = max(latest, before) }
    let limit = now + ClockTurn.least
    if limit < latest {
      let firstRequest = try Int64.fetchChecked(
        database.cachedStatement(sql: "SELECT id FROM request ORDER BY id DESC LIMIT 1"))
      var turned =
        turn
        ?? ClockTurn(
          from: latest, to: now, firstRequest: (firstRequest ?? 0).addingClamped(1))
      turned.before = latest
      turned.since = min(turned.since, now)
      if now > turned.seen + turned.step || now < turned.seen - turned.step { turned.seen = now }
      isTurnNews = turned != turn
      turn = turned
    } else {
      hasArrived = turn != nil && now >= latest
    }
    guard now.isCredible else { return }
    hasTimesAhead = try ClockFindings.hasTimesAhead(database, of: limit)
  }

  /// The clock's time at the last write; at least the earliest credible moment.
  private static func latest(_ database: Database) throws -> Instant {
    // A cross join keeps this order: otherwise every entry would be read.
    let entered = try Instant.fetchChecked(
      database.cachedStatement(
        sql: """
          SELECT max(entered) FROM account
          CROSS JOIN entry ON entry.account = account.id AND entry.number = account.entries
          """))
    let collected = try Row.fetchOne(
      database.cachedStatement(sql: "SELECT collected FROM request ORDER BY id DESC LIMIT 1"))
    let earliest = Instant.credible.lowerBound
    let seen = try collected.flatMap { try $0.value("collected") as Instant? }
    return max(earliest, entered ?? earliest, seen ?? earliest)
  }

  private static func hasTimesAhead(_ database: Database, of limit: Instant) throws -> Bool {
    try Bool.fetchChecked(
      database.cachedStatement(
        sql: """
          SELECT EXISTS (SELECT 1 FROM minute_usage WHERE minute > ?1 AND requests <> 0)
            OR EXISTS (SELECT 1 FROM account WHERE since > ?2)
            OR EXISTS (
              SELECT 1 FROM account JOIN entry AS ahead INDEXED BY entry_money
                ON ahead.account = account.id AND ahead.kind <> \(EntryKind.charge.sql) AND ahead.time > ?2
              WHERE \(TimesAhead.isMovable("ahead"))
            )
          """), arguments: [limit.minute, limit]) ?? false
  }
}
