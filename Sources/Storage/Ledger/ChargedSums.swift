import GRDB
import Ledger
import Values

/// Sums of what was charged to one account, exact to the millisecond over any length of time: whole days, hours and
/// minutes come from the tables of sums, the fractions of minutes at the edges from the entries.
struct ChargedSums {
  private let database: Database
  private let account: Int64
  /// The number of the account's name, which facets refer to.
  private let name: Int64

  init(_ database: Database, account: Int64) throws {
    self.database = database
    self.account = account
    name =
      try Int64.fetchChecked(
        database.cachedStatement(
          sql: "SELECT name.id FROM name JOIN account ON account.name = name.text"
            + " WHERE account.id = ?"), arguments: [account]) ?? -1
  }

  /// What was charged for requests after `start`, up to and including `end`; nil is unbounded. Entries after `number`
  /// do not count.
  func sum(after start: Instant?, upTo end: Instant?, entries number: Int64 = .max) throws -> Money
  {
    let first = start.map { $0.milliseconds + 1 } ?? .min
    let last = end?.milliseconds ?? Instant.endOfTime
    // The tables of sums do not know the order of entry.
    guard number == .max, start != nil else { return try entries(first, last, number) }
    let firstMinute = Instant(milliseconds: first + Instant.perMinute - 1).minute
    let endMinute = Instant(milliseconds: last + 1).minute
    guard firstMinute < endMinute else { return try entries(first, last, number) }
    let edges =
      try entries(first, firstMinute * Instant.perMinute - 1, number)
      + entries(endMinute * Instant.perMinute, last, number)
    return try edges + sum(TimeCover(minutes: firstMinute..<endMinute)).values.reduce(.zero, +)
  }

  /// What was charged within a stretch of whole minutes, by tool.
  func byTool(_ stretch: Range<Instant>) throws -> [Tool: Money] {
    try sum(TimeCover(minutes: stretch.lowerBound.minute..<stretch.upperBound.minute))
  }

  /// The list value in dollars of what one tool, or all for nil, used within a stretch of whole minutes, whoever paid.
  static func used(
    _ stretch: Range<Instant>, tool: Tool?, _ database: Database
  ) throws -> Money {
    try used(stretch, only: tool, database).values.reduce(.zero, +)
  }

  /// The list value in dollars of what each tool used within a stretch of whole minutes, whoever paid.
  static func used(
    _ stretch: Range<Instant>, only tool: Tool? = nil, _ database: Database
  ) throws -> [Tool: Money] {
    let cover = TimeCover(minutes: stretch.lowerBound.minute..<stretch.upperBound.minute)
    var sums: [Tool: Money] = [:]
    for (grain, ranges) in cover.ranges {
      let rows = try FastStatement(
        database,
        """
        SELECT facet.tool, sum(sums.cost) FROM \(grain.table) AS sums
        JOIN facet ON facet.id = sums.facet
        WHERE sums.\(grain.rawValue) >= ? AND sums.\(grain.rawValue) < ?
          AND (?3 IS NULL OR facet.tool = ?3)
        GROUP BY 1
        """, isCached: true)
      for range in ranges {
        rows.bind(1, range.lowerBound)
        rows.bind(2, range.upperBound)
        rows.bind(3, tool?.rawValue)
        try rows.forEachRow { row in
          guard let tool: Tool = row.choice(0) else { return }
          sums[tool, default: .zero] += row.money(1)
        }
      }
    }
    return sums
  }

  private func sum(_ cover: TimeCover) throws -> [Tool: Money] {
    var sums: [Tool: Money] = [:]
    for (grain, ranges) in cover.ranges {
      let rows = try FastStatement(
        database,
        """
        SELECT facet.tool, sum(sums.charged) FROM \(grain.table) AS sums
        JOIN facet ON facet.id = sums.facet
        WHERE sums.\(grain.rawValue) >= ? AND sums.\(grain.rawValue) < ? AND facet.account = ?
        GROUP BY 1
        """, isCached: true)
      for range in ranges {
        rows.bind(1, range.lowerBound)
        rows.bind(2, range.upperBound)
        rows.bind(3, name)
        try rows.forEachRow { row in
          guard let tool: Tool = row.choice(0) else { return }
          sums[tool, default: .zero] += row.money(1)
        }
      }
    }
    return sums
  }

  private func entries(_ first: Int64, _ last: Int64, _ number: Int64) throws -> Money {
    guard first <= last else { return .zero }
    let rows = try FastStatement(
      database,
      """
      SELECT ifnull(sum(amount), 0) FROM entry INDEXED BY entry_charges
      WHERE account = ? AND kind = \(EntryKind.charge.sql) AND time >= ? AND time <= ? AND number <= ?
      """, isCached: true)
    for (index, value) in [account, first, last, number].enumerated() {
      rows.bind(Int32(index) + 1, value)
    }
    var sum = Money.zero
    try rows.forEachRow { sum = $0.money(0) }
    return .zero - sum
  }
}
