import GRDB
import Ledger

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
  init(row: Row, first: Int = 0) {
    func int(_ column: Int) -> Int { row[first + column] ?? 0 }
    self.init(
      requests: int(0),
      tokens: TokenCounts(
        input: int(1), output: int(2), cacheWrite5m: int(3), cacheWrite1h: int(4),
        cacheRead: int(5), webSearches: int(6)),
      cost: Money(nanos: Int64(int(7))), unpriced: int(8), unfinished: int(9),
      charged: Money(nanos: Int64(int(10))))
  }
}
