import Ledger
import Values

/// A day of the demo.
///
/// A day of the story goes like this: two nightly programs; from eight, a slow start with Claude Code; by half
/// past nine the plan's window is used up and the balance pays; a burst of autocompletion in Cursor; an MCP
/// pipeline that eats money. On the opening day, Windsurf's account runs dry in the middle of the morning,
/// because Windsurf is signed in to the wrong one; then the right account's balance runs out too, and whatever
/// draws on it is refused until money comes. Then a quiet noon; a new window; an afternoon heavier than the
/// morning, with two sessions and a pipeline at once; an evening on a personal project; and the nightly programs
/// again.
package struct DemoDay: Sendable {
  /// Days after the demo's opening day; negative for the past.
  package let number: Int
  /// When it starts.
  package let start: Instant
  /// When the balance is empty; nil if it lasts.
  package var drought: DemoDrought? { plot.drought }

  /// Its date, "2026-11-22".
  let date: String
  /// Whether it is before the opening day. The past has fewer and larger requests, so that a month of it is
  /// written quickly.
  var isPast: Bool { number < 0 }
  private let seed: UInt64
  private let stints: [DemoStint]
  private let plot: DemoPlot
  /// How many days ago the current seven-day window began, and when the next one begins.
  private let week: (age: Int, next: Instant)

  init(
    number: Int, seed: UInt64, start: Instant, isOff: Bool, plot: DemoPlot,
    week: (age: Int, next: Instant), days: CivilDays
  ) {
    self.number = number
    self.seed = seed
    self.start = start
    self.plot = plot
    self.week = week
    date = days.date(of: start)
    var random = DemoRandom(seed: seed, part: number)
    stints =
      number < 0
      ? DemoDay.past(isOff: isOff, &random)
      : DemoDay.story.map { $0.moved(by: random.pick(-5...5)) }
  }

  /// All its events, in order of time.
  package var events: [DemoEvent] { events(upTo: .max) }

  /// Its events, without work that begins after a given minute of the day.
  func events(upTo minute: Int, by tool: Tool? = nil) -> [DemoEvent] {
    stints.enumerated().flatMap { index, stint -> [DemoEvent] in
      guard stint.minutes.lowerBound <= minute, tool == nil || stint.reporting == tool else {
        return []
      }
      let random = DemoRandom(seed: seed, part: number, index)
      return stint.events(in: self, number: index, random: random)
    }.sorted { $0.time < $1.time }
  }

  /// The moment a number of minutes after its start. On the two days a year when clocks change, the rest of the
  /// day is an hour off, which does not matter here.
  func time(_ minute: Int) -> Instant {
    start.advanced(by: Int64(minute) * Instant.perMinute)
  }

  /// Which purse pays for the login's requests at `time`, and until when.
  func spell(at time: Instant) -> (purse: Purse, ends: Instant) {
    let dry = DemoWindow.ofDay.compactMap(\.dry).map {
      self.time($0.lowerBound)..<self.time($0.upperBound)
    }
    if let now = dry.first(where: { $0.contains(time) }) { return (.extra, now.upperBound) }
    return (.plan, dry.map(\.lowerBound).first { $0 > time } ?? Instant(milliseconds: .max))
  }

  /// The account and purse that pay for a tool that reports its usage; nil if it would be refused.
  func payer(of tool: Tool, at time: Instant) -> (account: String, purse: Purse)? {
    if tool == .api { return (DemoAccount.work, .apiKey) }
    if tool == .windsurf, isPast || number == 0 && time < plot.mistake.upperBound {
      return plot.mistake.contains(time) ? nil : (DemoAccount.work, .extra)
    }
    let purse = spell(at: time).purse
    let isRefused = purse == .extra && drought?.stretch.contains(time) == true
    return isRefused ? nil : (DemoAccount.home, purse)
  }

  /// How much of the five-hour window is used, in tenths of a percent, and when it resets; 0 and nil if no
  /// window is open.
  package func fiveHours(at time: Instant) -> (tenths: Int, resets: Instant?) {
    let past = time - start
    let open = DemoWindow.ofDay.first {
      $0.minutes.contains(Int(past.milliseconds / Instant.perMinute))
    }
    return open.map { ($0.tenths(after: past), self.time($0.minutes.upperBound)) } ?? (0, nil)
  }

  /// The same for the seven-day window: every day uses 11 %, between eight in the morning and ten at night.
  func sevenDays(at time: Instant) -> (tenths: Int, resets: Instant?) {
    let worked = min(max(.zero, time - start - .hours(8)), .hours(14))
    let today = worked.milliseconds * 110 / (14 * Instant.perHour)
    return (week.age * 110 + Int(today), week.next)
  }

  private static let opus = "claude-opus-5-5"
  private static let sonnet = "claude-sonnet-5-5"

  private static let story = [
    DemoStint(.reports(.api), 0_35, 1_20, every: 50...140),
    DemoStint(.pipeline(.plates), 2_10, 2_40, every: 15...50),
    DemoStint(.coding(.lighthouse, model: opus), 8_05, 9_25, every: 20...70),
    DemoStint(.reports(.cursor), 8_20, 9_30, every: 60...240),
    DemoStint(.reports(.windsurf), 8_45, 11_50, every: 50...160),
    DemoStint(.coding(.tideTables, model: opus), 9_10, 12_15, every: 12...50),
    DemoStint(.reports(.cursor), 9_40, 10_35, every: 8...30),
    DemoStint(.coding(.harbourMap, model: sonnet), 9_50, 12_05, every: 15...60),
    DemoStint(.pipeline(.triage), 10_35, 12_05, every: 10...35),
    DemoStint(.reports(.cursor), 10_50, 12_10, every: 30...120),
    DemoStint(.reports(.api), 10_45, 12_50, every: 60...150),
    DemoStint(.coding(.lighthouse, model: opus), 13_10, 15_45, every: 10...40),
    DemoStint(.reports(.cursor), 13_25, 15_35, every: 15...60),
    DemoStint(.reports(.windsurf), 13_45, 17_20, every: 40...130),
    DemoStint(.coding(.tideTables, model: opus), 14_00, 17_40, every: 12...50),
    DemoStint(.pipeline(.readings), 15_30, 16_50, every: 10...35),
    DemoStint(.coding(.harbourMap, model: sonnet), 15_50, 18_40, every: 15...60),
    DemoStint(.reports(.api), 16_00, 18_10, every: 30...90),
    DemoStint(.reports(.cursor), 17_00, 18_30, every: 30...100),
    DemoStint(.coding(.starCharts, model: "claude-fable-5-1"), 20_10, 20_40, every: 40...120),
    DemoStint(.reports(.windsurf), 20_30, 21_40, every: 60...200),
    DemoStint(.coding(.starCharts, model: sonnet), 20_45, 22_05, every: 20...80),
    DemoStint(.reports(.cursor), 20_50, 21_50, every: 40...150),
    DemoStint(.pipeline(.plates), 23_00, 23_30, every: 15...50),
    DemoStint(.reports(.api), 23_05, 23_40, every: 50...140),
  ]

  private static func past(isOff: Bool, _ random: inout DemoRandom) -> [DemoStint] {
    let projects = [DemoProject.lighthouse, .tideTables, .harbourMap]
    let evening = DemoStint(.coding(.starCharts, model: sonnet), 20_15, 21_20, every: 80...260)
    let candidates: [(percent: Int, stint: DemoStint)] =
      isOff
      ? [(45, evening), (50, DemoStint(.reports(.cursor), 16_00, 17_30, every: 200...700))]
      : [
        (100, DemoStint(.reports(.api), 0_35, 1_20, every: 60...240)),
        (90, DemoStint(.coding(random.pick(projects), model: opus), 8_40, 11_50, every: 80...260)),
        (60, DemoStint(.reports(.windsurf), 9_00, 11_30, every: 150...600)),
        (75, DemoStint(.reports(.cursor), 9_40, 10_40, every: 60...240)),
        (80, DemoStint(.pipeline(.triage), 10_20, 10_50, every: 30...100)),
        (95, DemoStint(.coding(random.pick(projects), model: opus), 13_10, 17_20, every: 80...260)),
        (60, DemoStint(.reports(.cursor), 14_00, 15_30, every: 120...400)),
        (40, DemoStint(.pipeline(.readings), 15_30, 16_10, every: 30...100)),
        (30, evening),
      ]
    return candidates.filter { random.chance($0.percent) }
      .map { $0.stint.moved(by: random.pick(-20...20)) }
  }
}

extension DemoStint {
  /// The same stint, some minutes later.
  func moved(by minutes: Int) -> DemoStint {
    var stint = self
    stint.minutes = self.minutes.lowerBound + minutes..<self.minutes.upperBound + minutes
    return stint
  }
}
