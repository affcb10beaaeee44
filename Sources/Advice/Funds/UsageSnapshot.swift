import Ledger
import Values

/// What a screen shows of the store at one moment: one immutable value, read in one transaction.
package struct UsageSnapshot: Equatable, Sendable {
  /// The moment it is for.
  package var at: Instant
  /// The length of the burn window, which ends at `at`; more than zero.
  package var burnWindow: Span
  /// Tools with usage in any period of ``ToolUsage``, in the order of ``Tool``; none if no chart was asked for.
  package var tools: [ToolUsage]
  /// Cost by tool over the chart's window; nil: it was not asked for.
  package var chart: BurnChart?
  /// The breakdowns that were asked for, in the order of the queries.
  package var breakdowns: [UsageBreakdown]
  /// Lines of all sources read so far that could not be used.
  package var linesSkipped: Int
  /// All accounts and what is known about their money.
  package var funds: Funds
  /// The part of the ledger that was asked for; nil: none was.
  package var ledger: LedgerPage?

  /// Creates a snapshot from its parts.
  package init(
    at: Instant, burnWindow: Span, tools: [ToolUsage], chart: BurnChart?,
    breakdowns: [UsageBreakdown] = [],
    linesSkipped: Int = 0, funds: Funds = Funds(), ledger: LedgerPage? = nil
  ) {
    self.at = at
    self.burnWindow = burnWindow
    self.tools = tools
    self.chart = chart
    self.breakdowns = breakdowns
    self.linesSkipped = linesSkipped
    self.funds = funds
    self.ledger = ledger
  }

  /// The breakdown for a query, if it was asked for.
  package func breakdown(_ query: UsageBreakdown.Query) -> UsageBreakdown? {
    breakdowns.first { $0.query == query }
  }

  /// All tools together.
  package var all: ToolUsage { ToolUsage.sum(of: tools) }

  /// List value per hour of what `totals` count over the burn window.
  package func perHour(_ totals: UsageTotals) -> Money { perHour(totals.cost) }

  /// Money drawn per hour of what `totals` count over the burn window.
  package func chargedPerHour(_ totals: UsageTotals) -> Money { perHour(totals.charged) }

  private func perHour(_ amount: Money) -> Money {
    let perHour = Int128(amount.nanos) * Int128(Instant.perHour) / Int128(burnWindow.milliseconds)
    return Money(nanos: Int64(clamping: perHour))
  }

  /// Tokens per minute of what `totals` count over the burn window.
  package func tokensPerMinute(_ totals: UsageTotals) -> Int {
    Int(
      clamping: Int128(totals.tokens.total) * Int128(Instant.perMinute)
        / Int128(burnWindow.milliseconds))
  }

  /// A tool's share of this month's cost, 0…1; nil while nothing has a price.
  package func share(of tool: ToolUsage) -> Double? {
    let month = all.month.cost.nanos
    return month == 0 ? nil : Double(tool.month.cost.nanos) / Double(month)
  }
}

/// What one tool used over the periods that people ask about.
package struct ToolUsage: Equatable, Sendable {
  /// The tool.
  package var tool: Tool
  /// What pays for it: the purse with most of what ``account`` paid over the burn window, else today, else this
  /// month.
  package var purse = Purse.unknown
  /// How certain that is for the latest request it paid for.
  package var basis = Basis.assumed
  /// The account with most of its cost over the same period; nil: unknown.
  package var account: String?
  /// Over the burn window.
  package var burn = UsageTotals.zero
  /// Over the last sixty minutes.
  package var lastHour = UsageTotals.zero
  /// Since midnight in the person's time zone.
  package var today = UsageTotals.zero
  /// Since the start of the UTC month.
  package var month = UsageTotals.zero

  /// Creates the usage of a tool that has used nothing.
  package init(tool: Tool) { self.tool = tool }

  /// Several tools together, as if they were one.
  package static func sum(of tools: [ToolUsage]) -> ToolUsage {
    tools.reduce(into: ToolUsage(tool: .other)) { sum, tool in
      for stretch in stretches { sum[keyPath: stretch] += tool[keyPath: stretch] }
    }
  }

  /// The periods, for loops over all of them.
  package static let stretches: [WritableKeyPath<ToolUsage, UsageTotals> & Sendable] = [
    \.burn, \.lastHour, \.today, \.month,
  ]
}

/// Cost by tool in equal steps of time.
package struct BurnChart: Equatable, Sendable {
  /// How far back it looks.
  package var window: ChartWindow
  /// The beginning of the first step. The last one is the running minute or hour.
  package var start: Instant
  /// What each tool that cost anything cost in each step of the window, oldest first.
  package var series: [Tool: [Money]]
  /// The steps just before the first one, as many as its smoothed value needs.
  package var lead: [Tool: [Money]]

  /// Creates a chart from its parts; without a lead nothing was burned before it.
  package init(
    window: ChartWindow, start: Instant, series: [Tool: [Money]], lead: [Tool: [Money]] = [:]
  ) {
    self.window = window
    self.start = start
    self.series = series
    self.lead = lead
  }

  /// What a tool burned, each step averaged with those before it.
  package func smoothed(_ tool: Tool) -> [Money] {
    guard let values = series[tool] else { return [] }
    let length = window.smoothing
    let all = (lead[tool] ?? Array(repeating: .zero, count: length - 1)) + values
    var sum = all.prefix(length - 1).reduce(Money.zero, +)
    return values.indices.map { index in
      sum += all[index + length - 1]
      defer { sum -= all[index] }
      return Money(nanos: sum.nanos / Int64(length))
    }
  }

  /// The end of the last step.
  package var end: Instant { start.advanced(by: window.length) }

  /// All tools together.
  package var total: [Money] {
    series.values.reduce(into: Array(repeating: .zero, count: window.steps)) { sum, values in
      for (index, value) in values.enumerated() { sum[index] += value }
    }
  }
}
