import GRDB
import Ledger
import Values

/// The stored limits of an account.
struct LimitRows {
  let limits: [Limit]

  init(_ database: Database, account: Int64) throws {
    let rows = try Row.fetchAll(
      database.cachedStatement(
        sql: "SELECT tool, period, source, amount, counts FROM spending_limit WHERE account = ?"),
      arguments: [account])
    let found = try rows.map { row in
      Limit(
        tool: try (row.value("tool") as WordOrNone<Tool>).word, period: try row.value("period"),
        amount: try row.value("amount"), source: try row.value("source"),
        isDrawn: try row.value("counts") == Limit.Count.drawn)
    }
    let tools = Tool.allCases
    func place(_ limit: Limit) -> (Int, Int, Int) {
      (
        limit.tool.flatMap { tools.firstIndex(of: $0) } ?? -1, limit.period == .month ? 0 : 1,
        limit.source == .claude ? 0 : 1
      )
    }
    limits = found.sorted { place($0) < place($1) }
  }

  /// How far each is used.
  /// - Parameter used: what counts against a limit; nil: it cannot be counted.
  func state(
    at now: Instant, _ days: CivilDays, used: (Limit) throws -> Money?
  ) rethrows -> [LimitState] {
    try limits.map { limit in
      LimitState(
        limit: limit, used: try used(limit),
        resetsAt: limit.period.stretch(at: now, days: days).upperBound)
    }
  }

  /// Whether any limit counts what a tool used.
  static func countUsed(_ database: Database) throws -> Bool {
    try Bool.fetchChecked(
      database.cachedStatement(
        sql: "SELECT 1 FROM spending_limit WHERE counts = \(Limit.Count.used.sql) LIMIT 1"))
      ?? false
  }

  /// When the account's own cap at claude.ai was last seen to be higher than before; nil: never.
  static func capRaised(_ database: Database, account: Int64) throws -> Instant? {
    try Instant.fetchChecked(
      database.cachedStatement(
        sql: "SELECT time FROM cap_raise WHERE account = ?"), arguments: [account])
  }

  /// Sets when that was; nil: never.
  static func setCapRaised(_ time: Instant?, _ database: Database, account: Int64) throws {
    try database.execute(sql: "DELETE FROM cap_raise WHERE account = ?", arguments: [account])
    guard let time else { return }
    try database.execute(
      sql: "INSERT INTO cap_raise (account, time) VALUES (?, ?)",
      arguments: [account, time])
  }

  /// Sets a limit, or clears it for nil.
  /// - Parameters:
  ///   - time: the time it was valid at.
  ///   - isRaised: whether it counts as raised if no previous limit is known.
  /// - Returns: what it was before.
  static func set(
    tool: Tool?, period: Limit.Period, source: Limit.Source, amount: Money?,
    counts: Limit.Count = .drawn, account: Int64, at time: Instant, isRaised: Bool = false,
    _ database: Database
  ) throws -> Limit? {
    let before = try LimitRows(database, account: account).limits.first {
      $0.tool == tool && $0.period == period && $0.source == source
    }
    let key: StatementArguments = [account, WordOrNone(tool), period, source]
    if let amount {
      try database.execute(
        sql: """
          INSERT OR REPLACE INTO spending_limit (account, tool, period, source, amount, counts)
          VALUES (?, ?, ?, ?, ?, ?)
          """, arguments: key + [amount, counts])
    } else {
      try database.execute(
        sql: """
          DELETE FROM spending_limit WHERE account = ? AND tool = ? AND period = ? AND source = ?
          """, arguments: key)
    }
    let isHigher = before.map { before in amount.map { $0 > before.amount } ?? true }
    if source == .claude, isHigher ?? isRaised {
      try setCapRaised(time, database, account: account)
    }
    return before
  }
}

extension Limit.Count {
  /// As an entry's detail stores it: what was drawn is left out.
  var detail: Limit.Count? { self == .drawn ? nil : self }
}
