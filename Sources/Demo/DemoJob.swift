import Ledger
import Values

/// What Claude Code is at work on in a session, and in what manner.
struct DemoJob: Sendable {
  /// How long what is written to the cache lives. Claude Code asks for an hour while the plan pays, and
  /// for five minutes once it draws on the balance; subagents always get five minutes.
  enum CacheLifetime: String {
    case fiveMinutes = "5m"
    case oneHour = "1h"

    var milliseconds: Int64 { self == .oneHour ? Instant.perHour : 5 * Instant.perMinute }
  }

  /// The project it happens in.
  var project: DemoProject
  /// What is asked for, one a turn.
  var wishes: [String]
  /// The model that answers.
  var model: String
  /// How Claude Code was started: `cli` by a person, `sdk-cli` by a program.
  var entrypoint = "cli"
  /// What pays: the plan or extra usage.
  var purse = Purse.extra
  var cacheLifetime = CacheLifetime.fiveMinutes
  /// The tools it calls, those it calls more often more often.
  var calls: [DemoCall]
  /// Requests of a turn.
  var steps: ClosedRange<Int>
  /// Seconds from what came back to the next answer.
  var gap: ClosedRange<Int>
  /// Subagents that it starts at once.
  var subagents = 1...1
  /// How many times the usual tokens a step takes.
  var bulk = 1
  /// When it would be refused.
  var drought: DemoDrought?
  /// When another purse begins to pay: a session ends there.
  var ends = Instant(milliseconds: .max)

  /// Whether a program runs it, one session a task, rather than a person.
  var isPipeline: Bool { entrypoint == "sdk-cli" }

  /// The job of a subagent, which is small and done by a cheaper model.
  func forSubagent(model: String) -> DemoJob {
    var job = self
    job.model = model
    job.cacheLifetime = .fiveMinutes
    job.calls = DemoCall.coding
    job.steps = 4...9
    return job
  }
}

/// A stretch of time in which the balance is empty and whatever draws on it is refused.
package struct DemoDrought: Equatable, Sendable {
  /// From the request that found nothing left to the money that came.
  package var stretch: Range<Instant>
  /// When the plan's window begins anew, as refusals say it.
  var resets: DemoReset
}

/// When a plan pays again.
struct DemoReset: Equatable, Sendable {
  var time: Instant
  /// The time as Claude Code prints it, "1pm (Europe/Madrid)".
  var text: String

  /// A full hour of the day that begins at `start`.
  init(hour: Int, dayStart start: Instant, days: CivilDays) {
    time = start.advanced(by: Int64(hour) * Instant.perHour)
    let half = hour % 24 < 12 ? "am" : "pm"
    text = "\((hour + 11) % 12 + 1)\(half) (\(days.zone.name))"
  }
}
