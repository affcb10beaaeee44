import GRDB
import Ledger
import Values

/// The balance computed from all entries of an account: the latest reading, plus the credits after it, minus the
/// charges for requests made after it.
///
/// At equal instants the order of entry decides, but a reading covers every charge of its own instant. Otherwise the
/// result depends only on the set of entries, not on the order they came in.
struct ComputedBalance: Equatable {
  var balance: Money?
  /// The latest reading: its number and its time.
  var reading: Int64?
  var readAt: Instant?
  /// What it showed to be gone beyond what was counted since the previous reading; nil: it is the first.
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
  ///   - undone: the numbers of entries to treat as undone.
  ///   - last: the last entry that counts, to compute an earlier balance.
  init(
    _ database: Database, account: Int64,
    adding added: (time: Instant, number: Int64, amount: Money, isOpening: Bool)? = nil,
    without undone: ClosedRange<Int64> = ComputedBalance.nothing, upTo last: Int64 = .max
  ) throws {
    var readings = try ComputedBalance.readings(
      database, account, before: nil, without: undone, upTo: last)
    if let added {
      readings.append(
        Reading(
          time: added.time, number: added.number, amount: added.amount, isOpening: added.isOpening))
      readings.sort { $1.isBefore($0) }
    }
    guard let latest = readings.first else { return }
    let bounds = try Bounds(database: database, account: account, without: undone, last: last)
    let credits = try bounds.credits(after: latest, before: nil)
    let charges = try bounds.sums.sum(after: latest.time, upTo: nil, entries: last)
    balance = latest.amount + credits.sum - charges
    reading = latest.number
    readAt = latest.time
    unexplained = try readings.dropFirst().first.map { try bounds.gap(from: $0, to: latest) }
  }

  /// A range that contains no entry's number.
  static let nothing: ClosedRange<Int64> = 0...0

  /// What a reading showed to be gone beyond what was counted since the previous one; nil if it is the first or does
  /// not exist.
  static func unexplained(
    ofReading number: Int64, account: Int64, _ database: Database
  ) throws -> Money? {
    let readings = try readings(database, account, before: number)
    guard readings.count == 2, readings[0].number == number else { return nil }
    return try Bounds(database: database, account: account).gap(
      from: readings[1], to: readings[0])
  }

  /// Whether a correction undid a reading, so that what it showed is no longer a gap.
  static func isCorrected(_ number: Int64, account: Int64, _ database: Database) throws -> Bool {
    try Bool.fetchChecked(
      database.cachedStatement(
        sql: """
          SELECT EXISTS (
            SELECT 1 FROM entry AS correction INDEXED BY entry_refers
            WHERE account = ? AND refers = ? AND kind = \(EntryKind.correction.sql)
              AND \(ComputedBalance.isNotUndone("correction")))
          """), arguments: [account, number]) ?? false
  }

  /// Whether an account began empty and has not changed since: then the first reading is not a rise.
  static func isUntouched(account: Int64, _ database: Database) throws -> Bool {
    guard let latest = try readings(database, account, before: nil).first else { return false }
    return try Bounds(database: database, account: account).isUntouched(since: latest)
  }

  /// How much less the latest reading shows than the previous one plus the credits between them: what was spent,
  /// counted or not. Nil: there are not two readings.
  static func drop(account: Int64, _ database: Database) throws -> Money? {
    let readings = try readings(database, account, before: nil)
    guard readings.count == 2 else { return nil }
    let bounds = try Bounds(database: database, account: account)
    let credits = try bounds.credits(after: readings[1], before: readings[0])
    return readings[1].amount + credits.sum - readings[0].amount
  }

  /// The credits between the latest two readings that nobody paid: Fuelgauge counted them before it was known that
  /// claude.ai keeps the balance, as its own auto-reload or as top-ups of a budget.
  /// - Parameter number: the later reading of another pair.
  static func neverPaid(
    before number: Int64? = nil, account: Int64, _ database: Database
  ) throws -> Money {
    let readings = try readings(database, account, before: number)
    guard readings.count == 2 else { return .zero }
    let (next, previous) = (readings[0], readings[1])
    let sum = try Money.fetchChecked(
      database.cachedStatement(
        sql: """
          SELECT ifnull(sum(amount), 0) FROM entry AS credit INDEXED BY entry_money
          WHERE account = ?1 AND kind <> \(EntryKind.charge.sql) AND time BETWEEN ?2 AND ?4
            AND (time, number) > (?2, ?3) AND (time, number) < (?4, ?5)
            AND NOT \(EntryDetail.isRecognised("credit"))
            AND (kind = \(EntryKind.autoReload.sql) OR kind = \(EntryKind.topUp.sql) AND number < (
              SELECT max(number) FROM entry INDEXED BY entry_acts
              WHERE account = ?1 AND kind <> \(EntryKind.charge.sql) AND kind = \(EntryKind.authority.sql)))
            AND \(ComputedBalance.isNotUndone("credit"))
          """),
      arguments: [
        account, previous.time, previous.number, next.time, next.number,
      ])
    return max(.zero, sum ?? .zero)
  }

