import ArgumentParser
import Foundation
import Ledger
import Storage

/// Times what the dashboard and `status` ask of a store.
struct MeasureQueries: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "queries", abstract: "Time the queries behind the dashboard on a store.")

  @Argument(help: "The store to ask.")
  var path: String

  @Option(help: "The moment asked for (RFC 3339).")
  var now = "2026-11-22T12:00:00Z"

  @Option(help: "Runs of each query.")
  var runs = 51

  func run() throws {
    guard let now = Instant(now), let utc = TimeZone(identifier: "UTC") else {
      throw ValidationError("--now takes an RFC 3339 time.")
    }
    let store = try UsageStore(path: path, rules: LedgerRules(days: .utc) { Instant(Date()) })
    func measure(
      _ name: String, chart: ChartWindow = .hour1, _ breakdowns: [UsageBreakdown.Query] = []
    ) throws {
      let query = UsageStore.SnapshotQuery(
        now: now, days: CivilDays(zone: utc), chart: chart, breakdowns: breakdowns)
      let times = try Stopwatch.milliseconds(runs: runs) { _ = try store.snapshot(query) }
      print("snapshot, \(name): \(Stopwatch.summary(times))")
    }
    for window in ChartWindow.allCases {
      try measure("chart of \(window.rawValue)", chart: window)
    }
    for period in UsagePeriod.allCases {
      try measure("models over \(period.title)", [.init(.model, over: period)])
      try measure("sessions over \(period.title)", [.init(.session, over: period)])
    }
    let times = try Stopwatch.milliseconds(runs: runs) { _ = try store.dataVersion() }
    print("data version: \(Stopwatch.summary(times))")
  }
}
