import Advice
import GRDB
import Ledger
import Values

/// Reads what was recently drawn from an account.
struct RecentDrawsReading {
  private(set) var recentDraws = AccountState.RecentDraws()

  /// - Parameter limits: of the account; what only a cap needs is read only if there is one.
  init(_ database: Database, _ book: AccountRow, limits: [LimitState], at now: Instant) throws {
    guard book.lastCharge != nil else { return }
    let sums = try ChargedSums(database, account: book.id)
    let end = Instant(minute: now.minute + 1)
    recentDraws.day = try sums.byTool((end - .day)..<end).values
      .reduce(.zero, +)
    let month = try sums.byTool((end - .days(30))..<end)
    recentDraws.monthByKeyTools = month.filter { $0.key != .other && $0.key != .windsurf }.values
      .reduce(.zero, +)
    if limits.contains(where: { $0.limit.tool == nil && $0.limit.period == .month }) {
      recentDraws.week = try sums.byTool((end - .days(7))..<end).values
        .reduce(.zero, +)
      recentDraws.firstCharge = try RecentDrawsReading.firstCharge(
        database, book.id, after: now - .days(7), upTo: now)
    }
    recentDraws.drawBegan = try RecentDrawsReading.drawBegan(database, book, at: now)
    if book.unexplained ?? .zero > .zero {
      recentDraws.dropBetweenReadings = try ComputedBalance.drop(account: book.id, database)
    }
  }

  private static func firstCharge(
    _ database: Database, _ account: Int64, after start: Instant, upTo end: Instant
  ) throws -> Instant? {
    return try Instant.fetchChecked(
      database.cachedStatement(
        sql: """
          SELECT min(time) FROM entry INDEXED BY entry_charges
          WHERE account = ? AND kind = \(EntryKind.charge.sql) AND time > ? AND time <= ?
          """), arguments: [account, start, end])
  }

  /// The first charge of the last hour, if there was none in the day before it and the account is older than that.
  private static func drawBegan(
    _ database: Database, _ book: AccountRow, at now: Instant
  ) throws -> Instant? {
    let hour = now - .hour
    guard let first = try firstCharge(database, book.id, after: hour, upTo: now) else { return nil }
    let day = first - .day
    guard book.account.since <= day else { return nil }
    let before = try firstCharge(database, book.id, after: day, upTo: first.advanced(by: -1))
    return before == nil ? first : nil
  }
}
