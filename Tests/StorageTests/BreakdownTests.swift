import Advice
import Foundation
import Ledger
import TestSupport
import Testing
import Values

@testable import Storage

@Suite struct BreakdownTests {
  private static let now = Instant(milliseconds: 1_770_842_207_925)

  /// Requests of the last weeks, months and years, thicker towards now.
  private func requests(_ random: inout SeededRandom) -> [Request] {
    (0..<300).map { index in
      request("msg_\(index)", output: random.pick(1...1000)) {
        let reach = random.pick([3600, 90_000, 700_000, 3_000_000, 60_000_000])
        $0.time = BreakdownTests.now.advanced(by: -Int64(random.pick(0...reach)) * 1000)
        $0.tool = random.pick([.claudeCode, .cursor])
        $0.purse = random.pick([.extra, .plan])
        $0.main.model = random.pick(["claude-opus-4-6", "claude-haiku-4-5"])
        $0.project = random.pick(["/src/a", "/src/b", ""])
        $0.session = "session-\(random.pick(1...9))"
        $0.account = random.pick(["ada@home.example", nil])
        if random.chance(6) { $0.servers = [ServerShare(server: "tickets", bytes: 1)] }
      }
    }
  }

  @Test(arguments: seeds(3))
  func `a breakdown of any period is what the requests add up to`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let test = try TestStore()
    try test.write(requests(&random))
    let zone = random.pick(["UTC", "Asia/Kolkata", "America/St_Johns"])
    let days = CivilDays(zone: try #require(TimeZone(identifier: zone)))
    let now = BreakdownTests.now
    for period in UsagePeriod.allCases {
      for dimension in [UsageDimension.tool, .model, .project, .account, .mcpServer, .purse] {
        let asked = UsageBreakdown.Query(dimension, over: period)
        let found = try test.store.snapshot(
          UsageStore.SnapshotQuery(now: now, days: days, breakdowns: [asked])
        ).breakdowns[0].rows
        let expected = try test.store.report(
          by: dimension, since: period.start(at: now, days: days),
          until: period.end(at: now, days: days), days: days)
        #expect(
          found.reduce(.zero) { $0 + $1.totals } == expected.total,
          "seed \(seed), \(dimension) over \(period)")
        let byKey = Dictionary(grouping: found.filter { $0.totals != .zero }, by: \.key)
        for row in expected.rows {
          let key = dimension == .tool || ["unknown", "none"].contains(row.key) ? "" : row.key
          let sum = byKey[key]?.reduce(.zero) { $0 + $1.totals }
          if dimension != .tool { #expect(sum == row.totals, "seed \(seed), \(row.key)") }
        }
      }
    }
  }

