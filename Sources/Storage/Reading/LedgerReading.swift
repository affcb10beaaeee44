import GRDB
import Ledger
import Values

/// Reads a part of an account's ledger. The cost depends on the size of the part: a page in the middle of a million
/// entries costs no more than the first one.
struct LedgerReading {
  private let query: LedgerPage.Query
  private let database: Database
  private let book: AccountRow
  private let days: CivilDays
  private let filter: LedgerFilter

  /// The most entries to look at for one page; a filter that few of them pass gives a short page.
  private static let mostLookedAt = 200_000

  /// Nil if there is no such account.
  init?(_ query: LedgerPage.Query, _ database: Database, _ days: CivilDays) throws {
    let accounts = try AccountRows(database)
    guard let book = accounts.named(query.account) else {
      return nil
    }
    self.query = query
    self.database = database
    self.days = days
    self.book = book
    filter = LedgerFilter(query.filter, in: book.account.currency)
  }

  /// How many entries the account has; as long as this stays the same, so does every page.
  var entries: Int64 { book.entries }

  /// The page.
  func page() throws -> LedgerPage {
    let start = try groupEnd(min(query.around ?? book.entries, book.entries))
    var newer: [LedgerRow] = []
    var hasNewer = false
    if start < book.entries, query.reach > 0 {
      (newer, hasNewer) = try rows(from: start + 1, up: true, count: query.reach)
    }
    let (older, hasOlder) = try rows(from: start, up: false, count: query.reach + 1)
    return LedgerPage(
      query: query, rows: newer.reversed() + older, hasNewer: hasNewer, hasOlder: hasOlder,
      entries: Int(book.entries))
  }

  /// Hands over all rows from the oldest on, one at a time.
  /// - Parameter since: leaves out earlier entries; nil: none.
  func all(since: Instant?, _ body: (LedgerRow) throws -> Void) throws {
    var group = ChargeGroup(days: days)
    try walk(from: 1, up: true) { entry in
      if let since, entry.time < since { return true }
      try handOver(entry, up: true, into: &group, body)
      return true
    }
    try group.close(before: nil, up: true, body)
  }

  /// The last charge in the group of an entry, since a page must not begin inside a group.
  private func groupEnd(_ number: Int64) throws -> Int64 {
    guard query.isGrouped else { return number }
    var end = number
    var day: Range<Instant>?
    try walk(from: number, up: true) { entry in
      guard filter.passes(entry) else { return true }
      guard entry.kind == .charge, day?.contains(entry.time) ?? true else { return false }
      day = day ?? Limit.Period.day.stretch(at: entry.time, days: days)
      end = entry.number
      return end.subtractingClamped(number) < LedgerReading.mostLookedAt
    }
    return end
  }

  private func rows(
    from number: Int64, up: Bool, count: Int
  ) throws -> (rows: [LedgerRow], isCut: Bool) {
    var rows: [LedgerRow] = []
    var group = ChargeGroup(days: days)
    // The effect of the first charge follows from the entry before it.
    if up { try walk(from: number - 1, up: false) { group.begin(after: $0) } }
    var looked = 0
    var isCut = false
    try walk(from: number, up: up) { entry in
      looked += 1
      if rows.count >= count || looked > LedgerReading.mostLookedAt {
        isCut = true
        return false
      }
      try handOver(entry, up: up, into: &group) { rows.append($0) }
      return true
    }
    // An unfinished group is shown on the next page.
    if !isCut { try group.close(before: nil, up: up) { rows.append($0) } }
    return (rows, isCut)
  }

  private func handOver(
    _ entry: LedgerEntry, up: Bool, into group: inout ChargeGroup,
    _ body: (LedgerRow) throws -> Void
  ) throws {
    guard filter.passes(entry) else { return }
    if query.isGrouped, entry.kind == .charge {
      try group.add(entry, up: up, body)
      return
    }
    try group.close(before: entry, up: up, body)
    let gap = try unexplained(of: entry)
    var neverPaid = Money.zero
    if let gap, gap > .zero, book.account.authority == .claude {
      neverPaid = min(
        gap, try ComputedBalance.neverPaid(before: entry.number, account: book.id, database))
    }
    let rows = entry.rows(unexplained: gap, neverPaid: neverPaid)
    for row in up ? rows : rows.reversed() { try body(row) }
  }

  /// What a reading showed to be gone beyond what was counted until then; nil for other entries and the first
  /// reading.
  private func unexplained(of entry: LedgerEntry) throws -> Money? {
    guard entry.kind == .reading, !entry.isVoid, filter.isEmpty else { return nil }
    if try ComputedBalance.isCorrected(entry.number, account: book.id, database) { return nil }
    if entry.number == book.reading { return book.unexplained }
    return try ComputedBalance.unexplained(ofReading: entry.number, account: book.id, database)
  }

  /// Walks through the entries from a number on until `body` returns false.
  private func walk(
    from number: Int64, up: Bool, _ body: (LedgerEntry) throws -> Bool
  ) throws {
    let (index, kinds) =
      filter.skipsCharges
      ? ("INDEXED BY entry_money", "AND kind <> \(EntryKind.charge.sql)") : ("", "")
    let statement = try FastStatement(
      database,
      """
      SELECT \(LedgerEntry.columns) FROM entry \(index)
      WHERE account = ? AND number \(up ? ">=" : "<=") ? \(kinds)
      ORDER BY number \(up ? "" : "DESC")
      """, isCached: true)
    let voids = try VoidEntries(database, account: book.id)
    statement.bind(1, book.id)
    statement.bind(2, number)
    try statement.walkRows { row in
      guard let entry = try LedgerEntry(row: row, voids: voids) else {
        throw StoreDamage("entry \(row.int(0)) of “\(book.account.name)” has an unknown kind")
      }
      return try body(entry)
    }
  }
}
