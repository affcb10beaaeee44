import Advice
import GRDB
import Ledger
import Synchronization
import Values

/// Reads what past usage drew from accounts, at list value: everything that extra usage paid or is assumed to have
/// paid, even before the balance was known.
final class DrawHistories: Sendable {
  private struct Known {
    /// The hour in which they were read, and the count of changes at that time.
    var hour: Int64
    var changes: String?
    var earlier: [Int64: Int64]
  }

  /// Which usage to read.
  struct Scope: Hashable {
    /// The account's name.
    var account: String
    /// The tools that spend from it now: their usage from before any account was known counts as its own.
    var tools: Set<Tool>
    /// The only tool to read; nil: all of them.
    var only: Tool?

    /// The tools as a JSON array.
    var list: String {
      "[" + tools.map { "\"\($0.rawValue)\"" }.sorted().joined(separator: ",") + "]"
    }
  }

  private let known = Mutex<[Scope: Known]>([:])

  /// - Parameter rate: from dollars to the account's currency.
  func history(
    _ database: Database, _ scope: Scope, rate: ExchangeRate, at now: Instant
  ) throws -> DrawHistory? {
    let running = now.bucket(of: Instant.perHour)
    // Past hours are reread only when something in them changes; the current hour and the one before it always are.
    let changes = try PastChanges.count(database)
    let recent = running - 1
    let first = running - Int64(DrawHistory.days * 24)
    var earlier = known.withLock {
      $0[scope].flatMap {
        $0.hour == running && $0.changes == changes ? $0.earlier : nil
      }
    }
    if earlier == nil {
      earlier = try DrawHistories.hours(database, scope, from: first, before: recent)
    }
    let closed = earlier ?? [:]
    known.withLock { $0[scope] = Known(hour: running, changes: changes, earlier: closed) }
    let hours = closed.merging(
      try DrawHistories.hours(database, scope, from: recent, before: running + 1)
    ) { $1 }
    guard let firstHour = hours.keys.min(), let lastHour = hours.keys.max() else { return nil }
    let drawn = (firstHour...running).map { hour in
      rate.amount(of: Money(nanos: hours[hour] ?? 0))?.nanos ?? 0
    }
    let (minute, sum) = try DrawHistories.lastHour(database, scope, at: now)
    let lastUse =
      minute.map(Instant.init(minute:))
      ?? Instant(milliseconds: (lastHour + 1) * Instant.perHour)
    return DrawHistory(
      firstHour: firstHour, drawn: drawn,
      firstUse: try DrawHistories.firstMinute(database, scope, in: firstHour)
        .map(Instant.init(minute:)),
      lastUse: min(lastUse, now),
      lastHour: rate.amount(of: sum) ?? .zero)
  }

  private static let source = """
    JOIN facet ON facet.id = sums.facet WHERE facet.purse = \(Purse.extra.sql) AND \(isOfAccount)
      AND (?5 IS NULL OR facet.tool = ?5)
    """

  /// SQL that is true of a facet of the account named ?1, from which the tools in the array ?2 spend now.
  static let isOfAccount = """
    (facet.account = (SELECT id FROM name WHERE text = ?1)
      OR facet.account = 0 AND facet.tool IN (SELECT value FROM json_each(?2)))
    """

  private static func bind(_ scope: Scope, to rows: FastStatement) {
    rows.bind(1, scope.account)
    rows.bind(2, scope.list)
    rows.bind(5, scope.only?.rawValue)
  }

  private static func hours(
    _ database: Database, _ scope: Scope, from first: Int64, before end: Int64
  ) throws -> [Int64: Int64] {
    let rows = try FastStatement(
      database,
      """
      SELECT hour, sum(cost) FROM hour_usage AS sums \(source)
      AND hour >= ?3 AND hour < ?4 AND cost > 0 GROUP BY 1
      """, isCached: true)
    bind(scope, to: rows)
    rows.bind(3, first)
    rows.bind(4, end)
    var hours: [Int64: Int64] = [:]
    try rows.forEachRow { hours[$0.int(0, in: first..<end)] = $0.int(1) }
    return hours
  }

  /// The first minute with use in an hour; nil: only the hour's total is left.
  private static func firstMinute(
    _ database: Database, _ scope: Scope, in hour: Int64
  ) throws -> Int64? {
    let rows = try FastStatement(
      database,
      """
      SELECT min(minute), count(*) FROM minute_usage AS sums \(source)
      AND minute >= ?3 AND minute < ?4 AND cost > 0
      """, isCached: true)
    bind(scope, to: rows)
    let minutes = hour * 60..<(hour + 1) * 60
    rows.bind(3, minutes.lowerBound)
    rows.bind(4, minutes.upperBound)
    var first: Int64?
    try rows.forEachRow { if $0.int(1) > 0 { first = $0.int(0, in: minutes) } }
    return first
  }

  private static func lastHour(
    _ database: Database, _ scope: Scope, at now: Instant
  ) throws -> (minute: Int64?, sum: Money) {
    let rows = try FastStatement(
      database,
      """
      SELECT max(minute), ifnull(sum(cost), 0), count(*) FROM minute_usage AS sums \(source)
      AND minute > ?3 AND minute <= ?4 AND cost > 0
      """, isCached: true)
    bind(scope, to: rows)
    rows.bind(3, now.minute - 60)
    rows.bind(4, now.minute)
    var (minute, sum): (Int64?, Int64) = (nil, 0)
    try rows.forEachRow { row in
      if row.int(2) > 0 { minute = row.int(0, in: now.minute - 59..<now.minute + 1) }
      sum = row.int(1)
    }
    return (minute, Money(nanos: sum))
  }
}
