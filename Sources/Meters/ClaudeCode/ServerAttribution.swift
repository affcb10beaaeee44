import Ledger

/// Follows which requests of a transcript consumed the results of MCP servers, line after line.
///
/// A call is a `tool_use` block named `mcp__<server>__<tool>`; its result comes back in a later user
/// record; the next request of the same chain is the one that consumed it. Claude Code itself marks
/// that request from version 2.1.222 on. Before, its mark stayed on for the rest of the session and
/// says nothing.
struct ServerAttribution: Codable, Equatable {
  /// Calls whose result has not come yet, the oldest first.
  private var calls: [Call] = []
  /// Chains that hold results or have just consumed some, by ``chain(of:)``.
  private var chains: [String: Chain] = [:]

  private struct Call: Codable, Equatable {
    var id: String
    var server: String
  }

  private struct Chain: Codable, Equatable {
    /// Results that wait for the request that consumes them.
    var waiting: [ServerShare] = []
    /// The last message of the chain and what it consumed; its other lines consumed the same.
    var message = ""
    var consumed: [ServerShare] = []
  }

  /// Calls without a result that are remembered; interrupted ones never get any.
  private static let mostCalls = 64
  /// Bytes of the longest id of a call; real ones have thirty.
  private static let longestID = 256
  private static let callMark = ByteSearch("\"mcp__")

  /// Whether a line that is no answer may matter: it may hold an awaited result.
  var awaitsResults: Bool { !calls.isEmpty }

  /// Whether there is nothing to remember between two readings of a file.
  var isIdle: Bool { calls.isEmpty && chains.isEmpty }

  /// Takes in a request's line and returns the servers whose results the request consumed.
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

  /// Takes in a user record, which may hold awaited results.
  mutating func takeResults(of fields: TranscriptFields) throws(JSONCursor.Fault) {
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

  /// The server that the record itself names, where its version can be believed.
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

/// A version such as 2.1.222, in the order of its numbers.
struct ClaudeCodeVersion: Comparable {
  private let numbers: [Int]

  /// Reads the numbers up to the first part that is none.
  init(_ text: String) {
    numbers = text.split(separator: ".").map { Int($0) }.prefix { $0 != nil }.compactMap { $0 }
  }

  static func < (left: ClaudeCodeVersion, right: ClaudeCodeVersion) -> Bool {
    left.numbers.lexicographicallyPrecedes(right.numbers)
  }
}

extension [ServerShare] {
  /// The shares with one more result, servers in the order of the alphabet.
  fileprivate func adding(_ result: ServerShare) -> [ServerShare] {
    let bytes = Dictionary(
      (self + [result]).map { ($0.server, $0.bytes) }, uniquingKeysWith: { $0.addingClamped($1) })
    return bytes.sorted { $0.key < $1.key }.map { ServerShare(server: $0.key, bytes: $0.value) }
  }
}

/// The parts of a content block that attribution looks at.
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

/// Bytes of the longest name of a server's tool; the API takes 128.
private let longestServer = 512

/// The server in `mcp__<server>__<tool>`: what stands before the first two underscores after the
/// prefix, as server names may hold single ones.
private func server(ofTool name: JSONBytes) -> String? {
  guard name.hasPrefix("mcp__"), name.count <= longestServer else { return nil }
  let rest = name.string.dropFirst(5)
  guard let end = rest.firstRange(of: "__")?.lowerBound, end > rest.startIndex else { return nil }
  return String(rest[..<end])
}
