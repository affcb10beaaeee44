import Collector
import Demo
import Foundation
import Ledger
import Meters
import Storage
import TestSupport
import Testing
import Values

@Suite struct DemoPlayerTests {
  @Test func `the same seed plays the same bytes, another one others`() throws {
    func played(_ seed: UInt64) throws -> (files: [String: String], records: [String]) {
      var playing = try Playing(seed: seed)
      try playing.play(to: opening)
      return (try playing.files(), playing.records)
    }
    let (one, same, other) = (try played(7), try played(7), try played(8))
    #expect(one.files == same.files && one.records == same.records)
    #expect(Set(one.files.keys).isDisjoint(with: other.files.keys))
    #expect(one.records != other.records)
  }

  @Test(arguments: [
    ("UTC", "2026-11-22T08:00:00Z"),
    // Clocks change in the night after, and have changed in the month before.
    ("Europe/Madrid", "2026-03-28T08:00:00Z"), ("America/Santiago", "2026-09-05T11:00:00Z"),
  ])
  func `many small steps write what one large step writes`(zone: String, start: String) throws {
    let start = try #require(Instant(start))
    let end = start.advanced(by: 27 * Instant.perHour)
    var large = try Playing(start: start, zone: zone)
    try large.play(to: end)
    var small = try Playing(start: start, zone: zone)
    var now = start
    while now < end {
      try small.play(to: now)
      now = now.advanced(by: 437_017)
    }
    try small.play(to: end)
    let files = (try large.files(), try small.files())
    #expect(files.0 == files.1)
    #expect(large.records == small.records)
  }

  @Test func `the ordinary collector follows a demo and counts each request once`() throws {
    var playing = try Playing()
    let store = try UsageStore(path: playing.folder.path("store.sqlite"), rules: .test)
    let roots = TranscriptRoots(environment: ["HOME": playing.folder.path])
    let collector = Collector(store: store, prices: .builtIn, roots: roots)
    for minutes in stride(from: Int64(0), through: 300, by: 20) {
      try playing.play(to: opening.advanced(by: minutes * Instant.perMinute))
      let problems = try collector.collect().problems
      #expect(problems == [])
    }
    let read = try playing.usage().requests.filter { !$0.session.isEmpty }
    let report = try store.report(by: .tool, since: nil, until: nil, days: days())
    #expect(report.total.requests == read.count)
    #expect(abs(Double(report.total.cost.nanos) / 1e9 - read.dollars) < 0.0001)
    let mcp = read.filter { $0.countedTool == .mcp }.count
    #expect(report.rows.first { $0.key == "mcp" }?.totals.requests == mcp)
  }

  @Test func `a home that cannot be written is named`() throws {
    var player = DemoPlayer(
      DemoScript(seed: 1, start: opening, days: try days()), folder: "/proc/nowhere")
    let fault = #expect(throws: DemoPlayer.Fault.self) { _ = try player.play(to: opening) }
    #expect(fault?.description.hasPrefix("/proc/nowhere/.claude/projects/-home-ada-") == true)
  }
}

@Suite struct DemoDayTests {
  private let played: Played

  init() throws { played = try Played.whole.get() }

  @Test func `the meters take every line, and every request has a price`() {
    #expect(played.problems == [])
    #expect(played.requests.filter { $0.dollars == nil }.map(\.main.model) == [])
    #expect(played.requests.filter(\.isUnfinished).count == 0)
  }

  @Test(arguments: seeds(2))
  func `the plan pays while its window has room, and the balance while it has none`(
    seed: UInt64
  ) throws {
    var playing = try Playing(seed: seed)
    try playing.play(to: opening.advanced(by: 16 * Instant.perHour - 1))
    let script = DemoScript(seed: seed, start: opening, days: try days())
    let byLogin = try playing.usage().requests.filter {
      $0.purse != .apiKey && $0.account != DemoAccount.work
    }
    #expect(byLogin.count > 3000)
    let wrong = byLogin.filter { request in
      let isFull = script.day(at: request.time).fiveHours(at: request.time).tenths == 1000
      return request.purse != (isFull ? .extra : .plan)
    }
    #expect(wrong.map { "\($0.time.rfc3339) \($0.tool) \($0.purse)" } == [])
  }

