import Values

/// Usage over a period, broken down by one or more dimensions.
package struct UsageReport: Equatable, Sendable {
  /// A row of the report.
  package struct Row: Equatable, Sendable {
    /// The tool, model, day… as scripts name them, one for each dimension.
    package var keys: [String]
    package var totals: UsageTotals

    /// Creates a row from its keys and sums.
    package init(keys: [String], totals: UsageTotals) {
      self.keys = keys
      self.totals = totals
    }

    /// The first key.
    package var key: String { keys.first ?? "" }
  }

  /// What the rows are broken down by; at least one.
  package var dimensions: [UsageDimension]
  /// The first moment counted; nil for the beginning of all usage.
  package var since: Instant?
  /// The first moment no longer counted; nil for no end.
  package var until: Instant?
  /// Days are in chronological order, everything else by cost, the largest first. With several dimensions, the
  /// first one takes precedence.
  package var rows: [Row]

  /// Creates a report from rows in any order.
  package init(
    dimensions: [UsageDimension], since: Instant?, until: Instant?, rows: [Row]
  ) {
    self.dimensions = dimensions
    self.since = since
    self.until = until
    self.rows = UsageReport.ordered(rows, dimensions, from: 0)
  }

  /// Sorts rows by one dimension, then by the next.
  private static func ordered(
    _ rows: [Row], _ dimensions: [UsageDimension], from place: Int
  ) -> [Row] {
    guard place < dimensions.count else { return rows }
    let groups = Dictionary(grouping: rows) { $0.keys[place] }.map { key, rows in
      (key: key, cost: rows.reduce(Money.zero) { $0 + $1.totals.cost }, rows: rows)
    }
    let isByKey = dimensions[place] == .day
    return groups.sorted {
      isByKey ? $0.key < $1.key : ($1.cost, $0.key) < ($0.cost, $1.key)
    }.flatMap { ordered($0.rows, dimensions, from: place + 1) }
  }

  /// The sum of the rows.
  package var total: UsageTotals { rows.reduce(.zero) { $0 + $1.totals } }
}
