/// Usage of one period by tool, and within each tool by one dimension.
package struct UsageBreakdown: Equatable, Sendable {
  /// What is asked for.
  package struct Query: Hashable, Sendable {
    /// Any but `day`.
    package var dimension: UsageDimension
    package var period: UsagePeriod

    /// A question of its parts.
    package init(_ dimension: UsageDimension, over period: UsagePeriod) {
      self.dimension = dimension
      self.period = period
    }
  }

  /// One value of the dimension within one tool.
  package struct Row: Equatable, Sendable {
    package var tool: Tool
    /// The model, project, session…; empty where it is not known, or where there is none.
    package var key: String
    /// The project of a session; else empty.
    package var project: String
    /// Over the period. A session that was used in it is counted whole, from its beginning on.
    package var totals: UsageTotals
    /// Over the burn window; always zero for sessions.
    package var burn: UsageTotals
    /// The minute of its latest usage, counted from 1970; known for sessions alone.
    package var lastMinute: Int64?

    /// A row of its parts.
    package init(
      tool: Tool, key: String, project: String = "", totals: UsageTotals, burn: UsageTotals = .zero,
      lastMinute: Int64? = nil
    ) {
      self.tool = tool
      self.key = key
      self.project = project
      self.totals = totals
      self.burn = burn
      self.lastMinute = lastMinute
    }
  }

  package var query: Query
  /// In no particular order. Usage without a session is in no row of a breakdown by session.
  package var rows: [Row]

  /// Whether there were more sessions than ``mostSessions``, and only the latest are in the rows.
  package var isCut: Bool

  /// A breakdown of its parts.
  package init(query: Query, rows: [Row], isCut: Bool = false) {
    self.query = query
    self.rows = rows
    self.isCut = isCut
  }

  /// About how many sessions are looked at, the latest ones: a history may have any number.
  package static let mostSessions = 1000
}
