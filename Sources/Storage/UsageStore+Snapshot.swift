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
      var reading = SnapshotReading(query, facets: facetKinds)
      try reading.readMinutes(database)
      try reading.readHours(database)
      try reading.readDays(database)
      return reading.snapshot
    }
  }
}

/// A snapshot in the making: each table of sums is gone through once, newest rows only.
private struct SnapshotReading {
  private let query: UsageStore.SnapshotQuery
  private let facets: FacetKinds
  private var usage: [Tool: ToolUsage] = [:]
  private var purses: [Tool: [Purse: Money]] = [:]
  private var chart: [Tool: [Money]] = [:]

  // Minutes counted from 1970. Windows end with the running minute; the burn window has that many
  // whole minutes before it, so that a rate is never taken over a few seconds.
  private let lastMinute: Int64
  private let firstOfBurn: Int64
  private let firstOfHour: Int64
  private let firstOfChart: Int64
  private let midnight: Int64
  /// The first whole hour of the day, and the running one, as minutes.
  private let firstHour: Int64
  private let thisHour: Int64

  init(_ query: UsageStore.SnapshotQuery, facets: FacetKinds) {
    self.query = query
    self.facets = facets
    lastMinute = query.now.minute
    firstOfBurn = lastMinute - Int64(query.burnMinutes)
    firstOfHour = lastMinute - 59
    firstOfChart = lastMinute - Int64(query.chartMinutes) + 1
    let dayStart = query.days.start(of: query.now)
    midnight = dayStart.minute
    firstHour = Grain.hour.bucket(of: dayStart.advanced(by: Instant.perHour - 1)) * 60
    thisHour = Grain.hour.bucket(of: query.now) * 60
  }

  /// Burn window, last hour, chart, and what of today is no whole hour.
  mutating func readMinutes(_ database: Database) throws {
    let recent = min(firstOfBurn, firstOfHour, max(midnight, thisHour))
    try forEachSum(database, .minute, from: min(recent, firstOfChart), to: lastMinute) {
      row, tool, reading in
      let minute = row.int(0)
      if minute >= reading.firstOfChart {
        let blank = Array(repeating: Money.zero, count: reading.query.chartMinutes)
        reading.chart[tool, default: blank][Int(minute - reading.firstOfChart)] += row.cost
      }
      guard minute >= recent else { return }
      let totals = UsageTotals(row: row)
      if minute >= reading.firstOfBurn { reading.add(totals, to: \.burn, of: tool) }
      if minute >= reading.firstOfHour { reading.add(totals, to: \.lastHour, of: tool) }
      if minute >= max(reading.midnight, reading.thisHour) {
        reading.add(totals, to: \.today, of: tool)
      }
    }
    // Where the day does not begin with a whole hour.
    try forEachSum(
      database, .minute, from: midnight, to: min(firstHour, thisHour) - 1
    ) { row, tool, reading in reading.add(UsageTotals(row: row), to: \.today, of: tool) }
  }

  /// The whole hours of today.
  mutating func readHours(_ database: Database) throws {
    try forEachSum(database, .hour, from: firstHour / 60, to: thisHour / 60 - 1) {
      row, tool, reading in
      reading.add(UsageTotals(row: row), to: \.today, of: tool)
    }
  }

  /// The days of this month.
  mutating func readDays(_ database: Database) throws {
    let first = query.now.startOfUTCMonth.utcDay
    try forEachSum(database, .day, from: first, to: query.now.utcDay) { row, tool, reading in
      reading.add(UsageTotals(row: row), to: \.month, of: tool)
      let purse = try reading.facets.kind(of: row.int(1), database).purse
      reading.purses[tool, default: [:]][purse, default: .zero] += row.cost
    }
  }

  var snapshot: UsageSnapshot {
    let tools = Tool.allCases.compactMap { tool in
      usage[tool].map { used in
        var used = used
        // Of equal sums, as of none, the one that stands first among all purses.
        let spent = purses[tool] ?? [:]
        let most = spent.values.max()
        used.purse = Purse.allCases.first { spent[$0] != nil && spent[$0] == most } ?? .unknown
        return used
      }
    }
    let burnWindow = query.now.milliseconds - firstOfBurn * Instant.perMinute
    return UsageSnapshot(
      at: query.now, burnWindow: max(1, burnWindow), tools: tools,
      chart: BurnChart(
        start: Instant(milliseconds: firstOfChart * Instant.perMinute), step: Instant.perMinute,
        steps: query.chartMinutes, series: chart))
  }

  private mutating func add(
    _ totals: UsageTotals, to stretch: WritableKeyPath<ToolUsage, UsageTotals>, of tool: Tool
  ) {
    usage[tool, default: ToolUsage(tool: tool)][keyPath: stretch] += totals
  }

  /// Goes through the rows of a table of sums from one bucket to another, both included.
  private mutating func forEachSum(
    _ database: Database, _ grain: Grain, from first: Int64, to last: Int64,
    _ body: (FastStatement, Tool, inout SnapshotReading) throws -> Void
  ) throws {
    guard first <= last else { return }
    let rows = try FastStatement(
      database,
      """
      SELECT \(grain.rawValue), facet, \(UsageTotals.columnList) FROM \(grain.table)
      WHERE \(grain.rawValue) >= ? AND \(grain.rawValue) <= ?
      """, isCached: true)
    rows.bind(1, first)
    rows.bind(2, last)
    try rows.forEachRow { row in
      try body(row, facets.kind(of: row.int(1), database).tool, &self)
    }
  }
}

extension FastStatement {
  /// The cost in a row of sums: bucket, facet, then the columns of ``UsageTotals``.
  fileprivate var cost: Money { Money(nanos: int(9)) }
}

extension UsageTotals {
  /// The totals in a row of sums: bucket, facet, then their columns.
  fileprivate init(row: FastStatement) {
    func count(_ column: Int32) -> Int { Int(row.int(column)) }
    self.init(
      requests: count(2),
      tokens: TokenCounts(
        input: count(3), output: count(4), cacheWrite5m: count(5), cacheWrite1h: count(6),
        cacheRead: count(7), webSearches: count(8)),
      cost: row.cost, unpriced: count(10), unfinished: count(11))
  }
}
