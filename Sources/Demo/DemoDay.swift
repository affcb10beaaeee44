import Ledger

/// One day of a demo.
///
/// A day of the story goes like this: two nightly programs; from eight a slow beginning with Claude Code;
/// by half past nine the plan's window is used up and the balance pays; a burst of autocompletion in
/// Cursor; an MCP pipeline that eats money; then the balance is empty, and what draws on it is refused
/// until money comes; a quiet noon; an afternoon that is heavier than the morning, with two sessions and
/// a pipeline at once; an evening on a project of one's own; the nightly programs again.
package struct DemoDay: Sendable {
  /// How many days after the one the demo opens on; negative: the past.
  package let number: Int
  /// Its first moment.
  package let start: Instant
  /// When the balance is empty; nil: it lasts.
  package let drought: DemoDrought?

  /// Its date, "2026-11-22".
  let date: String
  /// Whether it is before the day the demo opens on. The past is told in fewer and larger requests, so
  /// that a month of it is written at once.
  var isPast: Bool { number < 0 }
  private let seed: UInt64
  private let stints: [DemoStint]

  init(number: Int, seed: UInt64, start: Instant, days: CivilDays) {
    self.number = number
    self.seed = seed
    self.start = start
    date = days.date(of: start)
    var random = DemoRandom(seed: seed, part: number)
    if number < 0 {
      stints = DemoDay.past(isWeekend: DemoDay.isWeekend(date), &random)
      drought = nil
    } else {
      stints = DemoDay.story.map { $0.moved(by: random.pick(-6...6)) }
      let minute = number == 0 ? 11 * 60 + 20 : random.pick(10 * 60...16 * 60)
      let end = minute + random.pick(32...40)
      drought = DemoDrought(
        stretch: DemoDay.time(minute, after: start)..<DemoDay.time(end, after: start),
        resets: DemoReset(hour: (end + 59) / 60 + 1, dayStart: start, days: days))
    }
  }

  /// All that happens on it, in the order of time.
  package var events: [DemoEvent] {
    stints.enumerated().flatMap { index, stint in
      let random = DemoRandom(seed: seed, part: number, index)
      return stint.events(in: self, number: index, random: random)
    }.sorted { $0.time < $1.time }
  }

  /// The moment so many minutes after its start. On the two days a year when clocks change the rest of
  /// the day is an hour off, which nobody minds here.
  func time(_ minute: Int) -> Instant { DemoDay.time(minute, after: start) }

  private static func time(_ minute: Int, after start: Instant) -> Instant {
    start.advanced(by: Int64(minute) * Instant.perMinute)
  }

  /// Whether the plan still pays for what begins at `time`.
  func isPaidByPlan(at time: Instant) -> Bool {
    time < self.time(isPast ? 11 * 60 : 9 * 60 + 30)
  }

  private static func isWeekend(_ date: String) -> Bool {
    // 1970-01-01 was a Thursday.
    Instant(date).map { ($0.utcDay + 3) % 7 >= 5 } ?? false
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

  private static func past(isWeekend: Bool, _ random: inout DemoRandom) -> [DemoStint] {
    let projects = [DemoProject.lighthouse, .tideTables, .harbourMap]
    let evening = DemoStint(.coding(.starCharts, model: sonnet), 20_15, 21_20, every: 80...260)
    let candidates: [(percent: Int, stint: DemoStint)] =
      isWeekend
      ? [(45, evening), (50, DemoStint(.reports(.cursor), 16_00, 17_30, every: 200...700))]
      : [
        (100, DemoStint(.reports(.api), 0_35, 1_20, every: 60...240)),
        (90, DemoStint(.coding(random.pick(projects), model: opus), 8_40, 11_50, every: 80...260)),
        (60, DemoStint(.reports(.windsurf), 9_00, 11_30, every: 150...600)),
        (75, DemoStint(.reports(.cursor), 9_40, 10_40, every: 60...240)),
        (45, DemoStint(.pipeline(.triage), 10_20, 10_50, every: 30...100)),
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
  /// The same, so many minutes later.
  func moved(by minutes: Int) -> DemoStint {
    var stint = self
    stint.minutes = self.minutes.lowerBound + minutes..<self.minutes.upperBound + minutes
    return stint
  }
}
