import Advice
import GRDB
import Ledger
import Values

extension UsageStore {
  /// What a snapshot is to cover.
  package struct SnapshotQuery: Sendable {
    /// The moment it is for.
    package var now: Instant
    /// The person's days.
    package var days: CivilDays
    /// How far back the chart looks; nil: neither it nor what the tools used is asked for.
    package var chart: ChartWindow?
    /// What is to be broken down beside the tools.
    package var breakdowns: [UsageBreakdown.Query]
    /// What is to be shown of a ledger; nil: nothing.
    package var ledger: LedgerPage.Query?

    /// A query of its parts.
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

  /// Reads everything a screen shows in one transaction. The cost follows what is shown, not how much
  /// the store holds.
  package func snapshot(_ query: SnapshotQuery) throws -> UsageSnapshot {
    try read { database in
      var reading = SnapshotReading(
        query, names: names, rules: rules, pages: pages, cache: cache)
      for grain in Grain.allCases { try reading.read(grain, database) }
      return try reading.snapshot(database)
    }
  }
}
