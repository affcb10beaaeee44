import Advice
import GRDB
import Ledger
import Values

/// Builds a snapshot, reading each row of the tables of sums once, whichever parts need it.
struct SnapshotReading {
  private let query: UsageStore.SnapshotQuery
  private let names: Names
  private let rules: LedgerRules
  private let pages: LatestPage
  private let burn: TimeCover
  private let burnLength: Span
  private let today, month: TimeCover
  /// The stretches of time to sum each tool's usage over; none if the query asks for no chart.
  private let stretches: [(cover: TimeCover, usage: WritableKeyPath<ToolUsage, UsageTotals>)]
  private let periods: [(cover: TimeCover, breakdown: Int)]
  private let chartBuckets: Range<Int64>?

  private var usage: [Tool: ToolUsage] = [:]
  private var payers = PayerSums()
  private let cache: ReadCache
  /// The steps before the chart that its first ones are smoothed with, then the chart's own.
  private var chart: [Tool: [Money]] = [:]
  private var sums: [[Place: (totals: UsageTotals, burn: UsageTotals)]]

  /// The row of a breakdown that a facet belongs to.
  private struct Place: Hashable {
    var tool: Tool
    var value: Int64
  }

  init(
    _ query: UsageStore.SnapshotQuery, names: Names, rules: LedgerRules, pages: LatestPage,
    cache: ReadCache
  ) {
    self.pages = pages
    self.cache = cache
    self.query = query
    self.names = names
    self.rules = rules
    let end = query.now.minute + 1
    func cover(from start: Int64?, to end: Int64) -> TimeCover {
      guard let start else { return .everything }
      return TimeCover(minutes: min(start, end)..<end)
    }
    func cover(_ period: UsagePeriod) -> TimeCover {
      cover(
        from: period.start(at: query.now, days: query.days)?.minute,
        to: period.end(at: query.now, days: query.days)?.minute ?? end)
    }
    let window = rules.burnWindow(at: query.now)
    burnLength = window.length
    burn = cover(from: window.start.minute, to: end)
    month = cover(.month)
    today = cover(.today)
    stretches =
      query.chart == nil
      ? []
      : [
        (burn, \.burn), (cover(.hour), \.lastHour), (today, \.today), (month, \.month),
      ]
    periods = query.breakdowns.enumerated().filter { $1.dimension != .session }.map {
      (cover($1.period), $0)
    }
    sums = Array(repeating: [:], count: query.breakdowns.count)
    chartBuckets = query.chart.map { chart in
      let last = query.now.bucket(of: chart.step)
      return last - Int64(chart.steps + chart.smoothing) + 2..<last + 1
    }
  }

  /// Reads the rows that are needed from one table of sums.
  mutating func read(_ grain: Grain, _ database: Database) throws {
    let charted = grain.milliseconds == query.chart?.step ? chartBuckets : nil
    // Every screen shows what an account has drawn.
    let covers = [burn, today, month] + stretches.map(\.cover) + periods.map(\.cover)
    let wanted = covers.flatMap { $0.ranges[grain] ?? [] } + [charted].compactMap { $0 }
    for range in TimeCover.merged(wanted) {
      let rows = try FastStatement(
        database,
        """
        SELECT \(grain.rawValue), facet, \(UsageTotals.columnList) FROM \(grain.table)
        WHERE \(grain.rawValue) >= ? AND \(grain.rawValue) < ?
        """, isCached: true)
      rows.bind(1, range.lowerBound)
      rows.bind(2, range.upperBound)
      try rows.forEachRow { row in
        let facet = try names.facet(row.int(1), database)
        let bucket = row.int(0, in: range)
        if let charted, charted.contains(bucket) {
          let blank = Array(repeating: Money.zero, count: charted.count)
          chart[facet.tool, default: blank][Int(bucket - charted.lowerBound)] += row.cost(first: 2)
        }
        count(row, at: bucket, grain, facet)
      }
    }
  }

  private mutating func count(
    _ row: FastStatement, at bucket: Int64, _ grain: Grain, _ facet: Facet<Int64>
  ) {
    var decoded: UsageTotals?
    func totals() -> UsageTotals {
      let totals = decoded ?? UsageTotals(row: row, first: 2)
      decoded = totals
      return totals
    }
    for stretch in stretches where stretch.cover.contains(bucket, grain) {
      usage[facet.tool, default: ToolUsage(tool: facet.tool)][keyPath: stretch.usage] += totals()
    }
    var paidIn: PayerSums.Stretches = []
    if burn.contains(bucket, grain) { paidIn.insert(.burn) }
    if today.contains(bucket, grain) { paidIn.insert(.today) }
    if month.contains(bucket, grain) { paidIn.insert(.month) }
    if !paidIn.isEmpty {
      payers.add(
        used: row.cost(first: 2), drawn: row.charged(first: 2), of: facet, in: paidIn,
        at: bucket.multipliedClamped(by: grain.milliseconds))
    }
    for period in periods {
      let dimension = query.breakdowns[period.breakdown].dimension
      lazy var place = Place(tool: facet.tool, value: facet.value(in: dimension))
      if period.cover.contains(bucket, grain) {
        sums[period.breakdown][place, default: (.zero, .zero)].totals += totals()
      }
      if burn.contains(bucket, grain) {
        sums[period.breakdown][place, default: (.zero, .zero)].burn += totals()
      }
    }
  }

