import Foundation
import GRDB
import Ledger
import Values

/// A clock that was set back, as the store remembers it until it is known which of the two times was wrong.
///
/// Times in the store are believed once the clock has reached them. If the clock shows an earlier time than at the
/// last write, either it was ahead then or it is behind now:
///
/// 1. At once, everything ahead of the clock is brought back to the present, keeping its order: requests count as
///    first seen now, and readings and credits are entered again after the old entries are undone. So usage from now
///    on is charged.
/// 2. Whatever is first seen meanwhile gets the clock's time, as always, and the time from its source is kept.
/// 3. Once the clock reaches the time it showed before, it is known which one was wrong. If it got there by a jump,
///    it was behind: everything moved by 1 gets its own time back, and everything dated by 2 gets the time from its
///    source, or the present if that is earlier. If it got there by running on, it had been ahead: nothing changes.
///
/// A clock earlier than ``Instant/credible`` is certainly behind, so step 1 is skipped.
struct ClockTurn: Codable, Equatable {
  /// The latest time the clock had shown.
  var before: Instant
  /// The first time it showed after it was set back, or the earliest since.
  var since: Instant
  /// The last time it showed, roughly.
  var seen: Instant
  /// The id of the first request stored since.
  var firstRequest: Int64
  /// The original start of charging by account id, for accounts whose start was brought back.
  var accounts: [Int64: Instant] = [:]

  /// How far a clock must go back to count as wrong: whoever corrects it by less waits no longer than that.
  static let least = Span.hours(6)

  /// How far behind it must have been for a jump to prove it.
  private static let leastBehind = Span.days(30)

  /// Requests with a time of their own that were dated while the clock was behind: up to a time, and either stored
  /// from an id on, or first seen after a time.
  static let datedSince = Ingest.Condition(
    "written IS NOT NULL AND time <= ? AND (id >= ? OR collected > ?)", index: "request_written")

  private static let key = "clock"

  /// Reads the unsettled turn; nil: there is none.
  init?(_ database: Database) throws {
    let text = try String.fetchChecked(
      database, sql: "SELECT value FROM setting WHERE key = ?", arguments: [ClockTurn.key])
    guard let text else { return nil }
    do {
      self = try JSONDecoder().decode(ClockTurn.self, from: Data(text.utf8))
    } catch {
      throw StoreDamage("the record of the clock is unreadable")
    }
  }

  /// A turn that begins now.
  fileprivate init(from before: Instant, to now: Instant, firstRequest: Int64) {
    (self.before, since, seen, self.firstRequest) = (before, now, now, firstRequest)
  }

  fileprivate func save(_ database: Database) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    try database.execute(
      sql: "INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)",
      arguments: [ClockTurn.key, String(decoding: try encoder.encode(self), as: UTF8.self)])
  }

  fileprivate static func forget(_ database: Database) throws {
    try database.execute(sql: "DELETE FROM setting WHERE key = ?", arguments: [key])
  }

  /// Whether the clock jumped to reach the time it showed before.
  fileprivate func isEndedByJump(to now: Instant) -> Bool {
    let gap = before - since
    // Below that, a machine that was off for a while looks the same.
    return gap >= ClockTurn.leastBehind
      && now - seen > Span(milliseconds: gap.milliseconds / 2)
  }

  /// How far the clock may move from ``seen`` before it is stored again: frequent checks must not cause frequent
  /// writes.
  fileprivate var step: Span {
    max(ClockAhead.slack, Span(milliseconds: (before - since).milliseconds / 16))
  }
}

/// What is wrong with the times in a store, as far as a cheap check can find.
struct ClockFindings {
  /// Whether requests, readings or credits are ahead of a clock that may be right.
  private(set) var hasTimesAhead = false
  /// The unsettled turn of the clock; nil: there is none.
  private(set) var turn: ClockTurn?
  /// Whether ``turn`` has to be stored.
  private(set) var isTurnNews = false
  /// Whether the clock has reached the time it showed before.
  private(set) var hasArrived = false

  /// Whether there is anything to do.
  var isDue: Bool { hasTimesAhead || isTurnNews || hasArrived }

  init(_ database: Database, at now: Instant) throws {
    turn = try ClockTurn(database)
    var latest = try ClockFindings.latest(database)
    if let before = turn?.before { latest = max(latest, before) }
    let limit = now + ClockTurn.least
    if limit < latest {
      let firstRequest = try Int64.fetchChecked(
        database.cachedStatement(sql: "SELECT id FROM request ORDER BY id DESC LIMIT 1"))
      var turned =
        turn
        ?? ClockTurn(
          from: latest, to: now, firstRequest: (firstRequest ?? 0).addingClamped(1))
      turned.before = latest
      turned.since = min(turned.since, now)
      if now > turned.seen + turned.step || now < turned.seen - turned.step { turned.seen = now }
      isTurnNews = turned != turn
      turn = turned
    } else {
      hasArrived = turn != nil && now >= latest
    }
    guard now.isCredible else { return }
    hasTimesAhead = try ClockFindings.hasTimesAhead(database, of: limit)
  }

  /// The clock's time at the last write; at least the earliest credible moment.
  private static func latest(_ database: Database) throws -> Instant {
    let entered = try Instant.fetchChecked(
      database.cachedStatement(
        sql: """
          SELECT max(entered) FROM account
          JOIN entry ON entry.account = account.id AND entry.number = account.entries
          """))
    let collected = try Row.fetchOne(
      database.cachedStatement(sql: "SELECT collected FROM request ORDER BY id DESC LIMIT 1"))
    let earliest = Instant.credible.lowerBound
    let seen = try collected.flatMap { try $0.value("collected") as Instant? }
    return max(earliest, entered ?? earliest, seen ?? earliest)
  }

  private static func hasTimesAhead(_ database: Database, of limit: Instant) throws -> Bool {
    try Bool.fetchChecked(
      database.cachedStatement(
        sql: """
          SELECT EXISTS (SELECT 1 FROM minute_usage WHERE minute > ?1 AND requests <> 0)
            OR EXISTS (SELECT 1 FROM account WHERE since > ?2)
            OR EXISTS (
              SELECT 1 FROM account JOIN entry AS ahead INDEXED BY entry_money
                ON ahead.account = account.id AND ahead.kind <> \(EntryKind.charge.sql) AND ahead.time > ?2
              WHERE \(TimesAhead.isMovable("ahead"))
            )
          """), arguments: [limit.minute, limit]) ?? false
  }
}

/// Readings and credits of one account that are ahead of the clock, and where each one moves to.
private struct TimesAhead {
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
private struct MovedEntry {
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
