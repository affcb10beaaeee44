import Advice
import GRDB
import Ledger
import Values

/// Reads which account each tool spends from, and when it last did.
struct LinkageReading {
  private(set) var tools: [ToolLinkage] = []

  init(
    _ database: Database, _ accounts: AccountRows, _ logins: LoginRows, current: String?,
    at now: Instant
  ) throws {
    let said = try AccountChoice.linkages(database, accounts)
    let signIns = logins.signIns(accounts)
    let users = signIns.count > 1 ? try LinkageReading.users(database, at: now) : [:]
    let first = signIns.first
    let signs = try LinkageReading.signs(database, folder: first?.login.folder)
    let uses = try LinkageReading.uses(database, at: now)
    for tool in Tool.allCases {
      var linkage: ToolLinkage
      if let account = said[tool]?.account {
        linkage = ToolLinkage(tool: tool, account: account, evidence: .said)
      } else if tool.leavesTranscripts,
        // Of several folders, the one it was last used with counts.
        let signIn = signIns.first(where: { $0.account == users[tool] }) ?? first
      {
        linkage = ToolLinkage(tool: tool, account: signIn.account, evidence: .login)
        linkage.credential = signIn.login.credential
        linkage.since = signIn.since
        linkage.file = signIn.login.file
      } else {
        linkage = ToolLinkage(tool: tool, account: current, evidence: .assumed)
      }
      if tool.leavesTranscripts { (linkage.planUntil, linkage.extraSince) = signs }
      linkage.purse = said[tool]?.purse
      linkage.lastUse = uses[tool]?.time
      (linkage.lastPurse, linkage.lastBasis) = (uses[tool]?.purse, uses[tool]?.basis)
      tools.append(linkage)
    }
    try readRefusals(database, at: now)
  }

  /// What the latest cache writes of a configuration folder say; without a login, of the first folder there is.
  private static func signs(
    _ database: Database, folder: String?
  ) throws -> (planUntil: Instant?, extraSince: Instant?) {
    let first = try String.fetchChecked(
      database.cachedStatement(sql: "SELECT folder FROM purse_sign ORDER BY folder LIMIT 1"))
    guard let folder = folder ?? first else { return (nil, nil) }
    let plan = try Row.fetchOne(
      database.cachedStatement(
        sql: """
          SELECT hour, plan_until FROM purse_sign WHERE folder = ? AND plan_until IS NOT NULL
          ORDER BY hour DESC LIMIT 1
          """), arguments: [folder])
    guard let plan else { return (nil, nil) }
    let (hour, planUntil): (Int64, Instant) = (try plan.value("hour"), try plan.value("plan_until"))
    let short = try Instant.fetchChecked(
      database.cachedStatement(
        sql: """
          SELECT short_since FROM purse_sign WHERE folder = ? AND hour >= ? AND short_since > ?
          ORDER BY hour LIMIT 1
          """), arguments: [folder, hour, planUntil])
    if let short { return (nil, short) }
    return (planUntil, nil)
  }

  /// A tool's latest use, to the hour, and what paid for the last minutes of it.
  private struct Use {
    var time: Instant
    private var costs: [(minute: Int64, purse: Purse, basis: Basis, cost: Money)] = []

    init(time: Instant) { self.time = time }

    mutating func add(_ minute: Int64, _ purse: Purse, _ basis: Basis, _ cost: Money) {
      costs.append((minute, purse, basis, cost))
    }

    /// What paid for most of the last minutes, over all models and projects.
    var purse: Purse? { largest(of: latest, by: \.purse) }

    /// The basis of most of that money.
    var basis: Basis? {
      let purse = purse
      return largest(of: latest.filter { $0.purse == purse }, by: \.basis)
    }

    /// How many minutes up to the last use decide what pays; few, so that a new sign-in shows soon.
    private static let window: Int64 = 15

