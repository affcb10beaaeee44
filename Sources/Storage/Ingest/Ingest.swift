import GRDB
import Ledger
import Pricing
import Values

/// Stores requests within one transaction, which its owner begins and commits: finds the request a copy belongs to,
/// merges the two, and keeps parts, sums and ledgers consistent.
final class Ingest {
  let database: Database
  /// The moment of the transaction.
  let now: Instant
  let charging: Charging
  let workspaces: EditorWorkspaces
  let memory: IngestMemory
  /// Requests that should be charged but could not be booked, since the last drain.
  private var unbooked = 0
  /// Copies that there was no room for since the last flush.
  private var leftOut = 0

  var names: Names { memory.names }
  var rollups: Rollups { memory.rollups }
  var rows: RequestRows { memory.rows }

  /// Begins within an open transaction, by mending times and deciding old requests again.
  init(
    _ database: Database, _ memory: IngestMemory, now: Instant,
    credential: @escaping PayingCredential
  ) throws {
    self.database = database
    self.memory = memory
    self.now = now
    charging = try Charging(database, now: now, credential)
    workspaces = try EditorWorkspaces(database)
    try mendTimes()
    try decideOnceMore()
    try reviewPurses()
  }

  /// Returns and resets the number of requests that should be charged but could not be booked.
  func drainUnbooked() -> Int {
    defer { unbooked = 0 }
    return unbooked
  }

  /// What became of a copy.
  enum Outcome {
    case new
    case changed
    case known
    /// It was not stored: with it, all usage would cost more than can be counted.
    case leftOut
  }

  /// Stores one copy of a request.
  func add(_ copy: Request) throws -> Outcome {
    var copy = copy
    let source = Charging.Source(configFolder: copy.configFolder, organization: copy.organization)
    (copy.configFolder, copy.organization) = (nil, nil)
    // A copy without evidence states what its source knows.
    if copy.evidence == PurseEvidence() { copy.evidence = PurseEvidence(stated: copy.purse) }
    let written = copy.time > now ? copy.time : nil
    if written != nil {
      try ClockAhead.note(source.configFolder ?? copy.tool.title, copy.time, at: now, database)
    }
    copy = charging.resolved(copy)
    copy.evidence.isAccountNamed = copy.account != nil
    copy = workspaces.placed(copy)
    let near = try memory.candidates(for: copy.identity)
    guard !near.isEmpty else {
      copy.time = min(copy.time, now)
      let request = try charging.attributed(copy, source: source)
      return try write(request, replacing: [], isReplay: false, written: written) ? .new : .leftOut
    }
    return try merge(copy, from: source, written: written, among: near)
  }

  /// Merges a copy into those of the requests `near` it that it belongs to.
  /// - Parameter written: the time in its source, if that is in the future.
  private func merge(
    _ copy: Request, from source: Charging.Source, written: Instant?, among near: [StoredRequest]
  ) throws -> Outcome {
    var merged = copy
    var matches: [StoredRequest] = []
    var first: Request?
    // Two rows can turn out to be one request, one recorded by its message id, one by its request id.
    for row in near where row.request.identity.mayEqual(merged.identity) {
      let known = charging.resolved(row.request)
      // Derived fields must not decide which copy knows more.
      merged.account = merged.account ?? known.account
      merged.purse = known.purse
      merged = known.merged(with: merged)
      // An earlier version had reasons for the purse it stored.
      merged.evidence.usual = known.evidence.usual ?? merged.evidence.usual
      // It stays in the session it was first seen in, unless that was only a fork's copy.
      if !known.session.isEmpty, !known.isForked || copy.isForked { merged.adoptPlace(of: known) }
      first = first ?? known
      matches.append(row)
    }
    // A known request already has a time that is not in the future.
    if matches.isEmpty { merged.time = min(merged.time, now) }
    merged = try charging.attributed(merged, known: first, source: source)
    if matches.count == 1, matches[0].request == merged { return .known }

    let others = near.filter { row in
      !matches.contains { $0.id == row.id }
        && row.request.identity.message == merged.identity.message
    }
    let isReplay =
      merged.isSidechain && !merged.identity.message.isEmpty
      && others.contains { !$0.request.isSidechain }
    guard try write(merged, replacing: matches, isReplay: isReplay, written: written) else {
      return .leftOut
    }
    if !merged.isSidechain { try markReplays(among: others) }
    return matches.isEmpty ? .new : .changed
  }

  /// Stops counting side chains that repeat a message of the main chain under a different request id, as `/btw` does.
  private func markReplays(among others: [StoredRequest]) throws {
    for other in others where other.request.isSidechain && !other.isReplay {
      try uncount(other)
      try charging.replace(bookings(of: [other]), by: nil)
      try rows.setReplay(other.id)
      try LeftOut.forget(other.id, database)
    }
  }

