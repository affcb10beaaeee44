import GRDB
import Ledger
import Values

extension UsageTotals {
  /// The columns that the tables of sums share.
  static let columns = [
    "requests", "input", "output", "write5m", "write1h", "read", "searches", "cost", "unpriced",
    "unfinished", "charged",
  ]

  /// The names of ``columns``, as a statement lists them.
  static let columnList = columns.joined(separator: ", ")

  /// Sums over ``columns``, as a query selects them.
  static let sums = columns.map { "sum(\($0))" }.joined(separator: ", ")

  /// The values of ``columns``.
  var list: [Int64] {
    ([requests] + tokens.list).map(Int64.init) + [
      cost.nanos, Int64(unpriced), Int64(unfinished), charged.nanos,
    ]
  }

  /// Totals from the values of ``columns``, which begin at column `first` of `row`.
  init(row: Row, first: Int = 0) throws {
    // Sums over no rows are NULL.
    let values = try UsageTotals.columns.indices.map { column in
      try row.value(first + column) as Int? ?? 0
    }
    self.init(
      requests: values[0],
      tokens: TokenCounts(
        input: values[1], output: values[2], cacheWrite5m: values[3], cacheWrite1h: values[4],
        cacheRead: values[5], webSearches: values[6]),
      cost: Money(nanos: Int64(values[7])), unpriced: values[8], unfinished: values[9],
      charged: Money(nanos: Int64(values[10])))
  }
}
