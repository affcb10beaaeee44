import Ledger
import Values

/// What Claude Code works on in a session, and how.
struct DemoJob: Sendable {
  /// The lifetime of cache writes. Claude Code asks for an hour while the plan pays, and for five minutes once
  /// it draws on the balance; subagents always get five minutes.
  enum CacheLifetime: String {
    case fiveMinutes = "5m"
    case oneHour = "1h"

    var span: Span { self == .oneHour ? .hour : .minutes(5) }
  }

  /// The project it is in.
  var project: DemoProject
  /// Prompts, one per turn.
  var wishes: [String]
  /// The model that answers.
  var model: String
  /// How Claude Code was started: `cli` for a person, `sdk-cli` for a program.
  var entrypoint = "cli"
  /// What pays: the plan or extra usage.
  var purse = Purse.extra
  var cacheLifetime = CacheLifetime.fiveMinutes
  /// The tools it calls. Repeated entries are more likely.
  var calls: [DemoCall]
  /// Requests per turn.
  var steps: ClosedRange<Int>
  /// Seconds from a result to the next answer.
  var gap: ClosedRange<Int>
  /// How many subagents it starts at once.
  var subagents = 1...1
  /// A factor for the tokens of each step.
  var bulk = 1
  /// When its requests are refused, if ever.
  var drought: DemoDrought?
  /// When another purse starts to pay, which ends a session.
  var ends = Instant(milliseconds: .max)

  /// Whether a program runs it, one session per task, rather than a person.
  var isPipeline: Bool { entrypoint == "sdk-cli" }

  /// A subagent's job: small, and done by a cheaper model.
  func forSubagent(model: String) -> DemoJob {
    var job = self
    job.model = model
    job.cacheLifetime = .fiveMinutes
    job.calls = DemoCall.coding
    job.steps = 4...9
    return job
  }
}

/// A time span in which the balance is empty and whatever draws on it is refused.
package struct DemoDrought: Equatable, Sendable {
  /// From the first refused request until money comes.
  package var stretch: Range<Instant>
  /// When the plan's window resets, as stated in refusals.
  var resets: DemoReset
}

/// When a plan pays again.
struct DemoReset: Equatable, Sendable {
  var time: Instant
  /// The time as Claude Code prints it: "1pm (Europe/Madrid)".
  var text: String

  /// A full hour of the day starting at `start`.
  init(hour: Int, dayStart start: Instant, days: CivilDays) {
    time = start.advanced(by: Int64(hour) * Instant.perHour)
    let half = hour % 24 < 12 ? "am" : "pm"
    text = "\((hour + 11) % 12 + 1)\(half) (\(days.zone.name))"
  }
}