  /// Reprices everything after the price table has changed, and charges what can be charged now.
  /// - Returns: how many requests changed their cost.
  func reprice() throws -> Int {
    var last: Int64 = -1
    var changed = 0
    let page = try FastStatement(
      database,
      "SELECT \(StoredRequest.columns) FROM request WHERE id > ? ORDER BY id LIMIT 1000")
    while true {
      var rows: [StoredRequest] = []
      page.bind(1, last)
      try page.forEachRow { rows.append(try StoredRequest(row: $0, names: names, database)) }
      guard let end = rows.last else { return changed }
      // A damaged table that is out of order would loop forever.
      guard end.id > last else { throw StoreDamage("the requests are not in order") }
      for row in rows {
        let cost = memory.parts(of: row.request).cost
        let isNewlyCharged =
          row.charged == nil && !row.isReplay
          && charging.decision(on: row.request, cost: cost, replacing: [row]) != .none
        guard row.isSplit || cost != row.cost || isNewlyCharged else { continue }
        guard try write(row.request, replacing: [row], isReplay: row.isReplay)
        else {
          throw StoreFault(
            description:
              "with these prices all usage would cost more than can be counted, so nothing was"
              + " repriced; fix prices.toml")
        }
        if cost != row.cost { changed += 1 }
      }
      last = end.id
    }
  }

  /// Mends impossible times of requests and ledgers by the current clock. Times in the future would make every
  /// balance wrong until then.
  private func mendTimes() throws {
    if try !Ingest.hasMendedTimes(database) {
      try mendOldTimes()
      try database.execute(
        sql: "INSERT OR REPLACE INTO setting (key, value) VALUES ('times', '1')")
    }
    try mendClock()
  }

  /// Whether the times from earlier versions have been mended.
  static func hasMendedTimes(_ database: Database) throws -> Bool {
    try String.fetchChecked(
      database.cachedStatement(sql: "SELECT value FROM setting WHERE key = 'times'")) == "1"
  }

  /// Gives the present time to requests that an earlier version stored with a time in the future, and the earliest
  /// credible time to those from before there were models; and undoes readings that were ahead when entered.
  private func mendOldTimes() throws {
    let earliest = Instant.credible.lowerBound
    for row in try stored(
      Condition("time > ? OR time < ?"), now.milliseconds, earliest.milliseconds)
    {
      var request = row.request
      request.time = min(max(request.time, earliest), now)
      try move(row, to: request)
    }
    try rollups.flush()
    try charging.undoReadingsAhead(by: ClockAhead.slack)
  }

  /// How many requests of earlier versions one transaction decides again.
  private static let decidedAtOnce: Int64 = 10_000

  /// Decides again what paid for requests that an earlier version attributed to extra usage, by their rows alone,
  /// since their transcripts may be gone. Each transaction does a part, the latest first.
  private func decideOnceMore() throws {
    guard let last = try Ingest.lastUndecided(database) else { return }
    let rest = last.subtractingClamped(Ingest.decidedAtOnce)
    let undecided = Condition("id > ? AND id <= ? AND evidence = 0")
    for row in try stored(undecided, rest, last) {
      let known = row.request
      guard known.purse == .extra, PurseDecision(of: known).purse != .extra else { continue }
      let request = try charging.attributed(known, known: known)
      _ = try write(request, replacing: [row], isReplay: row.isReplay)
    }
    try database.execute(
      sql: rest > 0
        ? "UPDATE setting SET value = ?1 WHERE key = 'undecided'"
        : "DELETE FROM setting WHERE key = 'undecided' AND ?1 IS NOT NULL",
      arguments: [String(rest)])
  }

  /// The latest request of an earlier version still to be decided again; nil: none is left.
  static func lastUndecided(_ database: Database) throws -> Int64? {
    let text = try String.fetchChecked(
      database.cachedStatement(sql: "SELECT value FROM setting WHERE key = 'undecided'"))
    guard let text else { return nil }
    guard let last = Int64(text) else {
      throw StoreDamage("the last undecided request is unreadable")
    }
    return last
  }

  /// Which requests to find.
  struct Condition {
    /// The statement that selects them, the lowest id first.
    let sql: String

    /// - Parameter index: the one to find them by; nil: reads all requests.
    init(_ condition: String, index: String? = nil) {
      sql = """
        SELECT \(StoredRequest.columns) FROM request \(index.map { "INDEXED BY \($0)" } ?? "")
        WHERE \(condition) ORDER BY id
        """
    }
  }

  /// The requests that a condition with these values is true of.
  func stored(_ condition: Condition, _ values: Int64...) throws -> [StoredRequest] {
    let select = try FastStatement(database, condition.sql)
    for (index, value) in values.enumerated() { select.bind(Int32(index) + 1, value) }
    var found: [StoredRequest] = []
    try select.forEachRow { found.append(try StoredRequest(row: $0, names: names, database)) }
    return found
  }

