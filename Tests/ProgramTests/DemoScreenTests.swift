import Canvas
import Collector
import Dashboard
import Demo
import Foundation
import Meters
import Pricing
import Storage
import TestSupport
import Testing
import Values

/// The screens that the demo shows, by the way that real data takes: files, collector, store, view.
@Suite struct DemoScreenTests {
  @Test func `the same day draws the same screens, and each has something to tell`() throws {
    let stage = try Stage(seed: 1)
    // A history that is being read is looked at once a minute.
    try stage.play(to: stage.day.advanced(by: 510 * Instant.perMinute))
    for hour in [9, 11, 14, 17] {
      let now = stage.day.advanced(by: Int64(hour) * Instant.perHour + 40 * Instant.perMinute)
      try stage.play(to: now)
      let screens = try [
        ("overview", "", 80, 24), ("tools", "2", 80, 24), ("sessions", "2ll---", 200, 60),
        ("small", "", 60, 15),
      ].map { name, keys, width, height in
        (name, try stage.screen(at: now, keys, Size(width: width, height: height)))
      }
      for (name, screen) in screens {
        try Golden.expect(screen, is: "demo-\(name)-\(hour)", renewing: "DemoScreenTests")
      }
    }
  }

  /// A played day, its store, and what is drawn of it.
  private final class Stage {
    let day = Instant(year: 2026, month: 11, day: 18)
    private let folder: TemporaryFolder
    private let days: CivilDays
    private let store: UsageStore
    private let collector: Collector
    private var demo: DemoPlay
    private let clock = SetClock()
    private var transcripts = 0

    init(seed: UInt64) throws {
      folder = try TemporaryFolder()
      days = CivilDays(zone: try #require(TimeZone(identifier: "UTC")))
      store = try UsageStore(path: folder.path("usage.sqlite"), rules: clock.rules)
      let environment = ["HOME": folder.path]
      let roots = TranscriptRoots(environment: environment)
      collector = Collector(
        store: store, prices: .builtIn, roots: roots,
        logins: LoginReader(roots: roots, environment: environment))
      let opening = day.advanced(by: 510 * Instant.perMinute)
      let script = DemoScript(seed: seed, start: opening, days: days)
      demo = DemoPlay(script, folder: folder.path, start: opening)
    }

    func play(to now: Instant) throws {
      clock.now = now
      let writer = UsageWriter(store: store, prices: .builtIn)
      _ = try demo.play(to: now, into: store, writer) { _ = try collector.collect() }
      let report = try collector.collect()
      #expect(report.problems.isEmpty)
      transcripts = report.files
    }

    func screen(at now: Instant, _ keys: String, _ size: Size) throws -> Canvas {
      var model = DashboardModel(size: size, now: now, days: days)
      model.isDemo = true
      model.home = DemoPlayer.home
      for key in keys { _ = update(&model, .keyPressed(.character(key))) }
      let snapshot = try store.snapshot(
        UsageStore.SnapshotQuery(
          now: now, days: days, chart: model.query.chart, breakdowns: model.query.breakdowns))
      _ = update(&model, .snapshotRead(snapshot))
      _ = update(
        &model, .passEnded(transcripts: transcripts, sourcesUnreadable: 0))
      return view(model).canvas
    }
  }
}
