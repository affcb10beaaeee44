import GRDB
import Ledger

extension UsageStore {
  /// What a snapshot is to cover.
  package struct SnapshotQuery: Sendable {
    /// The moment it is for.
    package var now: Instant
    /// The person's days.
    package var days: CivilDays
    /// Minutes that the burn rate is taken over, at least 1.
    package var burnMinutes: Int
    /// Minutes that the chart covers.
    package var chartMinutes: Int

    /// A query of its parts.
    package init(now: Instant, days: CivilDays, burnMinutes: Int = 15, chartMinutes: Int = 60) {
      self.now = now
      self.days = days
      self.burnMinutes = burnMinutes
      self.chartMinutes = chartMinutes
    }
  }

  /// Reads everything a screen shows in one transaction. The cost follows what is shown, not how much
  /// the store holds.
  package func snapshot(_ query: SnapshotQuery) throws -> UsageSnapshot {
    try queue.read { database in
      let now = query.now
      // Whole minutes up to and with the running one: the window ends now and begins on a minute.
      let burnStart = (now.minute - Int64(query.burnMinutes) + 1) * Instant.perMinute
      let hourStart = (now.minute - 59) * Instant.perMinute
      var usage: [Tool: ToolUsage] = [:]
      func add(
        _ stretch: WritableKeyPath<ToolUsage, UsageTotals>, _ grain: Grain, from: Int64, to: Int64
      ) throws {
        for row in try sums(database, grain, from: from, to: to) {
          guard let tool = Tool(rawValue: row[0]) else { continue }
          usage[tool, default: ToolUsage(tool: tool)][keyPath: stretch] += UsageTotals(
            row: row, first: 1)
        }
      }
      let end = (now.minute + 1) * Instant.perMinute
      try add(\.burn, .minute, from: burnStart, to: end)
      try add(\.lastHour, .minute, from: hourStart, to: end)
      let midnight = query.days.start(of: now)
      let firstHour =
        Grain.hour.bucket(of: midnight.advanced(by: Instant.perHour - 1)) * Instant.perHour
      let thisHour = Grain.hour.bucket(of: now) * Instant.perHour
      try add(\.today, .minute, from: midnight.milliseconds, to: min(firstHour, end))
      if firstHour < thisHour { try add(\.today, .hour, from: firstHour, to: thisHour) }
      try add(\.today, .minute, from: max(firstHour, thisHour), to: end)
      try add(
        \.month, .day, from: now.startOfUTCMonth.milliseconds, to: (now.utcDay + 1) * Instant.perDay
      )
      for (tool, purse) in try purses(database, since: now.startOfUTCMonth) {
        usage[tool]?.purse = purse
      }
      return UsageSnapshot(
        at: now, burnWindow: max(1, now.milliseconds - burnStart),
        tools: Tool.allCases.compactMap { usage[$0] },
        chart: try chart(database, query))
    }
  }

  /// Sums by tool over the buckets from `from` up to, not including, `to` (milliseconds, both at the
  /// beginning of a bucket).
  private func sums(
    _ database: Database, _ grain: Grain, from: Int64, to: Int64
  ) throws -> [Row] {
    try Row.fetchAll(
      database.cachedStatement(
        sql: """
          SELECT facet.tool, \(UsageTotals.sums)
          FROM \(grain.table) AS sums JOIN facet ON facet.id = sums.facet
          WHERE \(grain.rawValue) >= ? AND \(grain.rawValue) < ?
          GROUP BY facet.tool
          """),
      arguments: [from / grain.milliseconds, to / grain.milliseconds])
  }

  /// For each tool the purse of most of its cost since `start`, the beginning of a UTC day.
  private func purses(_ database: Database, since start: Instant) throws -> [(Tool, Purse)] {
    let rows = try Row.fetchAll(
      database.cachedStatement(
        sql: """
          SELECT facet.tool, facet.purse FROM day_usage JOIN facet ON facet.id = day_usage.facet
          WHERE day >= ? GROUP BY facet.tool, facet.purse ORDER BY sum(cost), sum(requests)
          """),
      arguments: [start.utcDay])
    return rows.compactMap { row in
      guard let tool = Tool(rawValue: row[0]), let purse = Purse(rawValue: row[1]) else {
        return nil
      }
      return (tool, purse)
    }
  }

  private func chart(_ database: Database, _ query: SnapshotQuery) throws -> BurnChart {
    let first = query.now.minute - Int64(query.chartMinutes) + 1
    let rows = try Row.fetchCursor(
      database.cachedStatement(
        sql: """
          SELECT facet.tool, minute, sum(cost)
          FROM minute_usage JOIN facet ON facet.id = minute_usage.facet
          WHERE minute >= ? AND minute <= ?
          GROUP BY facet.tool, minute
          """),
      arguments: [first, query.now.minute])
    var series: [Tool: [Money]] = [:]
    while let row = try rows.next() {
      guard let tool = Tool(rawValue: row[0]) else { continue }
      let minute: Int64 = row[1]
      let blank = Array(repeating: Money.zero, count: query.chartMinutes)
      series[tool, default: blank][Int(minute - first)] = Money(nanos: row[2])
    }
    return BurnChart(
      start: Instant(milliseconds: first * Instant.perMinute), step: Instant.perMinute,
      steps: query.chartMinutes, series: series)
  }
}
