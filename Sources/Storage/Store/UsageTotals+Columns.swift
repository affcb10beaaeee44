import Ledger
import Values

extension UsageTotals {
  /// The columns that the tables of sums share.
  static let columns = [
    "requests", "input", "output", "write5m", "write1h", "read", "searches", "cost", "unpriced",
    "unfinished", "charged",
  ]

  /// The names of ``columns`` as an SQL list.
  static let columnList = columns.joined(separator: ", ")

  /// Sums over ``columns`` as an SQL list.
  static let sums = columns.map { "sum(\($0))" }.joined(separator: ", ")

  /// The values of ``columns``.
  var list: [Int64] {
    ([requests] + tokens.list).map(Int64.init) + [
      cost.nanos, Int64(unpriced), Int64(unfinished), charged.nanos,
    ]
  }

  /// Reads the totals from a row that selects ``columns`` starting at its column `first`.
  @inline(__always)
  init(row: FastStatement, first: Int32 = 0) {
    func count(_ column: Int32) -> Int { Int(row.int(first + column)) }
    self.init(
      requests: count(0),
      tokens: TokenCounts(
        input: count(1), output: count(2), cacheWrite5m: count(3), cacheWrite1h: count(4),
        cacheRead: count(5), webSearches: count(6)),
      cost: row.cost(first: first), unpriced: count(8), unfinished: count(9),
      charged: row.charged(first: first))
  }
}

extension FastStatement {
  /// Only the cost of the totals in a row.
  func cost(first: Int32) -> Money { money(first + 7) }

  /// Only what was charged, of the totals in a row.
  func charged(first: Int32) -> Money { money(first + 10) }
}
