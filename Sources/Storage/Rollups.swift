import GRDB
import Ledger

/// What a transaction adds to the tables of sums: gathered in memory, written once at its end.
final class Rollups {
  private var tables: [Rollup]

  init(_ database: Database) throws {
    tables = try Grain.allCases.map { try Rollup(database, $0) }
  }

  /// Adds `totals` at `time`.
  func add(_ totals: UsageTotals, at time: Instant, facet: Int64) {
    for index in tables.indices { tables[index].add(totals, at: time, facet: facet) }
  }

  /// Takes `totals` at `time` away again.
  func remove(_ totals: UsageTotals, at time: Instant, facet: Int64) {
    add(.zero - totals, at: time, facet: facet)
  }

  /// Writes what has gathered.
  func flush() throws {
    for index in tables.indices { try tables[index].flush() }
  }
}

/// What is to be added to one table of sums.
private struct Rollup {
  private struct Place: Hashable {
    var bucket: Int64
    var facet: Int64
  }

  private let grain: Grain
  private let upsert: FastStatement
  private let removeEmpty: FastStatement
  private var changes: [Place: UsageTotals] = [:]

  init(_ database: Database, _ grain: Grain) throws {
    self.grain = grain
    let bucket = grain.rawValue
    let sums = UsageTotals.columns.map { "\($0) = \($0) + excluded.\($0)" }
    let marks = Array(repeating: "?", count: UsageTotals.columns.count + 2)
    upsert = try FastStatement(
      database,
      """
      INSERT INTO \(grain.table) (\(bucket), facet, \(UsageTotals.columnList))
      VALUES (\(marks.joined(separator: ", ")))
      ON CONFLICT (\(bucket), facet) DO UPDATE SET \(sums.joined(separator: ", "))
      """)
    let empty = UsageTotals.columns.map { "\($0) = 0" }.joined(separator: " AND ")
    removeEmpty = try FastStatement(
      database, "DELETE FROM \(grain.table) WHERE \(bucket) = ? AND facet = ? AND \(empty)")
  }

  mutating func add(_ totals: UsageTotals, at time: Instant, facet: Int64) {
    changes[Place(bucket: grain.bucket(of: time), facet: facet), default: .zero] += totals
  }

  mutating func flush() throws {
    let inOrder = changes.sorted { ($0.key.bucket, $0.key.facet) < ($1.key.bucket, $1.key.facet) }
    for (place, totals) in inOrder where totals != .zero {
      upsert.bind(1, place.bucket)
      upsert.bind(2, place.facet)
      for (index, value) in totals.list.enumerated() { upsert.bind(Int32(index) + 3, value) }
      try upsert.run()
      if totals.requests < 0 || totals.tokens.total < 0 {
        removeEmpty.bind(1, place.bucket)
        removeEmpty.bind(2, place.facet)
        try removeEmpty.run()
      }
    }
    changes.removeAll(keepingCapacity: true)
  }
}
