import Advice
import GRDB
import Ledger
import Values

/// The whole past, for trying out forecasts and alarms.
extension UsageStore {
  /// What each tool burned in each minute of use, in order, for trying out the alarm for unusual burn.
  package func burnedMinutes() throws -> [Tool: [(minute: Int64, amount: Money)]] {
    try read { try Habits.minutes($0, from: .min, to: .max) }
  }

  /// Every request on a Claude login, at list value, in order of time, for trying out a forecast.
  /// - Parameters:
  ///   - account: only requests of the account with this name; nil: all.
  ///   - tools: the tools that spend from it now.
  ///   - end: leaves out later requests; nil: none.
  package func drawLog(
    of account: String? = nil, spentBy tools: Set<Tool> = [], upTo end: Instant? = nil
  ) throws -> DrawLog {
    let scope = account.map { DrawHistories.Scope(account: $0, tools: tools) }
    return try read { database in
      let rows = try FastStatement(
        database,
        """
        SELECT time, sum(cost) FROM usage_part JOIN facet ON facet.id = usage_part.facet
        WHERE cost > 0 AND facet.purse IN \(Purse.sql(.extra, .plan, .unknown)) AND time <= ?3
          AND (?1 IS NULL OR \(DrawHistories.isOfAccount)) GROUP BY 1 ORDER BY 1
        """)
      rows.bind(1, scope?.account)
      rows.bind(2, scope?.list ?? "[]")
      rows.bind(3, end?.milliseconds ?? .max)
      var draws: [(time: Instant, amount: Money)] = []
      try rows.forEachRow {
        draws.append(($0.time(0), $0.money(1)))
      }
      return DrawLog(draws)
    }
  }
}
