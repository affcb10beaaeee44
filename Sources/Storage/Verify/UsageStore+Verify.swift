import GRDB
import Ledger
import Pricing
import Values

extension UsageStore {
  /// What a verification found.
  package struct Verification: Equatable, Sendable {
    /// Requests that were recomputed.
    package var requests = 0
    /// Rows of sums that were recomputed.
    package var sums = 0
    /// Ledger entries that were checked.
    package var entries = 0
    /// The differences, each in a sentence; empty: the store is consistent.
    package var differences: [String] = []
  }

  /// Recomputes every derived number in the store and compares.
  /// - Parameter prices: the table the store should be priced with; nil: accepts the stored costs.
  package func verify(prices: PriceTable?) throws -> Verification {
    try read { database in
      var result = Verification()
      try verifyFile(database, &result)
      let mark = try String.fetchChecked(
        database, sql: "SELECT value FROM setting WHERE key = 'prices'")
      let isPriced = mark == nil || prices == nil || mark == prices?.fingerprint
      if !isPriced {
        result.differences.append(
          "the store was priced with another price table; `fuelgauge collect` reprices it once no dashboard"
            + " is running with the old table")
      }
      try verifyRequests(database, prices: isPriced ? prices : nil, &result)
      for grain in Grain.allCases { try verifySums(database, grain, &result) }
      try verifySessions(database, &result)
      try verifyLedgers(database, &result)
      return result
    }
  }

  private func verifyFile(_ database: Database, _ result: inout Verification) throws {
    let answers = try String.fetchAll(database, sql: "PRAGMA quick_check")
    result.differences += answers.filter { $0 != "ok" }.map { "the file is damaged: \($0)" }
    let dangling = try Row.fetchAll(database, sql: "PRAGMA foreign_key_check")
    result.differences += try dangling.map { row in
      let (from, to): (String?, String?) = (try row.value("table"), try row.value("parent"))
      return "a row of \(from ?? "?") refers to a missing row of \(to ?? "?")"
    }
  }

  private func verifyRequests(
    _ database: Database, prices: PriceTable?, _ result: inout Verification
  ) throws {
    let names = Names(most: Names.ofHistory)
    let parts = try FastStatement(
      database, "SELECT \(UsageTotals.columnList) FROM part WHERE request = ? ORDER BY number")
    let replays = try FastStatement(
      database,
      """
      SELECT count(*) FROM request WHERE key = ? AND message = ? AND sidechain = 0
      """)
    try FastStatement(database, "SELECT \(StoredRequest.columns) FROM request").forEachRow { row in
      let stored = try StoredRequest(row: row, names: names, database)
      let request = stored.request
      result.requests += 1
      let name = "request \(request.identity.message)/\(request.identity.request)"
      if let prices {
        let priced = request.parts { prices.cost(of: $0, on: request.terms, at: request.time) }
        let computed = stored.charged.map { priced.charged($0) } ?? priced
        let cost = priced.cost
        if cost != stored.cost {
          result.differences.append(
            "\(name): stored cost \(text(stored.cost)), computed \(text(cost))")
        }
        var kept: [[Int64]] = []
        parts.bind(1, stored.id)
        try parts.forEachRow { row in
          kept.append(UsageTotals.columns.indices.map { row.int(Int32($0)) })
        }
        if computed.count > 1 || !kept.isEmpty, kept != computed.map(\.totals.list) {
          result.differences.append("\(name): its parts do not add up to it")
        }
      }
      if let charged = stored.charged {
        let owed = stored.cost.flatMap { (stored.rate ?? .par).amount(of: $0) }
        if charged != owed {
          result.differences.append(
            "\(name): charged \(charged.decimalText), but its cost is \(owed?.decimalText ?? "unknown")"
          )
        }
      }
      let decision = PurseDecision(of: request)
      // A purse from an earlier version stays as it is until its transcript is reread.
      let isOld =
        request.basis == .assumed && request.evidence == PurseEvidence(usual: request.purse)
      if !isOld, (decision.purse, decision.basis) != (request.purse, request.basis) {
        result.differences.append(
          "\(name): stored purse \(request.purse.rawValue), \(request.basis.rawValue); computed"
            + " \(decision.purse.rawValue), \(decision.basis.rawValue)")
      }
      if request.isSidechain, !request.identity.message.isEmpty {
        replays.bind(1, StoredRequest.key(of: request.identity))
        replays.bind(2, request.identity.message)
        var mainChain: Int64 = 0
        try replays.forEachRow { mainChain = $0.int(0) }
        if (mainChain > 0) != stored.isReplay {
          result.differences.append(
            "\(name): is a replay but counted, or the reverse")
        }
      }
    }
  }

  private func text(_ cost: Money?) -> String { cost.map { "$" + $0.decimalText } ?? "unpriced" }

  /// SQL for a quotient rounded down, as buckets before 1970 need; SQL itself rounds towards zero.
  private static func floored(_ time: String, by length: Int64) -> String {
    "(\(time) - CASE WHEN \(time) < 0 THEN \(length - 1) ELSE 0 END) / \(length)"
  }

  private func verifySums(
    _ database: Database, _ grain: Grain, _ result: inout Verification
  ) throws {
    let places = try differingSums(
      database, table: grain.table, key: grain.rawValue,
      computedKey: UsageStore.floored("time", by: grain.milliseconds), &result)
    for place in places {
      let time = Instant(stored: place.key.multipliedClamped(by: grain.milliseconds)).rfc3339
      result.differences.append(
        "the sums of the \(grain.rawValue) \(time), facet \(place.facet), are wrong")
    }
  }

  private func verifySessions(_ database: Database, _ result: inout Verification) throws {
    let places = try differingSums(
      database, table: "session_usage", key: "session", computedKey: "session", &result)
    for place in places {
      let name = try names.text(of: place.key, database)
      result.differences.append(
        "the sums of session “\(name)”, facet \(place.facet), are wrong")
    }
    let late = try Int.fetchChecked(
      database,
      sql: """
        SELECT count(*) FROM session_usage JOIN (
          SELECT session, facet, max(time) AS time FROM usage_part GROUP BY 1, 2
        ) AS used USING (session, facet) WHERE last < \(UsageStore.floored("used.time", by: Instant.perMinute))
          OR \(UsageStore.floored("last_at", by: Instant.perMinute)) < last
        """)
    if let late, late > 0 {
      result.differences.append("\(late) sessions have a wrong time of last use")
    }
  }

  /// Where the stored sums of a table differ from those of the requests.
  private func differingSums(
    _ database: Database, table: String, key: String, computedKey: String,
    _ result: inout Verification
  ) throws -> [(key: Int64, facet: Int64)] {
    result.sums += try Int.fetchChecked(database, sql: "SELECT count(*) FROM \(table)") ?? 0
    let computed = """
      SELECT \(computedKey) AS key, facet, \(UsageTotals.sums) FROM usage_part GROUP BY 1, 2
      HAVING \(UsageTotals.columns.map { "sum(\($0)) <> 0" }.joined(separator: " OR "))
      """
    let stored = "SELECT \(key) AS key, facet, \(UsageTotals.columnList) FROM \(table)"
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT * FROM (\(computed) EXCEPT \(stored))
        UNION SELECT * FROM (\(stored) EXCEPT \(computed)) ORDER BY 1, 2
        """)
    var seen: Set<[Int64]> = []
    return try rows.compactMap { row in
      let (key, facet): (Int64, Int64) = (try row.value("key"), try row.value("facet"))
      return seen.insert([key, facet]).inserted ? (key, facet) : nil
    }
  }
}
