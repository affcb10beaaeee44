import Ledger
import Values

/// A part of a day in which one tool is used.
struct DemoStint: Sendable {
  /// The kind of work.
  enum Work: Sendable {
    /// Somebody works with Claude Code.
    case coding(DemoProject, model: String)
    /// A program runs Claude Code with an MCP server's tools, one session per task.
    case pipeline(DemoPipeline)
    /// A tool that reports its usage.
    case reports(DemoReporter)
  }

  let work: Work
  /// When it takes place, in minutes of the day.
  var minutes: Range<Int>
  /// Seconds from one request to the next, apart from a person's pauses.
  let gap: ClosedRange<Int>

  /// Work between two times of day, with hours and minutes written as `9_05` for 09:05.
  init(_ work: Work, _ from: Int, _ to: Int, every gap: ClosedRange<Int>) {
    self.work = work
    minutes = (from / 100 * 60 + from % 100)..<(to / 100 * 60 + to % 100)
    self.gap = gap
  }

  /// The tool, if it reports its usage; nil for Claude Code.
  var reporting: Tool? {
    if case .reports(let reporter) = work { reporter.tool } else { nil }
  }

  /// Its events, in no particular order.
  func events(in day: DemoDay, number: Int, random: DemoRandom) -> [DemoEvent] {
    var random = random
    let stretch = day.time(minutes.lowerBound)..<day.time(minutes.upperBound)
    switch work {
    case .coding(let project, let model):
      // Few subagents in the past: a month of many would make a thousand files.
      let coding = Array(repeating: DemoCall.coding, count: day.isPast ? 12 : 2).flatMap { $0 }
      let job = DemoJob(
        project: project, wishes: project.wishes, model: model,
        calls: coding + [.subagent] + DemoCall.tickets.prefix(1), steps: 3...14, gap: gap,
        subagents: day.isPast ? 1...1 : 1...3)
      return sessions(of: job, in: stretch, of: day, random: &random)
    case .pipeline(let pipeline):
      let job = DemoJob(
        project: pipeline.project, wishes: [pipeline.wish], model: "claude-opus-5-5",
        entrypoint: "sdk-cli",
        calls: pipeline.calls + pipeline.calls + pipeline.calls + DemoCall.coding.prefix(1),
        steps: 8...16, gap: gap)
      return sessions(of: job, in: stretch, of: day, random: &random)
    case .reports(let reporter):
      return reports(of: reporter, in: stretch, of: day, number: number, random: &random)
    }
  }

  /// At this many prompt tokens a person starts a new session.
  private static let fullContext = 150_000

  /// A factor for the tokens of each request.
  private func bulk(on day: DemoDay) -> Int { day.isPast ? 10 : 1 }

  private func sessions(
    of job: DemoJob, in stretch: Range<Instant>, of day: DemoDay, random: inout DemoRandom
  ) -> [DemoEvent] {
    var events: [DemoEvent] = []
    var time = stretch.lowerBound
    while time < stretch.upperBound {
      let spell = day.spell(at: time)
      var job = job
      job.bulk = bulk(on: day)
      job.drought = day.drought
      job.purse = spell.purse
      job.cacheLifetime = spell.purse == .plan ? .oneHour : .fiveMinutes
      job.ends = spell.ends
      var session = DemoChain(job: job, at: time, random: &random)
      repeat {
        switch session.turn() {
        case .answered:
          session.rest(job.isPipeline ? 3...15 : gap.lowerBound * 3...gap.upperBound * 4)
        // Retry some time after a refusal.
        case .refused: session.rest(200...500)
        case .leftOff: break
        }
      } while !job.isPipeline && session.time < min(stretch.upperBound, spell.ends)
        && session.context < DemoStint.fullContext
      events += session.events
      time = session.time
    }
    return events
  }

  private func reports(
    of reporter: DemoReporter, in stretch: Range<Instant>, of day: DemoDay, number: Int,
    random: inout DemoRandom
  ) -> [DemoEvent] {
    var events: [DemoEvent] = []
    var time = stretch.lowerBound
    while true {
      time = time.advanced(by: Int64(random.pick(gap)) * 1000)
      guard time < stretch.upperBound else { return events }
      guard let payer = day.payer(of: reporter.tool, at: time) else { continue }
      let id = "\(reporter.tool.rawValue)-\(day.date)-\(number)-\(events.count + 1)"
      events.append(
        reporter.event(id: id, at: time, payer: payer, bulk: bulk(on: day), random: &random))
    }
  }
}
