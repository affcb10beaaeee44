import Advice
import GRDB
import Ledger
import Values

/// Reads the refusals since which no request of the same account and credential has gone through.
struct RefusalReading {
  /// The latest first, one per tool, account and reason.
  private(set) var refusals: [Refusal] = []

  /// The most rejections to read per reason: a tool that keeps retrying writes thousands a day.
  private static let most = 500

  init(_ database: Database, tools: [ToolLinkage], at now: Instant) throws {
    let statement = try database.cachedStatement(
      sql: """
        SELECT latest.name, latest.time, tool, reason, latest.text, session.text AS session,
          owner.text AS account, resets, quota, extra_off, recent, latest.id,
          project.text AS project
        FROM (
          -- Beside max(), SQLite takes the other columns from the row with the maximum.
          SELECT *, max(time), sum(time > ?3) AS recent FROM (
            SELECT * FROM (
              SELECT * FROM rejection WHERE reason = ?4 AND time > ?1 AND time <= ?2
              ORDER BY time DESC LIMIT \(RefusalReading.most)
            )
            UNION ALL SELECT * FROM (
              SELECT * FROM rejection WHERE reason = ?4 AND resets > ?2 AND time <= ?1
              ORDER BY resets DESC LIMIT \(RefusalReading.most)
            )
          ) GROUP BY tool, reason, account
        ) AS latest
        LEFT JOIN name AS session ON session.id = latest.session
        LEFT JOIN name AS project ON project.id = latest.project
        LEFT JOIN name AS owner ON owner.id = latest.account
        ORDER BY latest.time DESC, latest.id
        """)
    // Each reason separately: a flood of one must not hide another.
    var rows: [(time: Instant, id: Int64, row: Row)] = []
    for reason in Rejection.Reason.allCases {
      rows += try Row.fetchAll(
        statement,
        arguments: [
          now - Refusal.lasts, now, now - .hour, reason,
        ]
      ).map { (try $0.value("time"), try $0.value("id"), $0) }
    }
    rows.sort { ($1.time, $0.id) < ($0.time, $1.id) }
    for (_, _, row) in rows {
      let rejection = try RefusalReading.rejection(row)
      var account = rejection.account
      if account == nil, !rejection.isForeign, !rejection.reason.isOfKey {
        account = tools.first { $0.tool == rejection.tool }?.account
      }
      let known = refusals.firstIndex {
        $0.account == account && $0.reason == rejection.reason && $0.latest.tool == rejection.tool
      }
      let count: Int = try row.value("recent")
      if let known {
        refusals[known].count = refusals[known].count.addingClamped(count)
      } else {
        refusals.append(Refusal(latest: rejection, account: account, count: count))
      }
    }
    if let oldest = refusals.last?.latest.time {
      try dropAnswered(since: oldest, database)
    }
  }

  private static func rejection(_ row: Row) throws -> Rejection {
    var rejection = Rejection(
      id: try row.value("name"), time: try row.value("time"), tool: try row.value("tool"),
      session: try (row.value("session") as String?) ?? "", reason: try row.value("reason"),
      text: try row.value("text"))
    let account: String? = try row.value("account")
    rejection.account = account.flatMap(named)
    rejection.isForeign = account != nil && rejection.account == nil
    rejection.project = try (row.value("project") as String?) ?? ""
    rejection.resets = try row.value("resets")
    rejection.window = try (row.value("quota") as String?) ?? ""
    rejection.extraOff = Rejection.ExtraOff(rawValue: try row.value("extra_off") ?? "")
    return rejection
  }

  /// Drops refusals after which a request has gone through. The latest session usually decides, so it comes first.
  private mutating func dropAnswered(since oldest: Instant, _ database: Database) throws {
    let rows = try FastStatement(
      database,
      """
      SELECT last_at, name.text, facet.tool, facet.purse, owner.text, facet.basis, project.text
      FROM session_usage
      JOIN facet ON facet.id = session_usage.facet
      JOIN name ON name.id = session_usage.session
      JOIN name AS owner ON owner.id = facet.account
      JOIN name AS project ON project.id = facet.project
      WHERE last >= ? AND requests > 0 ORDER BY last DESC
      """, isCached: true)
    rows.bind(1, oldest.minute)
    try rows.walkRows { row in
      guard let tool: Tool = row.choice(2), let purse: Purse = row.choice(3) else { return true }
      let success = Success(
        time: row.time(0), session: row.text(1), tool: tool, purse: purse,
        account: named(row.text(4)),
        isProven: row.text(5) == Basis.proven.rawValue, project: row.text(6))
      refusals.removeAll { success.ends($0) }
      return !refusals.isEmpty
    }
  }

  /// A request that has gone through.
  private struct Success {
    var time: Instant
    var session: String
    var tool: Tool
    var purse: Purse
    /// Nil: unknown.
    var account: String?
    var isProven: Bool
    var project: String

    /// Whether it shows that a refusal is over: it came later, with a login of the same account or a key of the same
    /// tool. If an account is unknown, the tool decides.
    func ends(_ refusal: Refusal) -> Bool {
      guard time > refusal.latest.time else { return false }
      let other = refusal.latest.tool
      let isSameTool = tool == other || tool.leavesTranscripts && other.leavesTranscripts
      let isSameSession = !session.isEmpty && session == refusal.latest.session
      if purse == .apiKey { return refusal.reason.isOfKey && (isSameTool || isSameSession) }
      guard [.extra, .plan, .unknown].contains(purse) else { return false }
      if refusal.reason.isOfKey {
        // Without a login, the request may have used a key that Fuelgauge has not seen. A login that goes through in
        // the same place means that the key is no longer used.
        let isSamePlace = isSameSession || !project.isEmpty && project == refusal.latest.project
        return isSameTool && (account == nil || isSamePlace)
      }
      // A login that is unknown here is a different one.
      if account == nil, isProven, purse == .plan { return refusal.account == nil }
      guard let account, let refused = refusal.account else { return isSameTool }
      return account == refused
    }
  }
}
