import Values

/// One request as one source reports it: a *copy*. Copies of a request are merged into the one that knows most; see
/// ``merged(with:)``.
package struct Request: Hashable, Sendable {
  /// Identifies the request.
  package var identity: RequestIdentity
  /// When it was made: the earliest time among the copies.
  package var time: Instant
  /// Whether `time` was taken from neighbouring lines because the copy has none.
  package var timeIsInferred = false
  /// The tool that made it, ignoring MCP; ``countedTool`` is the one it counts for.
  package var tool: Tool
  /// The name of the account it is known to belong to; nil if unknown.
  package var account: String?
  /// What pays for it.
  package var purse: Purse
  /// How certain `purse` is.
  package var basis = Basis.assumed
  /// The evidence for `purse` and `basis`.
  package var evidence = PurseEvidence()
  /// The Claude Code configuration folder whose transcript contains it; its login made the request. Set only on a
  /// copy just read.
  package var configFolder: String?
  /// The id of the organization whose login pays for the session. Set only on a copy just read.
  package var organization: String?
  /// The session's working folder; empty if unknown.
  package var project = ""
  /// The session's id; empty if unknown.
  package var session = ""
  /// Whether session and project come, or may come, from a copy that a fork or resumed session took over. Those of
  /// any other line take precedence.
  package var isForked = false
  /// The model that answered and what it consumed.
  package var main: ModelUse
  /// What other passes of the request consumed besides `main`: advisors, compaction.
  package var extra: [ModelUse] = []
  /// The MCP servers whose results it consumed, by bytes of results; empty if none.
  package var servers: [ServerShare] = []
  /// What the price depends on besides model, tokens and time.
  package var terms = PriceTerms()
  /// Whether the stream was still open when the copy was written, which makes its output a lower bound.
  package var isUnfinished = false
  /// Whether the copy is inside a progress line. Any line of the request's own replaces it.
  package var isProgressCopy = false
  /// Whether a subagent's side chain made it.
  package var isSidechain = false
  /// The cost recorded by the source, in USD; nil if the price table decides.
  package var recordedCost: Money?

  /// Creates a copy of a request with only the fields every source knows.
  package init(
    identity: RequestIdentity, time: Instant, tool: Tool, purse: Purse, main: ModelUse
  ) {
    self.identity = identity
    self.time = time
    self.tool = tool
    self.purse = purse
    self.main = main
  }

  /// The highest cost of one request accepted from a source.
  package static let highestCost = Money(nanos: 1_000_000 * 1_000_000_000)
  /// The longest name accepted, in bytes. Paths are no longer, and ids and models are far shorter.
  package static let longestName = 4096

  /// The tool the request counts for: MCP takes precedence over the tool that ran it.
  package var countedTool: Tool { servers.isEmpty ? tool : .mcp }

  /// The server the request counts at: the one with the largest share.
  package var countedServer: String? { servers.largest?.server }
}

/// What one model consumed within a request.
package struct ModelUse: Hashable, Sendable, Codable {
  /// The model as the source names it, such as `claude-opus-4-6`; empty if unknown.
  package var model: String
  /// The tokens it consumed.
  package var tokens: TokenCounts

  /// Creates the use of `tokens` by `model`.
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

  /// Creates a share of `bytes` of results from `server`.
  package init(server: String, bytes: Int) {
    self.server = server
    self.bytes = bytes
  }
}

extension [ServerShare] {
  /// The largest share; among equals, the alphabetically first name.
  package var largest: ServerShare? {
    self.max { ($0.bytes, $1.server) < ($1.bytes, $0.server) }
  }
}

/// What the price of a request depends on besides model, tokens and time.
package struct PriceTerms: Hashable, Sendable {
  /// `speed: "fast"`.
  package var isFast = false
  /// `inference_geo: "us"`.
  package var isUSOnly = false
  /// `service_tier: "batch"`.
  package var isBatch = false

  /// Creates the default terms: standard speed, any region, not batched.
  package init() {}
}
