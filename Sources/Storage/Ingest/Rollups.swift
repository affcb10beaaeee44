import GRDB
import Ledger
import Values

/// Gathers what a transaction adds to the tables of sums, by minute, the finest grain, and writes it to each table
/// once at the end.
final class Rollups {
  private let tables: [Rollup]
  private let sessions: SessionSums
  private var minutes: Sums = [:]
  /// The earliest minute written since the last drain.
  private var earliest: Int64?

  init(_ database: Database) throws {
    tables = try Grain.allCases.map { try Rollup(database, $0) }
    sessions = try SessionSums(database)
  }

  /// Adds `totals` at `time`.
  func add(_ totals: UsageTotals, at time: Instant, facet: Int64, session: Int64) {
    minutes[Place(bucket: time.minute, facet: facet), default: .zero] += totals
    sessions.add(totals, at: time, facet: facet, session: session)
  }

  /// Subtracts `totals` at `time`.
  func remove(_ totals: UsageTotals, at time: Instant, facet: Int64, session: Int64) {
    add(.zero - totals, at: time, facet: facet, session: session)
  }

  /// Writes the gathered sums.
  func flush() throws {
    for (place, totals) in minutes where totals != .zero {
      earliest = min(earliest ?? .max, place.bucket)
    }
    for table in tables { try table.add(minutes) }
    try sessions.flush()
    minutes.removeAll(keepingCapacity: true)
  }

  /// Returns and resets the earliest moment whose sums have changed; nil: none have.
  func drainEarliest() -> Instant? {
    defer { earliest = nil }
    return earliest.map(Instant.init(minute:))
  }
}

/// The key of a sum: a bucket of time, counted from 1970 in its own unit, and a facet.
private struct Place: Hashable {
  var bucket: Int64
  var facet: Int64
}

private typealias Sums = [Place: UsageTotals]

/// One table of sums.
private struct Rollup {
  private let grain: Grain
  private let upsert: FastStatement
  private let removeEmpty: FastStatement

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

  /// Adds sums by minute to the table.
  func add(_ minutes: Sums) throws {
    let inOrder = sums(of: minutes).sorted {
      ($0.key.bucket, $0.key.facet) < ($1.key.bucket, $1.key.facet)
    }
    for (place, totals) in inOrder where totals != .zero {
      upsert.bind(1, place.bucket)
      upsert.bind(2, place.facet)
      for (index, value) in totals.list.enumerated() { upsert.bind(Int32(index) + 3, value) }
      try upsert.run()
      if totals.list.contains(where: { $0 < 0 }) {
        removeEmpty.bind(1, place.bucket)
        removeEmpty.bind(2, place.facet)
        try removeEmpty.run()
      }
    }
  }

  /// Sums by minute, added up to the table's own buckets.
  private func sums(of minutes: Sums) -> Sums {
    guard grain != .minute else { return minutes }
    return minutes.reduce(into: [:]) { sums, minute in
      let start = Instant(milliseconds: minute.key.bucket * Instant.perMinute)
      let place = Place(bucket: grain.bucket(of: start), facet: minute.key.facet)
      sums[place, default: .zero] += minute.value
    }
  }
}
