import Advice
import GRDB
import Ledger
import Values

extension UsageStore {
  /// What a snapshot covers.
  package struct SnapshotQuery: Sendable {
    /// The moment it is for.
    package var now: Instant
    /// The person's days.
    package var days: CivilDays
    /// How far back the chart looks; nil: leaves out the chart and the tools' usage.
    package var chart: ChartWindow?
    /// The breakdowns to include.
    package var breakdowns: [UsageBreakdown.Query]
    /// The part of a ledger to include; nil: none.
    package var ledger: LedgerPage.Query?

    /// Creates a query from its parts.
    package init(
      now: Instant, days: CivilDays, chart: ChartWindow? = .hour1,
      breakdowns: [UsageBreakdown.Query] = [], ledger: LedgerPage.Query? = nil
    ) {
      self.now = now
      self.days = days
      self.chart = chart
      self.breakdowns = breakdowns
      self.ledger = ledger
    }
  }

  /// Reads everything a screen shows in one transaction. The cost depends on what is shown, not on the size of the
  /// store.
  package func snapshot(_ query: SnapshotQuery) throws -> UsageSnapshot {
    try read { database in
      var reading = SnapshotReading(
        query, names: names, rules: rules, pages: pages, cache: cache)
      for grain in Grain.allCases { try reading.read(grain, database) }
      return try reading.snapshot(database)
    }
  }
}
