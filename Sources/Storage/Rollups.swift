import GRDB
import Ledger

/// What a transaction adds to the minute and day tables: gathered in memory, written once at its end.
final class Rollups {
  private struct Place: Hashable {
    var bucket: Int64
    var facet: Int64
  }

  private var minutes: [Place: UsageTotals] = [:]
  private var days: [Place: UsageTotals] = [:]
  private let addMinute: FastStatement
  private let addDay: FastStatement
  private let removeEmptyMinute: FastStatement
  private let removeEmptyDay: FastStatement

  init(_ database: Database) throws {
    addMinute = try FastStatement(database, Rollups.upsert("minute_usage", "minute"))
    addDay = try FastStatement(database, Rollups.upsert("day_usage", "day"))
    removeEmptyMinute = try FastStatement(database, Rollups.removal("minute_usage", "minute"))
    removeEmptyDay = try FastStatement(database, Rollups.removal("day_usage", "day"))
  }

  /// Adds `totals` at `time`.
  func add(_ totals: UsageTotals, at time: Instant, facet: Int64) {
    minutes[Place(bucket: time.minute, facet: facet), default: .zero] += totals
    days[Place(bucket: time.utcDay, facet: facet), default: .zero] += totals
  }

  /// Takes `totals` at `time` away again.
  func remove(_ totals: UsageTotals, at time: Instant, facet: Int64) {
    add(.zero - totals, at: time, facet: facet)
  }

  /// Writes what has gathered.
  func flush() throws {
    try flush(&minutes, addMinute, removeEmptyMinute)
    try flush(&days, addDay, removeEmptyDay)
  }

  private func flush(
    _ changes: inout [Place: UsageTotals], _ add: FastStatement, _ removeEmpty: FastStatement
  ) throws {
    let inOrder = changes.sorted { ($0.key.bucket, $0.key.facet) < ($1.key.bucket, $1.key.facet) }
    for (place, totals) in inOrder where totals != .zero {
      add.bind(1, place.bucket)
      add.bind(2, place.facet)
      for (index, value) in totals.list.enumerated() { add.bind(Int32(index) + 3, value) }
      try add.run()
      if totals.requests < 0 || totals.tokens.total < 0 {
        removeEmpty.bind(1, place.bucket)
        removeEmpty.bind(2, place.facet)
        try removeEmpty.run()
      }
    }
    changes.removeAll(keepingCapacity: true)
  }

  private static func upsert(_ table: String, _ bucket: String) -> String {
    let sums = UsageTotals.columns.map { "\($0) = \($0) + excluded.\($0)" }.joined(separator: ", ")
    let marks = Array(repeating: "?", count: UsageTotals.columns.count + 2)
    return """
      INSERT INTO \(table) (\(bucket), facet, \(UsageTotals.columns.joined(separator: ", ")))
      VALUES (\(marks.joined(separator: ", ")))
      ON CONFLICT (\(bucket), facet) DO UPDATE SET \(sums)
      """
  }

  private static func removal(_ table: String, _ bucket: String) -> String {
    let empty = UsageTotals.columns.map { "\($0) = 0" }.joined(separator: " AND ")
    return "DELETE FROM \(table) WHERE \(bucket) = ? AND facet = ? AND \(empty)"
  }
}

extension UsageTotals {
  /// The columns that the tables of sums share.
  static let columns = [
    "requests", "input", "output", "write5m", "write1h", "read", "searches", "cost", "unpriced",
    "unfinished",
  ]

  /// The values of ``columns``.
  var list: [Int64] {
    ([requests] + tokens.list).map(Int64.init) + [cost.nanos, Int64(unpriced), Int64(unfinished)]
  }

  /// Totals from the values of ``columns``, which begin at `first` of `row`.
  init(row: Row, first: Int = 0) {
    func int(_ column: Int) -> Int { row[first + column] ?? 0 }
    self.init(
      requests: int(0),
      tokens: TokenCounts(
        input: int(1), output: int(2), cacheWrite5m: int(3), cacheWrite1h: int(4),
        cacheRead: int(5), webSearches: int(6)),
      cost: Money(nanos: Int64(int(7))), unpriced: int(8), unfinished: int(9))
  }
}
