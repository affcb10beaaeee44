/// Usage of one period by tool, and within each tool by one dimension.
package struct UsageBreakdown: Equatable, Sendable {
  /// What to break down.
  package struct Query: Hashable, Sendable {
    /// Any dimension except `day`.
    package var dimension: UsageDimension
    package var period: UsagePeriod

    /// Creates a query from its parts.
    package init(_ dimension: UsageDimension, over period: UsagePeriod) {
      self.dimension = dimension
      self.period = period
    }
  }

  /// One value of the dimension within one tool.
  package struct Row: Equatable, Sendable {
    package var tool: Tool
    /// The model, project, session…; empty if unknown or if there is none.
    package var key: String
    /// The project of a session; empty otherwise.
    package var project: String
    /// Totals over the period. A session used in the period counts as a whole, from its beginning.
    package var totals: UsageTotals
    /// Totals over the burn window; always zero for sessions.
    package var burn: UsageTotals
    /// The minute of its latest usage, counted from 1970; set only for sessions.
    package var lastMinute: Int64?

    /// Creates a row from its parts.
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

  /// Whether there were more sessions than ``mostSessions``, so that only the latest have rows.
  package var isCut: Bool

  /// Creates a breakdown from its parts.
  package init(query: Query, rows: [Row], isCut: Bool = false) {
    self.query = query
    self.rows = rows
    self.isCut = isCut
  }

  /// About how many sessions are read, the latest ones; a history may have any number.
  package static let mostSessions = 1000
}
