import GRDB
import Ledger
import Values

/// What follows from all entries of an account, computed from them alone: the latest reading, plus the
/// credits after it, minus the charges of requests made after it.
///
/// At equal instants the order of entry decides, but a reading covers every charge of its own moment.
/// What the entries are is a matter of the set alone; in which order they came is not.
struct Standing: Equatable {
  var balance: Money?
  /// The latest reading: its number and its time.
  var reading: Int64?
  var readAt: Instant?
  /// What it showed to be gone beyond what was counted since the reading before it; nil: it is the first.
  var unexplained: Money?

  private struct Reading {
    var time: Instant
    var number: Int64
    var amount: Money
    var isOpening: Bool

    func isBefore(_ other: Reading) -> Bool { (time, number) < (other.time, other.number) }
  }

  /// - Parameters:
  ///   - added: a reading that is not in the table yet.
  ///   - number: an entry that is taken to be undone.
  ///   - last: only entries up to this number count; for checking what a balance was.
  init(
    _ database: Database, account: Int64,
    adding added: (time: Instant, number: Int64, amount: Money, isOpening: Bool)? = nil,
    without number: Int64? = nil, upTo last: Int64 = .max
  ) throws {
    var readings = try Standing.readings(
      database, account, before: nil, without: number, upTo: last)
    if let added {
      readings.append(
        Reading(
          time: added.time, number: added.number, amount: added.amount, isOpening: added.isOpening))
      readings.sort { $1.isBefore($0) }
    }
    guard let latest = readings.first else { return }
    let bounds = try Bounds(database: database, account: account, without: number, last: last)
    let credits = try bounds.credits(after: latest, before: nil)
    let charges = try bounds.sums.sum(after: latest.time, upTo: nil, entries: last)
    balance = latest.amount + credits.sum - charges
    reading = latest.number
    readAt = latest.time
    unexplained = try readings.dropFirst().first.map { try bounds.gap(from: $0, to: latest) }
  }

  /// What a reading showed to be gone beyond what was counted since the one before it; nil if it is the
  /// first or there is no such reading.
  static func unexplained(
    ofReading number: Int64, account: Int64, _ database: Database
  ) throws -> Money? {
    let readings = try readings(database, account, before: number, without: nil, upTo: .max)
    guard readings.count == 2, readings[0].number == number else { return nil }
    return try Bounds(database: database, account: account, without: nil, last: .max).gap(
      from: readings[1], to: readings[0])
  }

  /// How much less the latest reading shows than the one before it and the credits between them: what was
  /// gone, counted or not. Nil: there are not two.
  static func drop(account: Int64, _ database: Database) throws -> Money? {
    let readings = try readings(database, account, before: nil, without: nil, upTo: .max)
    guard readings.count == 2 else { return nil }
    let bounds = try Bounds(database: database, account: account, without: nil, last: .max)
    let credits = try bounds.credits(after: readings[1], before: readings[0])
    return readings[1].amount + credits.sum - readings[0].amount
  }

  /// The latest two readings; those up to and with one of them if `end` is its number.
  private static func readings(
    _ database: Database, _ account: Int64, before end: Int64?, without number: Int64?,
    upTo last: Int64
  ) throws -> [Reading] {
    try Row.fetchAll(
      database.cachedStatement(
        sql: """
          SELECT time, number, amount, kind FROM entry AS reading INDEXED BY entry_money
          WHERE account = ?1 AND kind <> 'charge' AND kind IN ('reading', 'opening')
            AND number <= ?3 AND number IS NOT ?2 AND \(Standing.isNotUndone("reading", upTo: "?3"))
            AND (?4 IS NULL OR (time, number) <= (
              SELECT time, number FROM entry WHERE account = ?1 AND number = ?4))
          ORDER BY time DESC, number DESC LIMIT 2
          """), arguments: [account, number, last, end]
    ).map { row in
      Reading(
        time: try row.time(0), number: try row.value(1), amount: try row.money(2),
        isOpening: try row.choice(3) == EntryKind.opening)
    }
  }

  /// SQL that is true of an entry that no other takes back.
  static func isNotUndone(_ table: String, upTo last: String = "9223372036854775807") -> String {
    """
    NOT EXISTS (
      SELECT 1 FROM entry AS undo INDEXED BY entry_refers WHERE undo.account = \(table).account
        AND undo.refers = \(table).number AND undo.kind = 'undo' AND undo.number <= \(last)
    )
    """
  }

  /// What of the other entries counts.
  private struct Bounds {
    let database: Database
    let account: Int64
    let without: Int64?
    let last: Int64
    let sums: ChargedSums

    init(database: Database, account: Int64, without: Int64?, last: Int64) throws {
      self.database = database
      self.account = account
      self.without = without
      self.last = last
      sums = try ChargedSums(database, account: account)
    }

    /// What is gone from one reading to the next beyond what was counted. An account that began empty
    /// and into which nothing was put was not read before.
    func gap(from previous: Reading, to next: Reading) throws -> Money {
      let credits = try credits(after: previous, before: next)
      let spent = try sums.sum(after: previous.time, upTo: next.time, entries: last)
      if previous.isOpening, credits.count == 0, spent == .zero { return .zero }
      return previous.amount + credits.sum - spent - next.amount
    }

    func credits(
      after reading: Reading, before next: Reading?
    ) throws -> (sum: Money, count: Int) {
      let kinds = EntryKind.credits.map { "'\($0.rawValue)'" }.joined(separator: ", ")
      let row = try Row.fetchOne(
        database.cachedStatement(
          sql: """
            SELECT ifnull(sum(amount), 0), count(*) FROM entry AS credit INDEXED BY entry_money
            WHERE account = ?1 AND kind <> 'charge' AND time >= ?2 AND kind IN (\(kinds))
              AND (time > ?2 OR number > ?3)
              AND (?4 IS NULL OR time < ?4 OR time = ?4 AND number < ?5)
              AND number <= ?7 AND number IS NOT ?6
              AND \(Standing.isNotUndone("credit", upTo: "?7"))
            """),
        arguments: [
          account, reading.time.milliseconds, reading.number, next?.time.milliseconds,
          next?.number, without, last,
        ])
      return try row.map { (try $0.money(0), try $0.value(1)) } ?? (.zero, 0)
    }
  }
}
