import GRDB
import Ledger
import Values

/// Readings and credits of one account that are ahead of the clock, and where each one moves to.
struct TimesAhead {
  /// SQL that is true of an entry whose time matters and that no other undoes. Expiry settles by itself.
  static func isMovable(_ table: String) -> String {
    "\(table).kind IN \(PoolReading.kinds.sql) AND \(ComputedBalance.isNotUndone(table))"
  }

  /// In order of time.
  private(set) var entries: [MovedEntry] = []
  private let now: Instant

  init(_ database: Database, account: Int64, at now: Instant) throws {
    self.now = now
    let rows = try Row.fetchAll(
      database.cachedStatement(
        sql: """
          SELECT \(MovedEntry.columns) FROM entry AS ahead INDEXED BY entry_money
          WHERE account = ? AND kind <> \(EntryKind.charge.sql) AND time > ? AND \(TimesAhead.isMovable("ahead"))
          ORDER BY time DESC, number DESC
          """), arguments: [account, now])
    var bound = now
    var last: Instant?
    for row in rows {
      var entry = try MovedEntry(row)
      // Usage after it must stay after it.
      if last.map({ entry.time < $0 }) ?? true { bound = bound.advanced(by: -1) }
      last = entry.time
      bound = min(bound, entry.entered)
      entry.target = bound
      entries.append(entry)
    }
    entries.reverse()
  }

  /// Where a request of that time moves to: to the reading that covers it, after all those that do not.
  func target(of time: Instant) -> Instant {
    entries.first { $0.time >= time }?.target ?? now
  }
}

/// An entry that gets a different time.
struct MovedEntry {
  static let columns = "number, kind, time, entered, amount, refers, expires, detail"

  let number: Int64
  let kind: EntryKind
  let time: Instant
  let entered: Instant
  let amount: Money?
  let refers: Int64?
  let expires: Instant?
  let detail: EntryDetail
  var target: Instant

  init(_ row: Row) throws {
    number = try row.value("number")
    kind = try row.value("kind")
    time = try row.value("time")
    entered = try row.value("entered")
    amount = try row.value("amount")
    refers = try row.value("refers")
    expires = try row.value("expires")
    detail = try EntryDetail(json: try row.value("detail"))
    target = time
  }
}

extension LedgerWriter {
  /// Undoes entries and enters them again at their targets. The keys stay with the old entries, so that each counts
  /// once.
  /// - Parameter isKept: whether each keeps a record of its own time.
  fileprivate func move(_ entries: [MovedEntry], keepingTimes isKept: Bool, of account: Int64)
    throws
  {
    for entry in entries {
      var draft = Draft(.undo, at: now)
      draft.refers = entry.number
      try enter(draft, into: account)
    }
    var numbers: [Int64: Int64] = [:]
    for entry in entries {
      var draft = Draft(entry.kind, at: entry.target, amount: entry.amount)
      draft.refers = entry.refers.map { numbers[$0] ?? $0 }
      draft.expires = entry.expires
      draft.detail = entry.detail
      draft.detail.moved = isKept ? entry.detail.moved ?? entry.time : nil
      numbers[entry.number] = try enter(draft, into: account)
    }
  }
}

extension Ingest {
  /// Mends the times in the store by the current clock, as ``ClockTurn`` describes.
  func mendClock() throws {
    let findings = try ClockFindings(database, at: now)
    guard findings.isDue else { return }
    var turn = findings.turn
    if let ended = turn, findings.hasArrived {
      if ended.isEndedByJump(to: now) { try giveBack(ended) }
      try ClockTurn.forget(database)
      turn = nil
    }
    if findings.hasTimesAhead { try bringBack(&turn) }
    try turn?.save(database)
  }

