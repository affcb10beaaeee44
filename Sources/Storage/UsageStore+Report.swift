import GRDB
import Ledger

extension UsageStore {
  /// Usage from `since` on and before `until`, broken down by `dimension`, counted from the requests
  /// themselves.
  package func report(
    by dimension: UsageDimension, since: Instant?, until: Instant?, days: CivilDays
  ) throws -> UsageReport {
    let key =
      switch dimension {
      case .tool: "facet.tool"
      case .purse: "facet.purse"
      case .model: "(SELECT text FROM name WHERE id = facet.model)"
      case .account: "(SELECT text FROM name WHERE id = facet.account)"
      case .project: "(SELECT text FROM name WHERE id = facet.project)"
      case .mcpServer: "(SELECT text FROM name WHERE id = facet.server)"
      case .session: "(SELECT text FROM name WHERE id = session)"
      // Every time zone is a whole number of quarters of an hour away from UTC.
      case .day: "time / \(UsageStore.quarterHour)"
      }
    let totals = try inDatabase { database in
      let rows = try Row.fetchAll(
        database,
        sql: """
          SELECT \(key) AS key, \(UsageTotals.sums)
          FROM usage_part JOIN facet ON facet.id = usage_part.facet
          WHERE time >= ? AND time < ?
          GROUP BY 1
          """,
        arguments: [since?.milliseconds ?? Int64.min, until?.milliseconds ?? Int64.max])
      return try rows.reduce(into: [String: UsageTotals]()) { totals, row in
        let key: String
        if dimension == .day {
          let quarter: Int64 = try row.value(0)
          let time = Instant(stored: quarter.multipliedClamped(by: UsageStore.quarterHour))
          key = days.date(of: time)
        } else {
          let name: String = try row.value(0)
          key = name.isEmpty ? dimension.nameOfNone : name
        }
        totals[key, default: .zero] += try UsageTotals(row: row, first: 1)
      }
    }
    return UsageReport(
      dimension: dimension, since: since, until: until,
      rows: totals.map { UsageReport.Row(key: $0.key, totals: $0.value) })
  }

  private static let quarterHour: Int64 = 900_000
}

extension UsageDimension {
  /// The key of what has no value in this dimension.
  fileprivate var nameOfNone: String { self == .mcpServer ? "none" : "unknown" }
}
