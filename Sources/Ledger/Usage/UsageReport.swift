/// What usage can be broken down by.
package enum UsageDimension: String, CaseIterable, Sendable {
  case tool
  case model
  case day
  case account
  case project
  case session
  case mcpServer = "mcp-server"
  case purse
}

/// Usage over a stretch of time, broken down by one dimension.
package struct UsageReport: Equatable, Sendable {
  /// A row of the report.
  package struct Row: Equatable, Sendable {
    /// The tool, the model, the day… as scripts name it.
    package var key: String
    package var totals: UsageTotals

    /// A row of its key and sums.
    package init(key: String, totals: UsageTotals) {
      self.key = key
      self.totals = totals
    }
  }

  /// What the rows are.
  package var dimension: UsageDimension
  /// The first moment counted; nil: from the beginning.
  package var since: Instant?
  /// The first moment no longer counted; nil: to the end.
  package var until: Instant?
  /// Days in their order; all else by cost, the largest first.
  package var rows: [Row]

  /// A report of rows in any order.
  package init(
    dimension: UsageDimension, since: Instant?, until: Instant?, rows: [Row]
  ) {
    self.dimension = dimension
    self.since = since
    self.until = until
    self.rows =
      dimension == .day
      ? rows.sorted { $0.key < $1.key }
      : rows.sorted { ($1.totals.cost, $0.key) < ($0.totals.cost, $1.key) }
  }

  /// The sum of the rows.
  package var total: UsageTotals { rows.reduce(.zero) { $0 + $1.totals } }
}
