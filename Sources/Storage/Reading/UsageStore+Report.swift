import GRDB
import Ledger
import Values

extension UsageStore {
  /// Usage from `since` up to but not including `until`, broken down by one or more dimensions, counted from the
  /// requests themselves.
  /// - Parameter project: only usage in this folder or below it, or in folders of this name; nil: everything.
  package func report(
    by dimensions: UsageDimension..., since: Instant?, until: Instant?, project: String? = nil,
    days: CivilDays
  ) throws -> UsageReport {
    try report(by: dimensions, since: since, until: until, project: project, days: days)
  }

  /// The same for a list of dimensions.
  package func report(
    by dimensions: [UsageDimension], since: Instant?, until: Instant?, project: String? = nil,
    days: CivilDays
  ) throws -> UsageReport {
    let columns = dimensions.indices.map { "\($0 + 1)" }.joined(separator: ", ")
    let ofProject =
      project == nil
      ? ""
      : """
      AND facet.project IN (SELECT id FROM name WHERE text = ?3
        OR substr(text, 1, length(?3) + 1) = ?3 || '/'
        OR instr(?3, '/') = 0 AND substr(text, -length(?3) - 1) = '/' || ?3)
      """
    let stretch = (since?.milliseconds ?? .min, until?.milliseconds ?? .max)
    let totals = try inDatabase { database in
      let cut = dimensions.contains(.day) ? try cutQuarters(stretch, days, database) : ""
      let rows = try FastStatement(
        database,
        """
        SELECT \(dimensions.map { $0.column(cut) }.joined(separator: ", ")), \(UsageTotals.sums)
        FROM usage_part JOIN facet ON facet.id = usage_part.facet
        WHERE time >= ?1 AND time < ?2 \(ofProject)
        GROUP BY \(columns)
        """)
      rows.bind(1, stretch.0)
      rows.bind(2, stretch.1)
      if let project { rows.bind(3, project) }
      var totals: [[String]: UsageTotals] = [:]
      try rows.forEachRow { row in
        let keys = dimensions.enumerated().map { $1.key(row, Int32($0), days) }
        totals[keys, default: .zero] += UsageTotals(row: row, first: Int32(dimensions.count))
      }
      return totals
    }
    return UsageReport(
      dimensions: dimensions, since: since, until: until,
      rows: totals.map { UsageReport.Row(keys: $0.key, totals: $0.value) })
  }
}

extension UsageStore {
  /// The quarter hours, counted from 1970, inside which a day begins, as an SQL list; nearly every time zone has
  /// none.
  fileprivate func cutQuarters(
    _ stretch: (start: Int64, end: Int64), _ days: CivilDays, _ database: Database
  ) throws -> String {
    let length = UsageDimension.quarterHour
    let rows = try FastStatement(
      database, "SELECT DISTINCT time / \(length) FROM request WHERE time >= ? AND time < ?")
    rows.bind(1, stretch.start)
    rows.bind(2, stretch.end)
    var quarters: [Int64] = []
    try rows.forEachRow { quarters.append($0.int(0)) }
    return quarters.filter { quarter in
      let first = Instant(stored: quarter.multipliedClamped(by: length))
      return days.date(of: first) != days.date(of: first.advanced(by: length - 1))
    }.map(String.init).joined(separator: ", ")
  }
}

extension UsageDimension {
  /// The SQL expression to group by.
  /// - Parameter cut: the quarter hours inside which a day begins; a moment in one of them stands for itself, as a
  ///   negative number.
  fileprivate func column(_ cut: String) -> String {
    switch self {
    case .tool: "facet.tool"
    case .purse: "facet.purse"
    case .model: "(SELECT text FROM name WHERE id = facet.model)"
    case .account: "(SELECT text FROM name WHERE id = facet.account)"
    case .project: "(SELECT text FROM name WHERE id = facet.project)"
    case .mcpServer: "(SELECT text FROM name WHERE id = facet.server)"
    case .session: "(SELECT text FROM name WHERE id = session)"
    case .day:
      "CASE WHEN time / \(Self.quarterHour) IN (\(cut)) THEN -1 - time ELSE time / \(Self.quarterHour) END"
    }
  }

  /// The key of a row, as scripts see it.
  fileprivate func key(_ row: FastStatement, _ column: Int32, _ days: CivilDays) -> String {
    if self == .day {
      let quarter = row.int(column)
      return days.date(
        of: Instant(
          stored: quarter < 0 ? -1 - quarter : quarter.multipliedClamped(by: Self.quarterHour)))
    }
    let name = row.text(column)
    // Usage without a value in this dimension.
    return name.isEmpty ? self == .mcpServer ? "none" : "unknown" : name
  }

  fileprivate static let quarterHour: Int64 = 900_000
}