  @Test func `the login's sessions say whose they are`() throws {
    let main = played.files.filter { !$0.key.contains("/subagents/") }
    #expect(main.count > 100)
    #expect(
      main.values.allSatisfy { $0.hasPrefix(#"{"type":"session-owner","accountUuid":""#) })
    #expect(
      played.files.values.joined().split(separator: "\n").count { $0.contains("session-owner") }
        == main.count)
  }

  @Test func `there is variety in a day`() {
    let day = played.requests(from: 0, to: 24)
    #expect(
      Set(day.map(\.countedTool)) == [.claudeCode, .cursor, .windsurf, .mcp, .api])
    #expect(Set(day.compactMap(\.countedServer)) == ["tickets", "warehouse", "sky-archive"])
    #expect(
      Set(day.map(\.main.model)) == [
        "claude-opus-5-5", "claude-sonnet-5-5", "claude-haiku-4-5", "claude-fable-5-1",
      ])
    #expect(Set(day.map(\.project)).count == 4)
    #expect(Set(day.compactMap(\.account)) == ["ada@home.example", "ada@work.example"])
    #expect(Set(day.map(\.purse)) == [.extra, .plan, .apiKey])
    #expect(day.contains { $0.isSidechain })
    let tokens = day.reduce(TokenCounts.zero) { $0 + $1.main.tokens }
    #expect(tokens.list.allSatisfy { $0 > 0 })
  }

  @Test func `each tool appears in any ten hours that begin in the working day`() {
    for hour in stride(from: 6.0, through: 12, by: 0.25) {
      let tools = Set(played.requests(from: hour, to: hour + 10).map(\.countedTool))
      #expect(tools.count == 5, "from \(hour) on: \(tools)")
    }
  }

  @Test func `several tools are at work in most minutes of working time`() {
    let minutes = Dictionary(
      grouping: played.requests(from: 9, to: 11.25) + played.requests(from: 13.5, to: 17.5),
      by: \.time.minute)
    let busy = minutes.values.filter { Set($0.map(\.countedTool)).count >= 2 }.count
    #expect(busy > 375 * 6 / 10, "\(busy) of 375")
  }

  @Test func `while the balance is empty nothing that draws on it is used`() throws {
    let script = DemoScript(seed: 1, start: opening, days: try days())
    let drought = try #require(script.day(0).drought).stretch
    let length = drought.upperBound.milliseconds - drought.lowerBound.milliseconds
    #expect((30...45).contains(length / Instant.perMinute))
    let during = played.requests.filter { drought.contains($0.time) }
    #expect(during.filter { $0.purse == .extra }.map(\.tool) == [])
    #expect(Set(during.map(\.purse)) == [.apiKey])

    let refusals = played.files.values.joined().split(separator: "\n")
      .filter { $0.contains(#""model":"<synthetic>""#) }
    let times = refusals.compactMap { line in
      line.firstRange(of: #""timestamp":""#).flatMap {
        Instant(String(line[$0.upperBound...].prefix(24)))
      }
    }
    #expect(times.count == refusals.count && times.allSatisfy { drought.contains($0) })
    let exact = [
      "API Error: 400 You're out of extra usage. Add more at claude.ai/settings/usage and keep"
        + " going.",
      "You're out of usage credits · resets 1pm (",
    ]
    for text in exact { #expect(refusals.filter { $0.contains(text) }.count >= 2) }
    // Work goes on soon after.
    let later = drought.upperBound..<drought.upperBound.advanced(by: 15 * Instant.perMinute)
    #expect(played.requests.contains { later.contains($0.time) && $0.countedTool == .claudeCode })
  }

  @Test func `a day costs what such days cost, the afternoon more than the morning`() {
    #expect((60...120).contains(played.requests(from: 0, to: 24).dollars))
    let morning = played.requests(from: 6, to: 12.5).dollars
    let noon = played.requests(from: 12.5, to: 13.1).dollars
    let afternoon = played.requests(from: 13.1, to: 19).dollars
    #expect(morning > 15 && afternoon > morning * 1.2 && noon < 1)
  }

  @Test(arguments: [UInt64(1), 2, 3])
  func `every seed has a month with a rhythm`(seed: UInt64) throws {
    var playing = try Playing(seed: seed)
    try playing.play(to: Instant(year: 2026, month: 11, day: 22).advanced(by: -1))
    let requests = try playing.usage().requests
    #expect((2000...6000).contains(requests.count), "\(requests.count)")
    let files = try playing.files().count
    #expect((150...400).contains(files), "\(files)")
    let byDay = Dictionary(grouping: requests, by: \.time.utcDay).mapValues(\.dollars)
    let (off, work) = byDay.reduce(into: ([Double](), [Double]())) { sums, day in
      // The demo opens on a Sunday, so the days off are Wednesday and Thursday.
      if [2, 3].contains((day.key + 3) % 7) {
        sums.0.append(day.value)
      } else {
        sums.1.append(day.value)
      }
    }
    #expect(work.count == 22 && work.allSatisfy { (5...150).contains($0) }, "\(work)")
    #expect(off.allSatisfy { $0 < 8 }, "\(off)")
  }

  @Test func `a demo left open goes on with days of the same kind`() throws {
    let script = DemoScript(seed: 1, start: opening, days: try days())
    for number in 1...3 {
      let day = script.day(number)
      let events = day.events
      #expect((4000...12_000).contains(events.count), "\(events.count)")
      #expect(events.allSatisfy { $0.time >= day.start && $0.time < script.day(number + 1).start })
      // Auto-reload has been switched on.
      #expect(day.drought == nil)
    }
    #expect(script.day(1).events != script.day(2).events)
  }
}
