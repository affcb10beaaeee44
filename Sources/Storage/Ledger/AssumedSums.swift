import GRDB
import Ledger
import Values

/// What requests used of which it is only assumed who paid: how far a balance may be off.
struct AssumedSums {
  /// List value of what extra usage is assumed to have paid, and of what something else is.
  private(set) var extra = Money.zero
  private(set) var others = Money.zero

  /// - Parameters:
  ///   - account: its name.
  ///   - start: requests up to and including this moment do not count.
  init(_ database: Database, account: String, after start: Instant, upTo now: Instant) throws {
    let first = start.milliseconds + 1
    let firstMinute = Instant(milliseconds: first + Instant.perMinute - 1).minute
    let end = max(firstMinute, now.minute + 1)
    for (grain, ranges) in TimeCover(minutes: firstMinute..<end).ranges {
      for range in ranges {
        try add(
          database,
          """
          SELECT facet.purse, sum(sums.cost) FROM \(grain.table) AS sums
          JOIN facet ON facet.id = sums.facet
          WHERE sums.\(grain.rawValue) >= ?1 AND sums.\(grain.rawValue) < ?2 AND \(AssumedSums.isMeant)
          """, range, account)
      }
    }
    try add(
      database,
      """
      SELECT facet.purse, sum(request.cost) FROM request INDEXED BY request_by_time
      JOIN facet ON facet.id = request.facet
      WHERE replay = 0 AND request.time >= ?1 AND request.time < ?2 AND \(AssumedSums.isMeant)
      """, first..<max(first, firstMinute * Instant.perMinute), account)
  }

  private static let isMeant = """
    facet.account = (SELECT id FROM name WHERE text = ?3) AND facet.basis = \(Basis.assumed.sql)
      AND facet.purse IN (\(Purse.extra.sql), \(Purse.plan.sql), \(Purse.unknown.sql)) GROUP BY 1
    """

  private mutating func add(
    _ database: Database, _ sql: String, _ range: Range<Int64>, _ account: String
  ) throws {
    guard !range.isEmpty else { return }
    let rows = try FastStatement(database, sql, isCached: true)
    rows.bind(1, range.lowerBound)
    rows.bind(2, range.upperBound)
    rows.bind(3, account)
    var (extra, others) = (Money.zero, Money.zero)
    try rows.forEachRow { row in
      guard let purse: Purse = row.choice(0) else { return }
      if purse == .extra { extra += row.money(1) } else { others += row.money(1) }
    }
    self.extra += extra
    self.others += others
  }
}
