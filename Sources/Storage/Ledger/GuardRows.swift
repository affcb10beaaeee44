import GRDB
import Ledger
import Values

/// The stored traces of guards.
enum GuardRows {
  /// The part of a balance that is empty.
  static let balance = "balance"

  /// What was said about one limit, or about the balance.
  struct Told {
    var part: String
    var periodEnd: Int64
    var amount: Int64
    var percent: Int
    var stopped: Instant?

    /// - Parameter limit: nil: the balance.
    init(_ limit: LimitState?, percent: Int) {
      self.percent = percent
      guard let limit else {
        (part, periodEnd, amount) = (GuardRows.balance, 0, 0)
        return
      }
      let place = limit.limit
      part = "\(place.tool?.rawValue ?? "")/\(place.period.rawValue)/\(place.source.rawValue)"
      periodEnd = limit.resetsAt.milliseconds
      amount = place.amount.nanos
    }

    init(_ stop: Admission.Stop, _ now: Instant) {
      self.init(stop.limit, percent: 100)
      stopped = now
    }

    init(_ row: Row) throws {
      part = try row.value("part")
      periodEnd = try row.value("period_end")
      amount = try row.value("amount")
      percent = try row.value("percent")
      stopped = try row.value("stopped")
    }

    /// Whether it is about the same amount in the same period.
    func isSame(as other: Told) -> Bool {
      periodEnd == other.periodEnd && amount == other.amount
    }

    func save(_ database: Database, _ account: Int64, _ tool: Tool?) throws {
      try database.execute(
        sql: """
          INSERT OR REPLACE INTO guard_told
            (account, tool, part, period_end, amount, percent, stopped)
          VALUES (?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [account, WordOrNone(tool), part, periodEnd, amount, percent, stopped])
    }
  }

  /// What a tool was told, by part.
  static func told(_ database: Database, _ account: Int64, _ tool: Tool?) throws -> [String: Told] {
    let rows = try Row.fetchAll(
      database.cachedStatement(
        sql: """
          SELECT part, period_end, amount, percent, stopped FROM guard_told
          WHERE account = ? AND tool = ?
          """), arguments: [account, WordOrNone(tool)])
    return try rows.reduce(into: [:]) { told, row in
      let one = try Told(row)
      told[one.part] = one
    }
  }

  static func forget(
    _ part: String, _ database: Database, _ account: Int64, _ tool: Tool?
  ) throws {
    try database.execute(
      sql: "DELETE FROM guard_told WHERE account = ? AND tool = ? AND part = ?",
      arguments: [account, WordOrNone(tool), part])
  }

  /// Every pass, ended or not.
  static func passes(_ database: Database) throws -> [GuardPass] {
    try Row.fetchAll(
      database.cachedStatement(sql: "SELECT tool, since, until FROM guard_pass ORDER BY tool")
    ).map { row in
      GuardPass(
        tool: try (row.value("tool") as WordOrNone<Tool>).word, since: try row.value("since"),
        until: try row.value("until"))
    }
  }

  /// The pass that lasts longest for a tool.
  static func pass(_ database: Database, tool: Tool?, at now: Instant) throws -> GuardPass? {
    try passes(database).filter { $0.until > now && ($0.tool == nil || $0.tool == tool) }
      .max { $0.until < $1.until }
  }

  static func begin(_ pass: GuardPass, _ database: Database, _ ledger: LedgerWriter) throws {
    try database.execute(
      sql: "INSERT OR REPLACE INTO guard_pass (tool, since, until) VALUES (?, ?, ?)",
      arguments: [WordOrNone(pass.tool), pass.since, pass.until])
    try enter(pass.tool, until: pass.until, at: pass.since, database, ledger)
  }

  static func end(
    _ pass: GuardPass, at moment: Instant, _ database: Database, _ ledger: LedgerWriter
  ) throws {
    try database.execute(
      sql: "DELETE FROM guard_pass WHERE tool = ?", arguments: [WordOrNone(pass.tool)])
    try enter(pass.tool, until: nil, at: moment, database, ledger)
  }

  /// Ends the passes whose time is up.
  static func endPasses(_ database: Database, _ ledger: LedgerWriter, at now: Instant) throws {
    for pass in try passes(database) where pass.until <= now {
      try end(pass, at: pass.until, database, ledger)
    }
  }

  private static func enter(
    _ tool: Tool?, until: Instant?, at moment: Instant, _ database: Database,
    _ ledger: LedgerWriter
  ) throws {
    guard let book = try AccountChoice.current(database, ledger.accounts) else { return }
    var draft = LedgerWriter.Draft(.guardPass, at: moment)
    draft.tool = tool
    draft.detail.pass = EntryDetail.Pass(tool: tool, until: until)
    try ledger.enter(draft, into: book.id)
  }

  /// What is installed, as last recorded.
  static func installations(_ database: Database) throws -> [GuardInstallation] {
    try Row.fetchAll(
      database.cachedStatement(
        sql: "SELECT tool, by, installed, works, why FROM guard_installation ORDER BY tool, by")
    ).map { row in
      GuardInstallation(
        tool: try row.value("tool"), by: try row.value("by"),
        isInstalled: try row.value("installed"), works: try row.value("works"),
        why: try row.value("why"))
    }
  }
}

extension EntryDetail.Stop {
  init(_ stop: Admission.Stop, tool: Tool?) {
    let limit = stop.limit
    self.init(
      tool: tool, isBalance: limit == nil, ofTool: limit?.limit.tool, period: limit?.limit.period,
      amount: limit?.limit.amount, used: limit?.used)
  }
}
