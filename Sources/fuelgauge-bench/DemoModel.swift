import Advice
import Canvas
import Collector
import Dashboard
import Demo
import Foundation
import Meters
import Pricing
import Storage
import Values

/// The dashboard of the demo, as shown by `--demo`, but without a terminal and a clock.
struct DemoModel {
  private(set) var model: DashboardModel
  private var demo: DemoPlay
  private let writer: UsageWriter
  private let collector: Collector
  private let store: UsageStore

  /// The demo at noon, played into an empty folder.
  init(folder: String, size: Size) throws {
    guard let utc = TimeZone(identifier: "UTC") else { throw CocoaError(.featureUnsupported) }
    let days = CivilDays(zone: utc)
    let noon = Instant(year: 2026, month: 11, day: 23).advanced(by: 12 * Instant.perHour)
    store = try UsageStore(
      path: folder + "/usage.sqlite", rules: LedgerRules(days: .utc) { Instant(Date()) })
    writer = UsageWriter(store: store, prices: .builtIn)
    let roots = TranscriptRoots(environment: ["HOME": folder])
    collector = Collector(
      store: store, prices: .builtIn, roots: roots,
      logins: LoginReader(roots: roots, environment: ["HOME": folder]))
    let opening = noon.advanced(by: -210 * Instant.perMinute)
    let script = DemoScript(seed: 1, start: opening, days: days)
    demo = DemoPlay(script, folder: folder, start: opening)
    model = DashboardModel(size: size, now: noon, days: days)
    model.home = DemoPlayer.home
    model.sources = roots.folders
    model.isDemo = true
    try advance(by: 0)
  }

  /// Plays some more of the day and updates the dashboard.
  mutating func advance(by seconds: Int64) throws {
    let now = model.now.advanced(by: seconds * 1000)
    let collector = collector
    _ = try demo.play(to: now, into: store, writer) { _ = try collector.collect() }
    let report = try collector.collect()
    _ = update(
      &model, .passEnded(transcripts: report.files, sourcesUnreadable: 0))
    _ = update(&model, .ticked(now, uptime: 0))
    try readSnapshot()
  }

  /// Presses a key, and reads what the screen then needs.
  mutating func press(_ key: Character) throws {
    _ = update(&model, .keyPressed(.character(key)))
    try readSnapshot()
  }

  private mutating func readSnapshot() throws {
    let snapshot = try store.snapshot(
      UsageStore.SnapshotQuery(
        now: model.now, days: model.days, chart: model.query.chart,
        breakdowns: model.query.breakdowns))
    _ = update(&model, .snapshotRead(snapshot))
  }
}