  /// The latest two readings, or the reading numbered `end` and the one before it.
  private static func readings(
    _ database: Database, _ account: Int64, before end: Int64?,
    without undone: ClosedRange<Int64> = ComputedBalance.nothing, upTo last: Int64 = .max
  ) throws -> [Reading] {
    try Row.fetchAll(
      database.cachedStatement(
        sql: """
          SELECT time, number, amount, kind FROM entry AS reading INDEXED BY entry_money
          WHERE account = ?1 AND kind <> \(EntryKind.charge.sql) AND kind IN \(EntryKind.sql(.reading, .opening))
            AND number <= ?3 AND number NOT BETWEEN ?2 AND ?5 AND \(ComputedBalance.isNotUndone("reading", upTo: "?3"))
            AND time <= ifnull(
              (SELECT time FROM entry WHERE account = ?1 AND number = ?4), 9223372036854775807)
            AND (?4 IS NULL OR (time, number) <= (
              SELECT time, number FROM entry WHERE account = ?1 AND number = ?4))
          ORDER BY time DESC, number DESC LIMIT 2
          """), arguments: [account, undone.lowerBound, last, end, undone.upperBound]
    ).map { row in
      Reading(
        time: try row.value("time"), number: try row.value("number"),
        amount: try row.value("amount"),
        isOpening: try row.value("kind") == EntryKind.opening)
    }
  }

  /// SQL that is true of an entry that no other undoes.
  static func isNotUndone(_ table: String, upTo last: String = "9223372036854775807") -> String {
    """
    NOT EXISTS (
      SELECT 1 FROM entry AS undo INDEXED BY entry_refers WHERE undo.account = \(table).account
        AND undo.refers = \(table).number AND undo.kind = \(EntryKind.undo.sql) AND undo.number <= \(last)
    )
    """
  }

  /// Which entries beside the readings count.
  private struct Bounds {
    let database: Database
    let account: Int64
    let without: ClosedRange<Int64>
    let last: Int64
    let sums: ChargedSums

    init(
      database: Database, account: Int64, without: ClosedRange<Int64> = ComputedBalance.nothing,
      last: Int64 = .max
    ) throws {
      self.database = database
      self.account = account
      self.without = without
      self.last = last
      sums = try ChargedSums(database, account: account)
    }

    /// What is gone from one reading to the next beyond what was counted. An account that began empty and never had
    /// anything put in counts as never read.
    func gap(from previous: Reading, to next: Reading) throws -> Money {
      let credits = try credits(after: previous, before: next)
      let spent = try sums.sum(after: previous.time, upTo: next.time, entries: last)
      if previous.isOpening, credits.count == 0, spent == .zero { return .zero }
      return previous.amount + credits.sum - spent - next.amount
    }

    /// Whether an account began empty and has not changed since.
    func isUntouched(since opening: Reading) throws -> Bool {
      guard opening.isOpening, try credits(after: opening, before: nil).count == 0 else {
        return false
      }
      return try sums.sum(after: opening.time, upTo: nil) == .zero
    }

    func credits(
      after reading: Reading, before next: Reading?
    ) throws -> (sum: Money, count: Int) {
      let row = try Row.fetchOne(
        database.cachedStatement(
          sql: """
            SELECT ifnull(sum(amount), 0) AS sum, count(*) AS count FROM entry AS credit INDEXED BY entry_money
            WHERE account = ?1 AND kind <> \(EntryKind.charge.sql) AND time >= ?2 AND kind IN \(EntryKind.credits.sql)
              AND (time > ?2 OR number > ?3)
              AND (?4 IS NULL OR time < ?4 OR time = ?4 AND number < ?5)
              AND number <= ?7 AND number NOT BETWEEN ?6 AND ?8
              AND \(ComputedBalance.isNotUndone("credit", upTo: "?7"))
            """),
        arguments: [
          account, reading.time, reading.number, next?.time, next?.number, without.lowerBound, last,
          without.upperBound,
        ])
      return try row.map { (try $0.value("sum"), try $0.value("count")) } ?? (.zero, 0)
    }
  }
}
