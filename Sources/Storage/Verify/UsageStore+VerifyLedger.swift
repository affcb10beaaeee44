import GRDB
import Ledger
import Values

extension UsageStore {
  /// Goes through every ledger from its first entry on and compares the stored with the computed values.
  func verifyLedgers(_ database: Database, _ result: inout Verification) throws {
    let books = try AccountRow.all(database)
    for book in books {
      var check = LedgerCheck(database, book: book)
      try check.run(&result)
      // Credits of a removed account no longer expire.
      if !book.isClosed { try check.compareExpiries(at: now(), &result) }
      try check.compareSettings(at: now(), &result)
    }
    try verifyBookings(database, &result)
    try verifyUnbooked(database, &result)
    let chosen = try String.fetchChecked(
      database, sql: "SELECT value FROM setting WHERE key = 'account'")
    if let chosen, !books.contains(where: { $0.account.name == chosen && !$0.isClosed }) {
      result.differences.append("the chosen account, “\(chosen)”, does not exist")
    }
  }

  /// Requests marked as not booked must exist and not be booked.
  private func verifyUnbooked(_ database: Database, _ result: inout Verification) throws {
    let wrong = try Int.fetchChecked(
      database,
      sql: """
        SELECT count(*) FROM unbooked LEFT JOIN request ON request.id = unbooked.request
        WHERE request.id IS NULL OR request.charged IS NOT NULL OR request.replay <> 0
        """)
    if let wrong, wrong > 0 {
      result.differences.append("\(wrong) requests marked as not charged are charged or missing")
    }
  }

