import Ledger
import Values

/// Warnings about usage and its sources that concern no account.
package enum SourceWarnings {
  /// The warnings, in no order.
  /// - Parameter scope: the account they are shown with.
  package static func of(
    _ facts: SourceFacts, scope: AccountScope, begun: [Warning.Episode: Instant], at now: Instant
  ) -> [Warning] {
    var found: [Warning] = []
    if let model = facts.unpricedModels.first {
      let more = facts.unpricedModels.count - 1
      let count = facts.unpricedRequests
      found.append(
        Warning(
          id: .unpricedModel, severity: .info, scope: scope,
          message: "\(CountDisplay.of(count, "request")) of the last 7 days"
            + " of \(model)\(more > 0 ? " and \(more) more" : "") \(count == 1 ? "has" : "have")"
            + " no known price.",
          action: "add a price in prices.toml", since: now))
    }
    if let (source, ahead) = facts.clockAhead {
      found.append(
        Warning(
          id: .clockAhead, severity: .info, scope: scope,
          message:
            // The problem comes first, because a long path is cut off.
            "Times up to \(ahead.text) ahead of this clock, in \(source), count from when they"
            + " were first seen.",
          action: "check this clock, or the one that wrote them", since: now))
    }
    let problems = problems(facts)
    if let first = problems.first {
      found.append(
        Warning(
          id: .sourceProblem, severity: .warning, scope: scope,
          message: problems.map { $0.message + "." }.joined(separator: " "), action: first.action,
          key: "6", since: now))
    }
    return found.map { warning in
      var warning = warning
      warning.since = begun[warning.episode] ?? now
      return warning
    }
  }

  /// The view and the command of that name list what is wrong.
  static let seeCheckup = "see the checkup"

  /// What is missing from the sources, and what to do about it.
  private static func problems(_ facts: SourceFacts) -> [(message: String, action: String)] {
    var found: [(message: String, action: String)] = []
    if let path = facts.unreadable.first {
      let others = facts.unreadable.count - 1
      found.append(
        (
          "\(path): \(facts.unreadableReason)\(others > 0 ? "; \(others) more" : "")",
          facts.unreadableRemedy.action
        ))
    } else if let file = facts.badFiles.first {
      let others = facts.badFiles.count - 1
      // A file that cannot be read at all has no lines to count.
      let whole = facts.problems.first { $0.path == file && $0.line == nil }
      let more = others > 0 ? "; \(others) more" : ""
      // The problem comes first, because a long path is cut off.
      found.append(
        (
          whole.map { "\(file): \($0.reason)\(more)" }
            ?? "Cannot read \(CountDisplay.full(facts.badLines)) of"
            + " \(CountDisplay.full(facts.linesOfBadFiles)) lines of \(file)"
            + (others > 0 ? " and \(others) more" : ""), seeCheckup
        ))
    }
    if facts.leftOut > 0 {
      found.append(
        (
          SourceFacts.sentence(leftOut: facts.leftOut, because: facts.leftOutReason),
          "look for an impossible cost in prices.toml and in recorded usage"
        ))
    }
    if facts.unbooked > 0 {
      found.append(
        (
          SourceFacts.sentence(unbooked: facts.unbooked),
          "set the right rate: fuelgauge account set --usd-rate"
            + (facts.unbookedAccount.map { ", with --account \($0)" } ?? "")
        ))
    }
    return found
  }
}