  private func funds(_ database: Database) throws -> Funds {
    let accounts = try AccountRows(database)
    let reading = try FundsReading(
      database, accounts: accounts, rules: rules, cache: cache, at: query.now)
    let numbers = try Dictionary(
      payers.accounts.map { (try names.text(of: $0, database), $0) }, uniquingKeysWith: min)
    var funds = try reading.funds(used: payers.used) { account in
      let name = accounts[account].flatMap { numbers[$0.account.name] }
      return DrawnSums(name.map { payers.drawn(from: $0) } ?? [:])
    }
    try reading.advise(&funds, over: burnLength) { state in
      numbers[state.account.name].map { payers.burned(from: $0) } ?? .zero
    }
    return funds
  }

  /// The snapshot of all that was read.
  func snapshot(_ database: Database) throws -> UsageSnapshot {
    let tools = try Tool.allCases.compactMap { tool -> ToolUsage? in
      guard var used = usage[tool] else { return nil }
      let payer = payers.payer(of: tool)
      (used.purse, used.basis) = (payer.purse, payer.basis)
      used.account = named(try names.text(of: payer.account, database))
      return used
    }
    let breakdowns = try query.breakdowns.enumerated().map { index, asked in
      asked.dimension == .session
        ? try sessions(asked, database) : try breakdown(asked, sums[index], database)
    }
    return UsageSnapshot(
      at: query.now, burnWindow: burnLength, tools: tools,
      chart: burnChart,
      breakdowns: breakdowns,
      linesSkipped: try database.cachedStatement(
        sql: "SELECT ifnull(sum(skipped), 0) FROM source_file WHERE skipped > 0"
      ).fetchCount(),
      funds: try funds(database),
      ledger: try query.ledger.flatMap { try pages.page($0, database, query.days) })
  }

  private var burnChart: BurnChart? {
    guard let window = query.chart, let chartBuckets else { return nil }
    let first = chartBuckets.upperBound - Int64(window.steps)
    return BurnChart(
      window: window, start: Instant(milliseconds: first * window.step),
      series: chart.mapValues { Array($0.suffix(window.steps)) },
      lead: chart.mapValues { Array($0.dropLast(window.steps)) })
  }

  private func breakdown(
    _ asked: UsageBreakdown.Query, _ sums: [Place: (totals: UsageTotals, burn: UsageTotals)],
    _ database: Database
  ) throws -> UsageBreakdown {
    // The present burn does not belong to a past period.
    let isOver = asked.period.end(at: query.now, days: query.days) != nil
    let rows = try sums.filter { !isOver || $1.totals != .zero }.map { place, sum in
      let key =
        asked.dimension == .purse
        ? Purse.allCases[Int(place.value)].rawValue : try names.text(of: place.value, database)
      return UsageBreakdown.Row(tool: place.tool, key: key, totals: sum.totals, burn: sum.burn)
    }
    return UsageBreakdown(query: asked, rows: rows)
  }

  private func sessions(
    _ asked: UsageBreakdown.Query, _ database: Database
  ) throws -> UsageBreakdown {
    let (latest, isCut) = try latestSessions(asked.period, database)
    let rows = try FastStatement(
      database,
      "SELECT last, facet, \(UsageTotals.columnList) FROM session_usage WHERE session = ?",
      isCached: true)
    var found: [Place: UsageBreakdown.Row] = [:]
    for session in latest {
      rows.bind(1, session)
      try rows.forEachRow { row in
        let facet = try names.facet(row.int(1), database)
        let place = Place(tool: facet.tool, value: session)
        var sum =
          try found[place]
          ?? UsageBreakdown.Row(
            tool: facet.tool, key: names.text(of: session, database),
            project: names.text(of: facet.project, database), totals: .zero)
        sum.totals += UsageTotals(row: row, first: 2)
        sum.lastMinute = max(sum.lastMinute ?? .min, row.int(0))
        found[place] = sum
      }
    }
    return UsageBreakdown(query: asked, rows: Array(found.values), isCut: isCut)
  }

  /// The latest sessions of a period, and whether there are more.
  private func latestSessions(
    _ period: UsagePeriod, _ database: Database
  ) throws -> (sessions: Set<Int64>, isCut: Bool) {
    let rows = try FastStatement(
      database,
      """
      SELECT session FROM session_usage WHERE last >= ? AND last <= ? AND session <> 0
      ORDER BY last DESC
      """, isCached: true)
    rows.bind(1, period.start(at: query.now, days: query.days)?.minute ?? Int64.min)
    let end = period.end(at: query.now, days: query.days)
    rows.bind(2, period == .everything ? Int64.max : end.map { $0.minute - 1 } ?? query.now.minute)
    var sessions: Set<Int64> = []
    try rows.walkRows { row in
      sessions.insert(row.int(0))
      return sessions.count <= UsageBreakdown.mostSessions
    }
    let isCut = sessions.count > UsageBreakdown.mostSessions
    return (sessions, isCut)
  }
}

extension Statement {
  /// The single number that it selects.
  fileprivate func fetchCount() throws -> Int { try Int.fetchChecked(self) ?? 0 }
}