  /// Every request must be booked with its charge, at its time and for its tool, and nothing else may be booked.
  private func verifyBookings(_ database: Database, _ result: inout Verification) throws {
    let booked = """
      SELECT account, request, time, tool, -sum(amount) AS amount FROM entry WHERE kind = \(EntryKind.charge.sql)
      GROUP BY 1, 2, 3, 4 HAVING sum(amount) <> 0
      """
    let charged = """
      SELECT account.id, request.id, request.time, facet.tool, request.charged
      FROM request JOIN facet ON facet.id = request.facet
      JOIN name ON name.id = facet.account JOIN account ON account.name = name.text
      WHERE request.charged IS NOT NULL AND request.charged <> 0
      """
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT * FROM (\(booked) EXCEPT \(charged))
        UNION SELECT * FROM (\(charged) EXCEPT \(booked)) ORDER BY 1, 2
        """)
    var seen: Set<Int64> = []
    for row in rows {
      let id: Int64? = try row.value("request")
      guard seen.insert(id ?? 0).inserted else { continue }
      let request = try String.fetchChecked(
        database, sql: "SELECT message || '/' || request FROM request WHERE id = ?",
        arguments: [id])
      result.differences.append(
        "request \(request ?? "(missing)"): its ledger entries do not match its charge")
    }
  }
}

/// The check of one ledger.
private struct LedgerCheck {
  private let database: Database
  private let book: AccountRow
  private var balance: Money?
  private var readAt: Instant?
  private var lastCharge: Instant?
  /// The latest settings according to the entries, and what each entry changed.
  private var limits: [Place: Cap] = [:]
  private var reload: AutoReload.Settings?
  private var details: [Int64: EntryDetail] = [:]

  private struct Place: Hashable {
    var tool: Tool?
    var period: Limit.Period
  }

  private struct Cap: Equatable {
    var amount: Money
    var counts: Limit.Count
  }

  init(_ database: Database, book: AccountRow) {
    self.database = database
    self.book = book
  }

  mutating func run(_ result: inout UsageStore.Verification) throws {
    var expected: Int64 = 0
    let voids = try VoidEntries(database, account: book.id)
    let rows = try FastStatement(
      database, "SELECT \(LedgerEntry.columns) FROM entry WHERE account = ? ORDER BY number")
    rows.bind(1, book.id)
    try rows.forEachRow { row in
      expected = expected.addingClamped(1)
      result.entries += 1
      let number = row.int(0)
      guard number == expected, let entry = try LedgerEntry(row: row, voids: voids) else {
        result.differences.append("\(name(number)) is missing or of an unknown kind")
        expected = number
        return
      }
      try follow(entry)
      followSettings(entry)
      if balance != entry.balance {
        result.differences.append(
          "\(name(number)): stored balance \(text(entry.balance)), computed \(text(balance))"
        )
        balance = entry.balance
      }
    }
    if expected != book.entries {
      result.differences.append("\(owner) should have \(book.entries) entries but has \(expected)")
    }
    let computed = try ComputedBalance(database, account: book.id)
    compare("balance", book.balance, computed.balance, &result)
    compare("unexplained", book.unexplained, computed.unexplained, &result)
    if book.reading != computed.reading || book.readAt != computed.readAt {
      result.differences.append("\(owner): the stored latest reading is not the latest")
    }
    if book.lastCharge != lastCharge {
      result.differences.append("\(owner): the stored latest charge is not the latest")
    }
  }

  /// Applies an entry; after a reading or an undo, the balance is computed from all entries before it.
  private mutating func follow(_ entry: LedgerEntry) throws {
    let amount = entry.amount ?? .zero
    switch entry.kind {
    case .charge:
      if let readAt, entry.time > readAt { balance = balance.map { $0 + amount } }
      if amount < .zero { lastCharge = max(lastCharge ?? entry.time, entry.time) }
    case .reading, .opening, .undo:
      let computed = try ComputedBalance(database, account: book.id, upTo: entry.number)
      balance = computed.balance
      readAt = computed.readAt
    case _ where entry.kind.isCredit:
      if let readAt, entry.time >= readAt { balance = balance.map { $0 + amount } }
    default: break
    }
  }

  /// Tracks limits and auto-reload: the latest change counts, or the value before it if it was undone.
  private mutating func followSettings(_ entry: LedgerEntry) {
    let isUndo = entry.kind == .undo
    guard isUndo || entry.kind == .limit || entry.kind == .reloadChange else { return }
    let detail = isUndo ? entry.refers.flatMap { details[$0] } ?? EntryDetail() : entry.detail
    if let change = detail.limit {
      let place = Place(tool: change.tool, period: change.period)
      let (amount, counts) =
        isUndo ? (change.before, change.countsBefore) : (change.after, change.counts)
      limits[place] = amount.map { Cap(amount: $0, counts: counts ?? .drawn) }
    }
    if let change = detail.reload { reload = isUndo ? change.before : change.after }
    if !isUndo { details[entry.number] = detail }
  }

  func compareSettings(at now: Instant, _ result: inout UsageStore.Verification) throws {
    var stored: [Place: Cap] = [:]
    for limit in try LimitRows(database, account: book.id).limits where limit.source == .fuelgauge {
      stored[Place(tool: limit.tool, period: limit.period)] = Cap(
        amount: limit.amount, counts: limit.counts)
    }
    if stored != limits {
      result.differences.append("\(owner): the stored limits differ from the latest entries")
    }
    let kept = try AutoReload(database, account: book.id, at: now)
    if kept.source == .local, kept.settings != reload {
      result.differences.append("\(owner): auto-reload differs from its latest entry")
    }
  }

  /// Compares what is booked as expired of each credit with what was left of it.
  func compareExpiries(at now: Instant, _ result: inout UsageStore.Verification) throws {
    guard let pools = try PoolReading(database, book, upTo: now) else { return }
    for grant in pools.grants where grant.booked != pools.gone[grant.number] ?? .zero {
      result.differences.append(
        "\(name(grant.number)): booked as expired \(text(grant.booked)), computed"
          + " \(text(pools.gone[grant.number] ?? .zero))")
    }
  }

  private var owner: String { "the ledger of “\(book.account.name)”" }

  private func name(_ number: Int64) -> String { "entry \(number) of \(owner)" }

  private func text(_ amount: Money?) -> String { amount?.decimalText ?? "unknown" }

  private func compare(
    _ what: String, _ stored: Money?, _ computed: Money?,
    _ result: inout UsageStore.Verification
  ) {
    guard stored != computed else { return }
    result.differences.append(
      "\(owner): stored \(what) \(text(stored)), computed \(text(computed))")
  }
}
