import Ledger

/// Tracks which requests in a transcript consumed the results of MCP servers, line by line.
///
/// A call is a `tool_use` block named `mcp__<server>__<tool>`. Its result comes in a later user record, and the
/// next request of the same chain consumes it. From version 2.1.222 on, Claude Code marks that request itself.
/// Before that, the mark stayed on for the rest of the session, so it is ignored.
struct ServerAttribution: Codable, Equatable {
  /// Calls without a result yet, the oldest first.
  private var calls: [Call] = []
  /// Chains with results waiting or just consumed, by ``chain(of:)``.
  private var chains: [String: Chain] = [:]

  private struct Call: Codable, Equatable {
    var id: String
    var server: String
  }

  private struct Chain: Codable, Equatable {
    /// Results waiting for the request that consumes them.
    var waiting: [ServerShare] = []
    /// The last message of the chain and what it consumed. Its other lines consumed the same.
    var message = ""
    var consumed: [ServerShare] = []
  }

  /// The most calls remembered without a result; interrupted ones never get one.
  private static let mostCalls = 64
  /// The longest call id accepted, in bytes; real ones have thirty.
  private static let longestID = 256
  private static let callMark = ByteSearch("\"mcp__")

  /// Whether lines other than answers matter, because one may contain an awaited result.
  var awaitsResults: Bool { !calls.isEmpty }

  /// Whether there is nothing to remember between two readings of a file.
  var isIdle: Bool { calls.isEmpty && chains.isEmpty }

  /// Reads a request's line and returns the servers whose results the request consumed.
  mutating func servers(
    of fields: TranscriptFields, message: String
  ) throws(JSONCursor.Fault) -> [ServerShare] {
    var emitted: [Call] = []
    if let content = fields.content, ServerAttribution.callMark.occurs(in: content.buffer) {
      try forEachBlock(of: content) { block in
        if let id = block.id, id.utf8.count <= ServerAttribution.longestID,
          let server = block.calledServer
        {
          emitted.append(Call(id: id, server: server))
        }
      }
    }
    let marked = markedServer(in: fields)
    if chains.isEmpty, emitted.isEmpty { return marked }

    let key = chain(of: fields)
    var chain = chains[key] ?? Chain()
    if message.isEmpty || chain.message != message {
      chain.consumed = chain.waiting
      chain.waiting = []
      chain.message = message
    }
    for call in emitted {
      if calls.contains(call) { continue }
      if calls.count >= ServerAttribution.mostCalls { calls.removeFirst() }
      calls.append(call)
    }
    let isSpent = chain.consumed.isEmpty && chain.waiting.isEmpty && calls.isEmpty
    chains[key] = isSpent ? nil : chain
    return chain.consumed.isEmpty ? marked : chain.consumed
  }

  /// Records the awaited results in a user record.
  mutating func recordResults(of fields: TranscriptFields) throws(JSONCursor.Fault) {
    guard awaitsResults, let content = fields.content else { return }
    var arrived: [ServerShare] = []
    var answered: [String] = []
    let awaited = calls
    try forEachBlock(of: content) { block in
      guard let call = awaited.first(where: { $0.id == block.answeredCall }) else { return }
      arrived.append(ServerShare(server: call.server, bytes: max(1, block.contentBytes)))
      answered.append(call.id)
    }
    calls.removeAll { answered.contains($0.id) }
    for result in arrived {
      let key = chain(of: fields)
      let waiting = chains[key]?.waiting ?? []
      chains[key, default: Chain()].waiting = waiting.adding(result)
    }
  }

  /// The server the record itself names, if its version is reliable.
  private func markedServer(in fields: TranscriptFields) -> [ServerShare] {
    guard let server = fields.attributedServer, server.count <= longestServer,
      let version = fields.version,
      ClaudeCodeVersion(version.string) >= ServerAttribution.exactMarks
    else { return [] }
    return [ServerShare(server: server.string, bytes: 1)]
  }

  private static let exactMarks = ClaudeCodeVersion("2.1.222")

  /// The chain a record belongs to: a subagent's, the side chain, or the main one.
  private func chain(of fields: TranscriptFields) -> String {
    fields.agentID?.string ?? (fields.isSidechain ? "side" : "main")
  }
}

/// A version such as 2.1.222, ordered numerically.
struct ClaudeCodeVersion: Comparable {
  private let numbers: [Int]

  /// Reads the numbers up to the first part that is not a number.
  init(_ text: String) {
    numbers = text.split(separator: ".").map { Int($0) }.prefix { $0 != nil }.compactMap { $0 }
  }

  static func < (left: ClaudeCodeVersion, right: ClaudeCodeVersion) -> Bool {
    left.numbers.lexicographicallyPrecedes(right.numbers)
  }
}

extension [ServerShare] {
  /// The shares with one more result, servers in alphabetical order.
  fileprivate func adding(_ result: ServerShare) -> [ServerShare] {
    let bytes = Dictionary(
      (self + [result]).map { ($0.server, $0.bytes) }, uniquingKeysWith: { $0.addingClamped($1) })
    return bytes.sorted { $0.key < $1.key }.map { ServerShare(server: $0.key, bytes: $0.value) }
  }
}

/// The parts of a content block that attribution uses.
private struct ContentBlock {
  var id: String?
  var calledServer: String?
  var answeredCall: String?
  var contentBytes = 0
}

private func forEachBlock(
  of content: JSONBytes, _ body: (ContentBlock) -> Void
) throws(JSONCursor.Fault) {
  var cursor = JSONCursor(content.buffer)
  guard try cursor.kind() == .array else { return }
  try cursor.array { (cursor) throws(JSONCursor.Fault) in
    guard try cursor.kind() == .object else {
      try cursor.skip()
      return
    }
    var block = ContentBlock()
    try cursor.object { (key, cursor) throws(JSONCursor.Fault) in
      if key.equals("id") {
        block.id = try cursor.stringOrSkip()?.string
      } else if key.equals("name") {
        block.calledServer = try cursor.stringOrSkip().flatMap(server(ofTool:))
      } else if key.equals("tool_use_id") {
        block.answeredCall = try cursor.stringOrSkip()?.string
      } else {
        let value = try cursor.skip()
        if key.equals("content") { block.contentBytes = value.count }
      }
    }
    body(block)
  }
}

/// The longest server tool name accepted, in bytes; the API allows 128.
private let longestServer = 512

/// The server in `mcp__<server>__<tool>`: what precedes the first double underscore after the prefix, because
/// server names may contain single ones.
private func server(ofTool name: JSONBytes) -> String? {
  guard name.hasPrefix("mcp__"), name.count <= longestServer else { return nil }
  let rest = name.string.dropFirst(5)
  guard let end = rest.firstRange(of: "__")?.lowerBound, end > rest.startIndex else { return nil }
  return String(rest[..<end])
}