  /// Brings everything ahead of the clock back to the present.
  private func bringBack(_ turn: inout ClockTurn?) throws {
    let ledger = charging.ledger
    var ahead: [String: TimesAhead] = [:]
    // The old and the new start of accounts whose start is brought back.
    var begun: [String: (before: Instant, now: Instant)] = [:]
    for book in ledger.accounts.all {
      let id = book.id
      let times = try TimesAhead(database, account: id, at: now)
      let name = book.account.name
      ahead[name] = times
      if let latest = times.entries.last {
        try ClockAhead.note("The ledger of \(name)", latest.time, at: now, database)
      }
      try ledger.move(times.entries, keepingTimes: true, of: id)
      let since = book.account.since
      guard since > now else { continue }
      if turn?.accounts[id] == nil { turn?.accounts[id] = since }
      let latest = now.advanced(by: -1)
      let new = min(times.entries.first?.target ?? latest, latest)
      begun[name] = (since, new)
      ledger.change(id) { $0.account.since = new }
    }
    for row in try stored(Condition("time > ?"), now.milliseconds) {
      var request = row.request
      let times = request.account.flatMap { ahead[$0] }
      request.time = times?.target(of: request.time) ?? now
      // Usage from before the account's start stays before it.
      if let begun = request.account.flatMap({ begun[$0] }), row.request.time <= begun.before {
        request.time = min(request.time, begun.now)
      }
      try move(row, to: request)
    }
  }

  /// Gives a request a different time and keeps its own on record. At the new time it may cost more: if there is no
  /// room for that, it is left out, as it would be if it arrived then.
  func move(_ row: StoredRequest, to request: Request) throws {
    guard try write(request, replacing: [row], isReplay: row.isReplay) else {
      return try remove(row)
    }
    try rows.setWritten(row.request.time, of: row.id)
  }

  /// Restores the own times of everything that was brought back or first seen while the clock was behind.
  private func giveBack(_ turn: ClockTurn) throws {
    let ledger = charging.ledger
    for id in ledger.accounts.all.map(\.id) {
      let rows = try Row.fetchAll(
        database,
        sql: """
          SELECT \(MovedEntry.columns) FROM entry AS moved INDEXED BY entry_money
          WHERE account = ? AND kind <> \(EntryKind.charge.sql)
            AND \(EntryDetail.isMoved("moved")) AND \(TimesAhead.isMovable("moved"))
          ORDER BY time, number
          """, arguments: [id])
      let entries = try rows.compactMap { row -> MovedEntry? in
        var entry = try MovedEntry(row)
        guard let moved = entry.detail.moved, moved <= now else { return nil }
        entry.target = moved
        return entry
      }
      try ledger.move(entries, keepingTimes: false, of: id)
      guard let since = turn.accounts[id] else { continue }
      ledger.change(id) { $0.account.since = min(since, now) }
    }
    let found = try stored(
      ClockTurn.datedSince,
      (turn.seen + turn.step).milliseconds, turn.firstRequest, turn.since.milliseconds)
    let collected = try FastStatement(
      database, "SELECT written, collected FROM request WHERE id = ?")
    for row in found {
      var (written, seen) = (now, now)
      collected.bind(1, row.id)
      try collected.forEachRow { (written, seen) = ($0.time(0), $0.time(1)) }
      // The clock was wrong for requests stored since, and right for the others.
      let isSince = row.id >= turn.firstRequest
      var request = row.request
      request.time = min(written, now, isSince ? now : seen)
      guard request.time != row.request.time,
        try write(request, replacing: [row], isReplay: row.isReplay)
      else { continue }
      if isSince { try rows.setCollected(now, of: row.id) }
    }
    try rollups.flush()
  }
}

extension UsageStore {
  /// Whether times in the store have to be mended by the clock at `now`, or requests of an earlier version decided
  /// again. Cheap to ask.
  package func needsMending(at now: Instant) throws -> Bool {
    // A writer may have a transaction open.
    try inDatabase { database in
      let isEmpty = try Bool.fetchChecked(
        database,
        sql: "SELECT NOT EXISTS (SELECT 1 FROM request) AND NOT EXISTS (SELECT 1 FROM entry)")
      if isEmpty == true { return false }
      return try !Ingest.hasMendedTimes(database) || Ingest.lastUndecided(database) != nil
        || ClockFindings(database, at: now).isDue
    }
  }

  /// Whether there are still requests of an earlier version to decide again.
  func isUndecided() throws -> Bool {
    try inDatabase { try Ingest.lastUndecided($0) != nil }
  }
}
