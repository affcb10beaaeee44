import GRDB
import Ledger
import Values

/// Decides again who paid for requests after claude.ai has reported something about their time.
extension Ingest {
  /// Decides again what is due, for every account.
  func reviewPurses() throws {
    let due = try database.cachedStatement(
      sql: "SELECT account, since, until FROM purse_due ORDER BY account"
    ).all { row -> (account: Int64, since: Instant, until: Instant) in
      (try row.value("account"), try row.value("since"), try row.value("until"))
    }
    guard !due.isEmpty else { return }
    try database.execute(sql: "DELETE FROM purse_due")
    for stretch in due { try review(stretch.account, since: stretch.since, until: stretch.until) }
    // What was just written is decided already.
    charging.forgetLate()
  }

  /// Whether anything is due.
  static func hasDuePurses(_ database: Database) throws -> Bool {
    try Bool.fetchChecked(
      database.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM purse_due)")) ?? false
  }

  private func review(_ account: Int64, since: Instant, until: Instant) throws {
    guard let book = charging.ledger.accounts[account] else { return }
    let history = ReadingHistory(database: database, account: account)
    let readings = try spans(
      of: try history.spend(), since: since, until: until, account: book.account.name)
    let first = min(since, readings.first?.asOf ?? since)
    let last = max(until, readings.last?.asOf ?? until)
    let rows = try stored(
      Condition("replay = 0 AND time >= ? AND time <= ?", index: "request_by_time"),
      first.milliseconds, last.milliseconds
    ).filter { $0.request.account == book.account.name }
      .sorted { ($0.request.time, $0.id) < ($1.request.time, $1.id) }
    let judged = try judgements(readings, rows, book)
    var changes: [PurseChange: (requests: Int, amount: Money)] = [:]
    for row in rows {
      var known = row.request
      if let start = readings.first?.asOf, let end = readings.last?.asOf, known.time > start,
        known.time <= end
      {
        known.evidence.spend = judged[row.id] ?? .unknown
      }
      let request = try charging.attributed(known, known: row.request)
      guard request != row.request else { continue }
      _ = try write(request, replacing: [row], isReplay: row.isReplay)
      let isDrawn = request.purse == .extra
      guard isDrawn != (row.request.purse == .extra), known.time > book.account.since else {
        continue
      }
      let cost = row.charged ?? row.cost.flatMap { book.account.exchange?.amount(of: $0) } ?? .zero
      let change = PurseChange(to: request.purse, request.basis, by: request.evidence)
      let sum = changes[change, default: (0, .zero)]
      changes[change] = (sum.requests + 1, sum.amount + cost)
    }
    for (change, sum) in changes.sorted(by: { $0.key.reason.rawValue < $1.key.reason.rawValue }) {
      var (draft, told) = (LedgerWriter.Draft(.payer, at: now), change)
      (told.requests, told.amount) = sum
      draft.detail.payer = told
      try charging.ledger.enter(draft, into: account)
    }
  }

  /// What the month's spend says about requests, by row.
  private func judgements(
    _ readings: [SpendJudgement.Reading], _ rows: [StoredRequest], _ book: AccountRow
  ) throws -> [Int64: PurseEvidence.Spend] {
    guard let start = readings.first?.asOf, let end = readings.last?.asOf else { return [:] }
    let items = try rows.filter { $0.request.time > start && $0.request.time <= end }.map { row in
      SpendJudgement.Item(
        id: row.id, time: row.request.time,
        cost: row.cost.flatMap { book.account.exchange?.amount(of: $0) },
        standing: try standing(of: row.request))
    }
    return SpendJudgement.of(readings, items)
  }

  /// What is known about a request without the month's spend.
  private func standing(of request: Request) throws -> SpendJudgement.Standing {
    var request = request
    request.evidence.spend = .unknown
    request = try charging.attributed(request, known: request)
    guard request.evidence.usual != nil, request.basis != .proven else {
      return request.purse == .extra ? .drawn : .other
    }
    return .open(likely: request.basis == .likely ? request.purse : nil)
  }

  /// The readings of the month's spend from the last settled one before a stretch to the first settled ones after it;
  /// what lies outside is not affected.
  private func spans(
    of readings: [SpendJudgement.Reading], since: Instant, until: Instant, account: String
  ) throws -> [SpendJudgement.Reading] {
    guard readings.count > 1 else { return [] }
    var first = max(0, (readings.firstIndex { $0.asOf >= since } ?? readings.count) - 1)
    while first > 0, try !isSettled(readings[first], account) { first -= 1 }
    // A reading within the stretch may have stopped being settled, which moves what it judged to the next one.
    var last = readings.firstIndex { $0.asOf > until } ?? readings.count - 1
    while last < readings.count - 1, try !isSettled(readings[last], account) { last += 1 }
    return first < last ? Array(readings[first...last]) : []
  }

  private func isSettled(_ reading: SpendJudgement.Reading, _ account: String) throws -> Bool {
    let before = try FastStatement(
      database,
      """
      SELECT 1 FROM request INDEXED BY request_by_time JOIN facet ON facet.id = request.facet
      WHERE replay = 0 AND request.time > ?1 AND request.time <= ?2
        AND facet.account = (SELECT id FROM name WHERE text = ?3) LIMIT 1
      """, isCached: true)
    before.bind(1, (reading.asOf - SpendJudgement.quiet).milliseconds)
    before.bind(2, reading.asOf.milliseconds)
    before.bind(3, account)
    var isQuiet = true
    try before.forEachRow { _ in isQuiet = false }
    return isQuiet
  }
}

extension UsageStore {
  /// Whether requests have to be decided again because of what claude.ai reported.
  func hasDuePurses() throws -> Bool { try inDatabase { try Ingest.hasDuePurses($0) } }
}
