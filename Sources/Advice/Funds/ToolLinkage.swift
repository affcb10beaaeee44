import Ledger
import Values

/// Which account a tool spends from, how that is known, and when the tool was last used.
package struct ToolLinkage: Equatable, Sendable {
  /// How it is known.
  package enum Evidence: String, Sendable {
    /// The person set it.
    case said
    /// The login of Claude Code's configuration folder.
    case login
    /// There is no evidence, so the current account is assumed.
    case assumed
  }

  package var tool: Tool
  /// The account's name; nil: no account fits.
  package var account: String?
  package var evidence: Evidence
  /// What the person set as paying for it; nil: not set.
  package var purse: Purse?
  /// The credential it authenticates with; nil: unknown.
  package var credential: Credential?
  /// Since when that has been so, and the file that is the source; nil: unknown.
  package var since: Instant?
  package var file: String?
  /// Since when its cache writes last five minutes instead of an hour: extra usage probably pays.
  package var extraSince: Instant?
  /// When its cache writes last lasted an hour, if they still do: the plan probably pays.
  package var planUntil: Instant?
  /// What paid for its latest requests within a day, and how certain that is; nil: there were none.
  package var lastPurse: Purse?
  package var lastBasis: Basis?
  /// When it was last used, and last refused for lack of money; nil: not within a day.
  package var lastUse: Instant?
  package var lastRefusal: Instant?

  /// Creates a linkage about which nothing else is known.
  package init(tool: Tool, account: String?, evidence: Evidence) {
    self.tool = tool
    self.account = account
    self.evidence = evidence
  }

  /// Whether extra usage may pay for it: neither the person nor its credential says otherwise.
  package var mayDrawExtra: Bool {
    if let purse { return purse == .extra || purse == .unknown }
    return credential?.kind.purse == nil
  }

  /// What pays for it and how certain that is, in a few words.
  package var paidBy: String {
    if let purse { return purse.title }
    if let credential, credential.kind.purse != nil { return credential.name }
    guard tool.leavesTranscripts else { return "as reported" }
    if let lastPurse, let lastBasis, lastBasis > .assumed {
      return lastPurse.title(for: tool, lastBasis)
    }
    if extraSince != nil { return Purse.extra.title(for: tool, .likely) }
    if planUntil != nil { return Purse.plan.title(for: tool, .likely) }
    return Purse.extra.title(for: tool, .assumed)
  }

  /// The evidence for ``paidBy``, in a few words.
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

  /// How the account is known, in a few words.
  /// - Parameter shown: how to write the path of the login's file.
  package func evidenceText(file shown: (String) -> String = { $0 }) -> String {
    switch evidence {
    case .said: "you said so"
    case .login: file.map(shown) ?? "the login"
    case .assumed: account == nil ? "no evidence" : "account assumed"
    }
  }

  /// Whether it was used or refused within a day.
  package var isActive: Bool { lastUse != nil || lastRefusal != nil }
}
