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
      case .day: "time / \(UsageStore.quarterHour)"
      }
    let totals = try inDatabase { database in
      guard dimension != .day else { return try byDay(key, since, until, days, database) }
      return try rows(by: key, since, until, database).reduce(into: [:]) { totals, row in
        let name: String = try row.value(0)
        let key = name.isEmpty ? dimension.nameOfNone : name
        totals[key, default: .zero] += try UsageTotals(row: row, first: 1)
      }
    }
    return UsageReport(
      dimension: dimension, since: since, until: until,
      rows: totals.map { UsageReport.Row(key: $0.key, totals: $0.value) })
  }

  private func rows(
    by key: String, _ since: Instant?, _ until: Instant?, _ database: Database,
    where condition: String = "1"
  ) throws -> [Row] {
    try Row.fetchAll(
      database,
      sql: """
        SELECT \(key) AS key, \(UsageTotals.sums)
        FROM usage_part JOIN facet ON facet.id = usage_part.facet
        WHERE time >= ? AND time < ? AND \(condition)
        GROUP BY 1
        """,
      arguments: [since?.milliseconds ?? Int64.min, until?.milliseconds ?? Int64.max])
  }

  /// Nearly every zone's days begin at a quarter of an hour of UTC, so quarters are put together; those in which a
  /// day begins all the same are looked at by the moment.
  private func byDay(
    _ quarter: String, _ since: Instant?, _ until: Instant?, _ days: CivilDays, _ database: Database
  ) throws -> [String: UsageTotals] {
    var totals: [String: UsageTotals] = [:]
    var cut: [Int64] = []
    for row in try rows(by: quarter, since, until, database) {
      let quarter: Int64 = try row.value(0)
      let first = Instant(stored: quarter.multipliedClamped(by: UsageStore.quarterHour))
      let date = days.date(of: first)
      if days.date(of: first.advanced(by: UsageStore.quarterHour - 1)) != date {
        cut.append(quarter)
      } else {
        totals[date, default: .zero] += try UsageTotals(row: row, first: 1)
      }
    }
    guard !cut.isEmpty else { return totals }
    let list = cut.map(String.init).joined(separator: ", ")
    for row in try rows(by: "time", since, until, database, where: "\(quarter) IN (\(list))") {
      totals[days.date(of: try row.time(0)), default: .zero] += try UsageTotals(row: row, first: 1)
    }
    return totals
  }

  private static let quarterHour: Int64 = 900_000
}

extension UsageDimension {
  /// The key of what has no value in this dimension.
  fileprivate var nameOfNone: String { self == .mcpServer ? "none" : "unknown" }
}
