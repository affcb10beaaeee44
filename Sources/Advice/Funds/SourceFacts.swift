import Ledger
import Values

/// Facts about usage and its sources that belong to no account.
package struct SourceFacts: Equatable, Sendable {
  /// Transcripts that have been read.
  package var files = 0
  /// Models without a known price that were used within a week, and how many requests used them.
  package var unpricedModels: [String] = []
  package var unpricedRequests = 0
  /// Files and folders that could not be read at all, why the first of them could not be, and what helps.
  package var unreadable: [String] = []
  package var unreadableReason = ""
  package var unreadableRemedy = SourceProblem.Remedy.mend
  /// Files with more than 1 % unreadable lines, how many those are, and how many lines the files have.
  package var badFiles: [String] = []
  package var badLines = 0
  package var linesOfBadFiles = 0
  /// The latest problems, by file, for ``mostProblems`` files at most.
  package var problems: [SourceProblem] = []
  /// The most files whose problems are kept and shown.
  package static let mostProblems = 40
  /// The source whose times were furthest ahead of this clock within a day, and how far.
  package var clockAhead: (source: String, span: Span)? {
    get { aheadSource.map { ($0, aheadBy) } }
    set { (aheadSource, aheadBy) = (newValue?.source, newValue?.span ?? .zero) }
  }
  private var aheadSource: String?
  private var aheadBy = Span.zero

  /// Requests that were left out, and why: with them, the total cost would be more than can be counted.
  package var leftOut = 0
  package var leftOutReason = ""
  /// Requests that should be charged but cost more than their account can hold, and the first such account; nil:
  /// there are none.
  package var unbooked = 0
  package var unbookedAccount: String?

  /// Creates facts with nothing of note.
  package init() {}

  /// A sentence about requests that were left out, without a full stop.
  package static func sentence(leftOut count: Int, because reason: String) -> String {
    "\(CountDisplay.full(count)) request\(count == 1 ? " was" : "s were") left out: \(reason)"
  }

  /// A sentence about requests that cannot be charged, without a full stop.
  package static func sentence(unbooked: Int) -> String {
    let reason =
      unbooked == 1
      ? " is not charged: it costs more than its account can hold"
      : "s are not charged: they cost more than their account can hold"
    return "\(CountDisplay.full(unbooked)) request\(reason)"
  }
}