  /// Writes gathered sums and ledgers, before the commit.
  func flush() throws {
    try rollups.flush()
    if let earliest = rollups.drainEarliest(),
      earliest.bucket(of: Instant.perHour) < now.bucket(of: Instant.perHour)
    {
      try PastChanges.note(database)
    }
    try charging.flush()
    if leftOut > 0 { try LeftOut.note(leftOut: leftOut, database) }
    leftOut = 0
  }

  /// Subtracts a stored request from the sums.
  private func uncount(_ stored: StoredRequest) throws {
    if stored.isReplay { return }
    let request = stored.request
    if !stored.isSplit {
      return rollups.remove(
        stored.totals, at: request.time, facet: stored.facet, session: stored.session)
    }
    let parts = try FastStatement(
      database, "SELECT facet, \(UsageTotals.columnList) FROM part WHERE request = ?",
      isCached: true)
    parts.bind(1, stored.id)
    try parts.forEachRow { part in
      rollups.remove(
        UsageTotals(row: part, first: 1), at: request.time, facet: part.int(0),
        session: stored.session)
    }
  }

  /// The bookings of stored requests.
  private func bookings(of rows: [StoredRequest]) -> [Charging.Booking] {
    rows.compactMap { charging.booking(of: $0.request, row: $0.id, amount: $0.charged) }
  }

  /// Removes a request, with everything counted and booked for it.
  func remove(_ row: StoredRequest) throws {
    charging.noteLate(row.request)
    try uncount(row)
    try charging.replace(bookings(of: [row]), by: nil)
    try rows.delete(row.id)
    try LeftOut.forget(row.id, database)
  }

  /// Removes the requests in a span of time whose ids begin with `prefix`.
  /// - Parameter prefix: letters and a colon.
  /// - Returns: how many there were.
  func removeTurns(in span: ClosedRange<Instant>, prefix: String) throws -> Int {
    let rows = try stored(
      Condition("time >= ? AND time <= ? AND substr(message, 1, \(prefix.count)) = '\(prefix)'"),
      span.lowerBound.milliseconds, span.upperBound.milliseconds)
    for row in rows { try remove(row) }
    return rows.count
  }

  /// Writes a request over the first of those it replaces, and deletes the others.
  /// - Parameter written: the time of a new one in its source, if that is in the future.
  /// - Returns: false if there is no room for its cost; then nothing was changed.
  func write(
    _ request: Request, replacing old: [StoredRequest], isReplay: Bool, written: Instant? = nil
  ) throws -> Bool {
    let id = old.first?.id
    let whole = memory.parts(of: request)
    let before = old.reduce(Money.zero) { $0 + ($1.cost ?? .zero) }
    var room = try memory.room ?? CountingRoom(database)
    guard room.reserve(max(.zero, (whole.cost ?? .zero) - before)) else {
      leftOut += 1
      return false
    }
    for row in old { try uncount(row) }
    for row in old.dropFirst() { try rows.delete(row.id) }
    var decision = Charging.Decision.none
    if !isReplay { decision = charging.decision(on: request, cost: whole.cost, replacing: old) }
    if case .charge(let charge) = decision {
      let booked = old.reduce(Money.zero) { $0 + ($1.charged ?? .zero) }
      if !room.reserveCharged(charge.amount - booked) { decision = .unbookable }
    }
    memory.room = room
    let charge: Charging.Charge? = if case .charge(let charge) = decision { charge } else { nil }
    let parts = charge.map { whole.charged($0.amount) } ?? whole
    let facet = try names.number(
      of: Facet(of: request, model: request.main.model, server: request.countedServer), database)
    let session = try names.number(of: request.session, database)
    let key = StoredRequest.key(of: request.identity)
    let row = try rows.save(
      request, id: id, key: key, facet: facet, session: session, parts: parts, charge: charge,
      isReplay: isReplay, seen: (collected: now, written: written))
    memory.noteKey(key)
    for row in old {
      try LeftOut.forget(row.id, database)
      charging.noteLate(row.request)
    }
    charging.noteLate(request)
    if decision == .unbookable, let account = request.account {
      try LeftOut.note(unbooked: row, of: account, database)
      unbooked += 1
    }
    try charging.replace(
      bookings(of: old), by: charging.booking(of: request, row: row, amount: charge?.amount))
    for (number, part) in parts.enumerated() {
      let facet =
        parts.count == 1
        ? facet
        : try names.number(
          of: Facet(of: request, model: part.model, server: part.server), database)
      if !isReplay {
        rollups.add(part.totals, at: request.time, facet: facet, session: session)
      }
      if parts.count > 1 { try rows.add(part, number: number, of: row, facet: facet) }
    }
    return true
  }
}