    private var latest: [(minute: Int64, purse: Purse, basis: Basis, cost: Money)] {
      let last = costs.map(\.minute).max() ?? 0
      return costs.filter { $0.minute > last - Use.window }
    }

    private func largest<Key: Hashable & CaseIterable>(
      of costs: [(minute: Int64, purse: Purse, basis: Basis, cost: Money)],
      by key: KeyPath<(minute: Int64, purse: Purse, basis: Basis, cost: Money), Key>
    ) -> Key? {
      Dictionary(costs.map { ($0[keyPath: key], $0.cost) }, uniquingKeysWith: +).largest
    }
  }

  /// Each tool's latest use within a day.
  private static func uses(_ database: Database, at now: Instant) throws -> [Tool: Use] {
    let hours = try FastStatement(
      database,
      """
      SELECT facet.tool, max(hour) FROM hour_usage JOIN facet ON facet.id = hour_usage.facet
      WHERE hour >= ? AND hour <= ? AND requests > 0 GROUP BY 1
      """, isCached: true)
    hours.bind(1, (now - .day).bucket(of: Instant.perHour))
    hours.bind(2, now.bucket(of: Instant.perHour))
    var uses: [Tool: Use] = [:]
    var latest: [Tool: Int64] = [:]
    try hours.forEachRow { row in
      guard let tool: Tool = row.choice(0) else { return }
      latest[tool] = row.int(1)
      uses[tool] = Use(
        time: Instant(stored: row.int(1).multipliedClamped(by: Instant.perHour)))
    }
    let minutes = try FastStatement(
      database,
      """
      SELECT facet.tool, minute, facet.purse, facet.basis, cost FROM minute_usage
      JOIN facet ON facet.id = minute_usage.facet
      WHERE minute >= ? AND minute < ? AND requests > 0
      """, isCached: true)
    for hour in Set(latest.values).sorted() {
      minutes.bind(1, hour.multipliedClamped(by: 60))
      minutes.bind(2, hour.addingClamped(1).multipliedClamped(by: 60))
      try minutes.forEachRow { row in
        guard let tool: Tool = row.choice(0), latest[tool] == hour,
          let purse: Purse = row.choice(2), let basis: Basis = row.choice(3)
        else { return }
        uses[tool]?.add(row.int(1), purse, basis, row.money(4))
      }
    }
    return uses
  }

  /// The account each tool was last used with within a day.
  private static func users(_ database: Database, at now: Instant) throws -> [Tool: String] {
    let rows = try FastStatement(
      database,
      """
      SELECT facet.tool, name.text FROM hour_usage JOIN facet ON facet.id = hour_usage.facet
      JOIN name ON name.id = facet.account
      WHERE hour >= ? AND hour <= ? AND requests > 0 AND name.text <> '' ORDER BY hour
      """, isCached: true)
    rows.bind(1, (now - .day).bucket(of: Instant.perHour))
    rows.bind(2, now.bucket(of: Instant.perHour))
    var users: [Tool: String] = [:]
    try rows.forEachRow { row in
      if let tool: Tool = row.choice(0) { users[tool] = row.text(1) }
    }
    return users
  }

  /// Reads when each tool was last refused within a day because the balance was empty.
  private mutating func readRefusals(_ database: Database, at now: Instant) throws {
    let rows = try FastStatement(
      database,
      """
      SELECT tool, max(time) FROM (
        SELECT tool, time FROM rejection
        WHERE time > ? AND time <= ? AND reason = \(Rejection.Reason.balance.sql) ORDER BY time DESC LIMIT 200
      ) GROUP BY 1
      """, isCached: true)
    rows.bind(1, (now - .day).milliseconds)
    rows.bind(2, now.milliseconds)
    try rows.forEachRow { row in
      guard let tool: Tool = row.choice(0),
        let index = tools.firstIndex(where: { $0.tool == tool })
      else { return }
      tools[index].lastRefusal = row.time(1)
    }
  }
}
