import Values

/// One request as one source reports it: a *copy*. Several copies of a request are merged into the
/// one that knows most; see ``merged(with:)``.
package struct Request: Hashable, Sendable {
  /// Which request this is.
  package var identity: RequestIdentity
  /// When it was made: the earliest time among its copies.
  package var time: Instant
  /// Whether `time` was taken from the lines around it, because the copy itself has none.
  package var timeIsInferred = false
  /// The tool that made it, MCP left aside; ``countedTool`` is the one it is counted for.
  package var tool: Tool
  /// The account it is known to belong to, by name; nil if nothing tells.
  package var account: String?
  /// What pays for it.
  package var purse: Purse
  /// How sure `purse` is.
  package var basis = Basis.assumed
  /// What `purse` and `basis` follow from.
  package var evidence = PurseEvidence()
  /// The configuration folder of Claude Code whose transcript tells of it, whose login it is made with; known
  /// of a copy that was just read alone.
  package var configFolder: String?
  /// The organization whose login pays for the session, by its id; known of a copy that was just read alone.
  package var organization: String?
  /// The working folder of the session; empty if unknown.
  package var project = ""
  /// The session's id; empty if unknown.
  package var session = ""
  /// Whether session and project are those of a copy that a fork or a resumed session took over, or nobody knows
  /// whether they are: those of any other line come before them.
  package var isForked = false
  /// The model that answered and what it consumed.
  package var main: ModelUse
  /// What other passes of the same request consumed beside `main`: advisors, compaction.
  package var extra: [ModelUse] = []
  /// The MCP servers whose results it consumed, by bytes of results; empty if none.
  package var servers: [ServerShare] = []
  /// What the price depends on beside model, tokens and time.
  package var terms = PriceTerms()
  /// Whether the stream was still open when the copy was written: its output is a lower bound.
  package var isUnfinished = false
  /// Whether it is a copy inside a progress line, which any line of the request's own replaces.
  package var isProgressCopy = false
  /// Whether a subagent's side chain made it.
  package var isSidechain = false
  /// What the source says it cost, in USD; nil: the price table decides.
  package var recordedCost: Money?

  /// A copy of the request `identity` with only what every source knows.
  package init(
    identity: RequestIdentity, time: Instant, tool: Tool, purse: Purse, main: ModelUse
  ) {
    self.identity = identity
    self.time = time
    self.tool = tool
    self.purse = purse
    self.main = main
  }

  /// The most that a source is believed one costs.
  package static let highestCost = Money(nanos: 1_000_000 * 1_000_000_000)
  /// Bytes of the longest name in it: a path has no more, and ids and models far less.
  package static let longestName = 4096

  /// The tool that the request is counted for: MCP before the tool that ran it.
  package var countedTool: Tool { servers.isEmpty ? tool : .mcp }

  /// The server that the request itself is counted at: the one with the largest share.
  package var countedServer: String? { servers.largest?.server }
}

/// What one model consumed within a request.
package struct ModelUse: Hashable, Sendable, Codable {
  /// The model as the source names it, such as `claude-opus-4-6`; empty if unknown.
  package var model: String
  /// What it consumed.
  package var tokens: TokenCounts

  /// `tokens` consumed by `model`.
  package init(model: String, tokens: TokenCounts) {
    self.model = model
    self.tokens = tokens
  }
}

/// How much of a request's input came from one MCP server.
package struct ServerShare: Hashable, Sendable, Codable {
  /// The server's name, as in `mcp__<server>__<tool>`.
  package var server: String
  /// Bytes of its results that the request consumed, at least 1.
  package var bytes: Int

  /// `bytes` of results of `server`.
  package init(server: String, bytes: Int) {
    self.server = server
    self.bytes = bytes
  }
}

extension [ServerShare] {
  /// The largest share; the first name in the alphabet among equals.
  package var largest: ServerShare? {
    self.max { ($0.bytes, $1.server) < ($1.bytes, $0.server) }
  }
}

/// What the price of a request depends on beside its model, tokens and time.
package struct PriceTerms: Hashable, Sendable {
  /// `speed: "fast"`.
  package var isFast = false
  /// `inference_geo: "us"`.
  package var isUSOnly = false
  /// `service_tier: "batch"`.
  package var isBatch = false

  /// Standard speed, anywhere, not batched.
  package init() {}
}
