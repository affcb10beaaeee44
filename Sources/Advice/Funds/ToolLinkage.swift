import Ledger
import Values

/// Which account a tool spends from, how that is known, and when it did so last.
package struct ToolLinkage: Equatable, Sendable {
  /// How it is known.
  package enum Evidence: String, Sendable {
    /// The person has said so.
    case said
    /// The login of Claude Code's configuration folder.
    case login
    /// Nothing tells, so it is taken to be the current account.
    case assumed
  }

  package var tool: Tool
  /// The account's name; nil: there is none that it could be.
  package var account: String?
  package var evidence: Evidence
  /// What the person has said pays for it; nil: nothing was said.
  package var purse: Purse?
  /// What it is let in by; nil: not known.
  package var credential: Credential?
  /// Since when it has been so, and the file that says so; nil: not known.
  package var since: Instant?
  package var file: String?
  /// Since when its cache writes live five minutes after they lived an hour: extra usage probably pays.
  package var extraSince: Instant?
  /// Until when they lived an hour, if they still do: the plan probably pays.
  package var planUntil: Instant?
  /// What paid for its latest requests within a day, and how sure that is; nil: there were none.
  package var lastPurse: Purse?
  package var lastBasis: Basis?
  /// When it was used, and refused for want of money, last within a day; nil: not within one.
  package var lastUse: Instant?
  package var lastRefusal: Instant?

  /// A linkage of which only this is known.
  package init(tool: Tool, account: String?, evidence: Evidence) {
    self.tool = tool
    self.account = account
    self.evidence = evidence
  }

  /// Whether it may be paid by extra usage: neither the person nor its credential says otherwise.
  package var mayDrawExtra: Bool {
    if let purse { return purse == .extra || purse == .unknown }
    return credential?.kind.purse == nil
  }

  /// What pays for it, in a few words, as sure as it is known.
  package var paidBy: String {
    if let purse { return purse.rawValue }
    if let credential, credential.kind.purse != nil { return credential.name }
    if tool.leavesTranscripts, let lastPurse {
      if lastBasis == .proven { return lastPurse.rawValue }
      if lastBasis == .likely { return "\(lastPurse.rawValue), probably" }
    }
    if extraSince != nil { return "extra, probably" }
    if planUntil != nil { return "plan, probably" }
    return tool.leavesTranscripts ? "extra, assumed" : "as reported"
  }

  /// What that rests on, in a few words.
  package var paidByReason: String {
    if purse != nil { return "you said so" }
    if let credential, credential.kind.purse != nil { return "\(credential.place) names it" }
    switch lastBasis {
    case .proven where tool.leavesTranscripts: return "proven by its requests or its settings"
    case .proven: return "its source says so"
    case .likely: return "likely, from the cache it asks for"
    case .assumed, nil:
      guard tool.leavesTranscripts else { return lastBasis == nil ? "-" : "assumed: no evidence" }
      return extraSince == nil && planUntil == nil
        ? "assumed: no evidence" : "likely, from the cache Claude Code asks for"
    }
  }

  /// Whether it was used or refused within a day.
  package var isActive: Bool { lastUse != nil || lastRefusal != nil }
}

/// What is to be known of usage and its sources beside any account.
package struct SourceFacts: Equatable, Sendable {
  /// Transcripts that have been read.
  package var files = 0
  /// Models without a known price that were used within a week, and how many requests of them.
  package var unpricedModels: [String] = []
  package var unpricedRequests = 0
  /// Files and folders that could not be read at all, why the first of them could not, and what helps.
  package var unreadable: [String] = []
  package var unreadableReason = ""
  package var unreadableRemedy = SourceProblem.Remedy.mend
  /// Files of which more than a hundredth could not be read, their lines, and how many of those.
  package var badFiles: [String] = []
  package var badLines = 0
  package var linesOfBadFiles = 0
  /// What could not be read last, by file, as far as it is kept and told.
  package var problems: [SourceProblem] = []
  /// Of how many files they are kept and told at most.
  package static let mostProblems = 40
  /// The source whose times were furthest ahead of this clock within a day, and how far.
  package var clockAhead: (source: String, span: Span)? {
    get { aheadSource.map { ($0, aheadBy) } }
    set { (aheadSource, aheadBy) = (newValue?.source, newValue?.span ?? .zero) }
  }
  private var aheadSource: String?
  private var aheadBy = Span.zero

  /// Requests that were left out, and why: with them all usage would cost more than can be counted.
  package var refused = 0
  package var refusedReason = ""
  /// Requests that should be charged but cost more than their account can hold, and the first such account; nil:
  /// there are none.
  package var unbooked = 0
  package var unbookedAccount: String?

  /// Nothing of note.
  package init() {}

  /// What is so of requests that were left out, without a full stop.
  package static func sentence(refused: Int, because reason: String) -> String {
    "\(CountDisplay.full(refused)) request\(refused == 1 ? " was" : "s were") left out: \(reason)"
  }

  /// What is so of requests that cannot be charged, without a full stop.
  package static func sentence(unbooked: Int) -> String {
    let (verb, owner) = unbooked == 1 ? (" is", "its") : ("s are", "their")
    return
      "\(CountDisplay.full(unbooked)) request\(verb) not charged: \(owner) account cannot hold so much"
  }
}