  @Test(arguments: seeds(2))
  func `sessions are counted whole, those used in the period`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let test = try TestStore()
    try test.write(requests(&random))
    let query = UsageStore.SnapshotQuery(
      now: BreakdownTests.now, days: test.days,
      breakdowns: [.init(.session, over: .everything), .init(.session, over: .hour)])
    let found = try test.store.snapshot(query).breakdowns
    let whole = try test.rows(.session)
    let byKey = Dictionary(grouping: found[0].rows, by: \.key).mapValues { rows in
      rows.reduce(.zero) { $0 + $1.totals }
    }
    #expect(byKey == whole, "seed \(seed)")
    let recent = try test.store.report(
      by: .session, since: UsagePeriod.hour.start(at: BreakdownTests.now, days: test.days),
      until: nil, days: test.days)
    #expect(Set(found[1].rows.map(\.key)) == Set(recent.rows.map(\.key)), "seed \(seed)")
    #expect(found[1].rows.allSatisfy { found[0].rows.contains($0) }, "seed \(seed)")
  }

  @Test func `a request that is found to be later moves its session`() throws {
    let test = try TestStore()
    let later = BreakdownTests.now
    try test.write([
      request {
        $0.time = later.advanced(by: -3 * Instant.perHour)
        $0.timeIsInferred = true
        $0.session = "s"
      }
    ])
    try test.write([
      request {
        $0.time = later
        $0.session = "s"
      }
    ])
    #expect(try test.differences().isEmpty)
    let found = try test.store.snapshot(
      UsageStore.SnapshotQuery(
        now: later, days: test.days, breakdowns: [.init(.session, over: .hour)]))
    #expect(found.breakdowns[0].rows.map(\.lastMinute) == [later.minute])
  }

  @Test func `of very many sessions the latest are shown, each with all its parts`() throws {
    let test = try TestStore()
    let most = UsageBreakdown.mostSessions
    let batch = (0..<2 * (most + 200)).map { index in
      request("msg_\(index)", output: 1) {
        $0.session = "session-\(index / 2)"
        $0.main.model = index % 2 == 0 ? "claude-opus-4-6" : "claude-haiku-4-5"
        $0.time = BreakdownTests.now.advanced(by: -Int64(index) * Instant.perMinute)
      }
    }
    try test.write(batch)
    let found = try test.store.snapshot(
      UsageStore.SnapshotQuery(
        now: BreakdownTests.now, days: test.days,
        breakdowns: [.init(.session, over: .everything), .init(.session, over: .hour)])
    ).breakdowns
    #expect(found[0].isCut && found[0].rows.count >= most && found[0].rows.count <= most + 1)
    #expect(found[0].rows.allSatisfy { $0.totals.requests == 2 })
    #expect(found[0].rows.contains { $0.key == "session-0" })
    #expect(!found[1].isCut && found[1].rows.count == 30)
  }

  @Test(arguments: ChartWindow.allCases)
  func `the chart holds all that was burned in its window`(window: ChartWindow) throws {
    var random = SeededRandom(seed: 5)
    let test = try TestStore()
    try test.write(requests(&random))
    let chart = try #require(
      try test.store.snapshot(
        UsageStore.SnapshotQuery(now: BreakdownTests.now, days: test.days, chart: window)
      ).chart)
    let expected = try test.store.report(
      by: .tool, since: chart.start, until: chart.end, days: test.days)
    #expect(chart.end > BreakdownTests.now && chart.total.count == window.steps)
    #expect(chart.total.reduce(.zero, +) == expected.total.cost)
    let before = try test.store.report(
      by: .tool, since: chart.start.advanced(by: -window.step * Int64(window.smoothing - 1)),
      until: chart.start, days: test.days)
    let lead = chart.lead.values.flatMap { $0 }.reduce(.zero, +)
    #expect(lead == before.total.cost)
  }

  @Test func `what is not asked for is not read, and the accounts are the same`() throws {
    var random = SeededRandom(seed: 6)
    let test = try TestStore()
    try test.write(requests(&random))
    let balance = MoneyAction.setBalance(dollars(5))
    _ = try test.store.perform(balance, on: nil, at: BreakdownTests.now)
    func snapshot(_ chart: ChartWindow?) throws -> UsageSnapshot {
      try test.store.snapshot(
        UsageStore.SnapshotQuery(
          now: BreakdownTests.now, days: test.days, chart: chart,
          breakdowns: [.init(.model, over: .month)]))
    }
    let whole = try snapshot(.hours24)
    let part = try snapshot(nil)
    #expect(whole.chart != nil && !whole.tools.isEmpty && !whole.funds.accounts.isEmpty)
    #expect(part.chart == nil && part.tools.isEmpty)
    #expect(part.funds == whole.funds)
    // Rows have no order of their own.
    func rows(_ snapshot: UsageSnapshot) -> [[UsageBreakdown.Row]] {
      snapshot.breakdowns.map { breakdown in
        breakdown.rows.sorted { ($0.key, $0.tool.rawValue) < ($1.key, $1.tool.rawValue) }
      }
    }
    #expect(part.breakdowns.map(\.query) == whole.breakdowns.map(\.query))
    #expect(part.breakdowns.map(\.isCut) == whole.breakdowns.map(\.isCut))
    #expect(rows(part) == rows(whole))
  }

  @Test(arguments: seeds(5))
  func `a stretch is covered once, by as few sums as can be`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    for _ in 0..<200 {
      let first = Int64(random.pick(29_000_000...29_010_000))
      let last = first + Int64(random.pick(0...random.pick([50, 500, 10_000])))
      let cover = TimeCover(minutes: first..<last)
      var covered: [Range<Int64>] = []
      for grain in Grain.allCases {
        let length = grain.milliseconds / Instant.perMinute
        covered += (cover.ranges[grain] ?? []).map {
          $0.lowerBound * length..<$0.upperBound * length
        }
      }
      let whole = first < last ? [first..<last] : []
      #expect(TimeCover.merged(covered) == whole, "seed \(seed)")
      #expect(covered.reduce(0) { $0 + $1.count } == Int(last - first), "seed \(seed)")
      #expect((cover.ranges[.minute] ?? []).reduce(0) { $0 + $1.count } < 120, "seed \(seed)")
      #expect((cover.ranges[.hour] ?? []).reduce(0) { $0 + $1.count } < 48, "seed \(seed)")
    }
  }
}
