import GRDB
import Ledger
import Values

/// Replays an account's money entries and the charges between them, to find what is left of each expiring credit and
/// what was left of those that have expired.
struct PoolReading {
  /// A credit that expires.
  struct Grant {
    var number: Int64
    var expires: Instant
    /// What is booked as expired.
    var booked: Money
    var isUndone: Bool
  }

  /// All credits that expire, undone ones included.
  private(set) var grants: [Grant] = []
  /// What was left of each when it expired.
  private(set) var gone: [Int64: Money] = [:]
  /// What is left of those that have not expired.
  private(set) var pools = CreditPools()

  /// What has expired beyond what is booked; negative if more is booked.
  var notBooked: Money {
    grants.filter { !$0.isUndone }.reduce(.zero) { $0 + (gone[$1.number] ?? .zero) - $1.booked }
  }

  private struct Event {
    var time: Instant
    var number: Int64
    var amount: Money
    var expires: Instant?
    var refers: Int64?
    var isReading: Bool
  }

  /// Nil if the account has no such credit.
  /// - Parameters:
  ///   - isOpen: whether to count only credits that have not expired by `now`.
  ///   - undone: the numbers of entries to treat as undone.
  init?(
    _ database: Database, _ book: AccountRow, upTo now: Instant, isOpen: Bool = false,
    without undone: ClosedRange<Int64> = ComputedBalance.nothing
  ) throws {
    let rows = try Row.fetchAll(
      database.cachedStatement(
        sql: """
          SELECT number, expires, (
              SELECT ifnull(-sum(amount), 0) FROM entry AS expiry INDEXED BY entry_refers
              WHERE expiry.account = credit.account AND expiry.refers = credit.number
                AND expiry.kind = \(EntryKind.expiry.sql)
            ) AS booked, NOT \(ComputedBalance.isNotUndone("credit")) AS is_undone
          FROM entry AS credit INDEXED BY entry_expires WHERE account = ? AND expires IS NOT NULL
          """), arguments: [book.id])
    grants = try rows.map { row in
      Grant(
        number: try row.value("number"), expires: try row.value("expires"),
        booked: try row.value("booked"),
        isUndone: try row.value("is_undone"))
    }
    guard grants.contains(where: { !isOpen || $0.expires > now }) else { return nil }
    var events = try PoolReading.events(database, book.id).filter { !undone.contains($0.number) }
    let sums = try ChargedSums(database, account: book.id)
    var start: Instant?
    // Before the first of them nothing could expire, so the balance then follows from the balance now.
    if let first = events.firstIndex(where: { $0.expires != nil }), let balance = book.balance,
      let readAt = book.readAt, readAt <= events[first].time,
      !events[first...].contains(where: \.isReading)
    {
      let time = events[first].time
      events.removeFirst(first)
      let expired = grants.filter { $0.expires >= readAt }.reduce(Money.zero) { $0 + $1.booked }
      let added = events.reduce(Money.zero) { $0 + $1.amount }
      let spent = try sums.sum(after: time, upTo: nil)
      pools.adjust(to: balance + expired + spent - added)
      start = time
    }
    try replay(events, sums, from: start, upTo: now)
  }

  /// What sets or changes a balance at its own time; expiry follows from the rest.
  static let kinds = EntryKind.credits.filter { $0 != .expiry } + [.reading, .opening]

  /// Everything that changes the balance except charges and expiry, in order of time.
  private static func events(_ database: Database, _ account: Int64) throws -> [Event] {
    return try Row.fetchAll(
      database.cachedStatement(
        sql: """
          SELECT time, number, amount, expires, kind, refers FROM entry AS event INDEXED BY entry_money
          WHERE account = ? AND kind <> \(EntryKind.charge.sql) AND kind IN \(PoolReading.kinds.sql)
            AND \(ComputedBalance.isNotUndone("event"))
          ORDER BY time, number
          """), arguments: [account]
    ).map { row in
      Event(
        time: try row.value("time"), number: try row.value("number"),
        amount: try row.value("amount"),
        expires: try row.value("expires"), refers: try row.value("refers"),
        isReading: try (row.value("kind") as EntryKind).isReading)
    }
  }

  /// - Parameter start: the time the pools are valid at; nil: they are empty.
  private mutating func replay(
    _ events: [Event], _ sums: ChargedSums, from start: Instant?, upTo now: Instant
  ) throws {
    var at = start
    // As long as nothing can expire, it does not matter when money was spent, so a long history is summed at once.
    func spend(upTo time: Instant, _ pools: inout CreditPools) throws {
      if let start = at, time > start { pools.spend(try sums.sum(after: start, upTo: time)) }
      at = max(at ?? time, time)
    }
    func expire(upTo time: Instant, _ reading: inout PoolReading) throws {
      while let next = reading.pools.expiring.first, next.expires <= time {
        // The credit still pays for a request at the very moment it expires.
        try spend(upTo: next.expires, &reading.pools)
        for pool in reading.pools.expire(upTo: next.expires) {
          reading.gone[pool.entry, default: .zero] += pool.left
        }
      }
    }
    for event in events {
      try expire(upTo: event.time, &self)
      if event.isReading, pools.expiring.isEmpty {
        // It shows what there is, whatever was spent before.
        at = max(at ?? event.time, event.time)
      } else if at == nil || event.expires != nil || !pools.expiring.isEmpty {
        try spend(upTo: event.time, &pools)
      }
      if event.isReading {
        pools.adjust(to: event.amount)
      } else {
        pools.add(
          event.amount, entry: event.number, expires: event.expires, refers: event.refers)
      }
    }
    try expire(upTo: now, &self)
    try spend(upTo: max(now, at ?? now), &pools)
  }
}
