import GRDB
import Ledger
import Values

/// Gathers what a transaction adds to the sums by session, and writes it once at the end.
final class SessionSums {
  private struct Place: Hashable {
    var session: Int64
    var facet: Int64
  }

  private var sums: [Place: (totals: UsageTotals, last: Instant)] = [:]
  private let upsert: FastStatement
  private let touch: FastStatement
  private let removeEmpty: FastStatement

  init(_ database: Database) throws {
    let added = UsageTotals.columns.map { "\($0) = \($0) + excluded.\($0)" }
    let marks = Array(repeating: "?", count: UsageTotals.columns.count + 4)
    upsert = try FastStatement(
      database,
      """
      INSERT INTO session_usage (session, facet, last, last_at, \(UsageTotals.columnList))
      VALUES (\(marks.joined(separator: ", ")))
      ON CONFLICT (session, facet) DO UPDATE
      SET last = max(last, excluded.last), last_at = max(last_at, excluded.last_at),
        \(added.joined(separator: ", "))
      """)
    touch = try FastStatement(
      database,
      """
      UPDATE session_usage SET last = max(last, ?4), last_at = max(last_at, ?1)
      WHERE session = ?2 AND facet = ?3
      """)
    let empty = UsageTotals.columns.map { "\($0) = 0" }.joined(separator: " AND ")
    removeEmpty = try FastStatement(
      database, "DELETE FROM session_usage WHERE session = ? AND facet = ? AND \(empty)")
  }

  /// Adds `totals`, which may be negative.
  func add(_ totals: UsageTotals, at time: Instant, facet: Int64, session: Int64) {
    let place = Place(session: session, facet: facet)
    let before = sums[place] ?? (.zero, time)
    sums[place] = (before.totals + totals, max(before.last, time))
  }

  /// Writes the gathered sums.
  func flush() throws {
    for (place, sum) in sums {
      if sum.totals == .zero {
        // A request whose time alone has changed.
        touch.bind(1, sum.last.milliseconds)
        touch.bind(2, place.session)
        touch.bind(3, place.facet)
        touch.bind(4, sum.last.minute)
        try touch.run()
        continue
      }
      upsert.bind(1, place.session)
      upsert.bind(2, place.facet)
      upsert.bind(3, sum.last.minute)
      upsert.bind(4, sum.last.milliseconds)
      for (index, value) in sum.totals.list.enumerated() { upsert.bind(Int32(index) + 5, value) }
      try upsert.run()
      if sum.totals.list.contains(where: { $0 < 0 }) {
        removeEmpty.bind(1, place.session)
        removeEmpty.bind(2, place.facet)
        try removeEmpty.run()
      }
    }
    sums.removeAll(keepingCapacity: true)
  }
}
