import Advice
import ArgumentParser
import Canvas
import Dashboard
import Foundation
import Ledger
import Storage
import Values

/// Times the store queries of the dashboard and `status`.
struct MeasureQueries: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "queries", abstract: "Time the queries behind the dashboard on a store.")

  @Argument(help: "The store to query.")
  var path: String

  @Option(help: "The time of the queries (RFC 3339).")
  var now = "2026-11-22T12:00:00Z"

  @Option(help: "Columns of the dashboard's screen.")
  var columns = 80

  @Option(help: "Rows of the dashboard's screen.")
  var rows = 24

  @Option(help: "Runs of each query.")
  var runs = 51

  func run() throws {
    guard let now = Instant(now), let utc = TimeZone(identifier: "UTC") else {
      throw ValidationError("--now takes an RFC 3339 time.")
    }
    let store = try UsageStore(path: path, rules: LedgerRules(days: .utc) { Instant(Date()) })
    func measure(
      _ name: String, chart: ChartWindow? = .hour1, _ breakdowns: [UsageBreakdown.Query] = [],
      ledger: LedgerPage.Query? = nil
    ) throws {
      var query = UsageStore.SnapshotQuery(
        now: now, days: CivilDays(zone: utc), chart: chart, breakdowns: breakdowns, ledger: ledger)
      let times = try Stopwatch.milliseconds(runs: runs) {
        // The store caches the latest page, so ask for another one each time.
        query.ledger?.reach ^= 1
        _ = try store.snapshot(query)
      }
      print("snapshot, \(name): \(Stopwatch.summary(times))")
    }
    var model = DashboardModel(
      size: Size(width: columns, height: rows), now: now, days: CivilDays(zone: utc))
    let first = UsageStore.SnapshotQuery(now: now, days: CivilDays(zone: utc))
    _ = update(&model, .snapshotRead(try store.snapshot(first)))
    for view in ViewID.allCases {
      model.view = view
      let asked = model.query
      try measure(
        "the view \(view.title)", chart: asked.chart, asked.breakdowns, ledger: asked.ledger)
    }
    for window in ChartWindow.allCases {
      try measure("chart of \(window.rawValue)", chart: window)
    }
    for period in UsagePeriod.allCases {
      try measure("models over \(period.title)", [.init(.model, over: period)])
      try measure("sessions over \(period.title)", [.init(.session, over: period)])
    }
    if let account = try store.funds(at: now).current {
      func ledger(_ around: Int64?, _ filter: String = "", isGrouped: Bool) -> LedgerPage.Query {
        LedgerPage.Query(
          account: account, isGrouped: isGrouped, filter: filter, around: around,
          reach: isGrouped ? 60 : 200)
      }
      for (name, place) in [("newest", nil), ("middle", 500_000), ("oldest", 1)]
        as [(String, Int64?)]
      {
        try measure("\(name) entries", ledger: ledger(place, isGrouped: false))
        try measure("\(name) days", ledger: ledger(place, isGrouped: true))
      }
      try measure("entries of Cursor", ledger: ledger(nil, "cursor", isGrouped: false))
      try measure("top-ups", ledger: ledger(nil, "top-up", isGrouped: false))
      try measure("entries of no tool", ledger: ledger(nil, "windsurf", isGrouped: false))
      let times = try Stopwatch.milliseconds(runs: runs) { try store.settle(at: now) }
      print("settling: \(Stopwatch.summary(times))")
    }
    let times = try Stopwatch.milliseconds(runs: runs) { _ = try store.dataVersion() }
    print("data version: \(Stopwatch.summary(times))")
  }
}
