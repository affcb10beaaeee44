import Files
import Ledger
import Values

/// Reads the events of a Cline task, `ui_messages.json`. Events with `api_req_started` contain a text that is
/// itself JSON once the answer has come:
/// `{"tokensIn":40,"tokensOut":15,"cacheWrites":300,"cacheReads":7000,"cost":0.003}`. `tokensIn` does not include
/// the cache.
///
/// Only requests sent directly to Anthropic are counted; Cline makes them with an API key. With Claude Code as the
/// provider, the same requests are in Claude Code's transcripts.
enum ClineTask {
  /// - Parameter path: the path of the file, whose folder is named after the task.
  static func read(
    _ bytes: UnsafeBufferPointer<UInt8>, path: String, tool: Tool,
    into found: inout CountedRequests
  ) throws(JSONCursor.Fault) {
    var cursor = JSONCursor(bytes)
    guard try cursor.kind() == .array else { throw .malformed }
    let folder = PathText.folder(of: path)
    let task = PathText.name(of: folder)
    lazy var models = ModelsOfTask(folder)
    func request(_ event: JSONValue) throws(LeftOut) -> Request? {
      guard event["type"]?.text == "say", event["partial"]?.bool != true,
        ["api_req_started", "subagent_usage"].contains(event["say"]?.text ?? ""),
        let text = event["text"]?.text,
        let counts = Array(text.utf8).withUnsafeBufferPointer({ JSONValue($0) }),
        counts["tokensIn"] != nil || counts["tokensOut"] != nil
      else { return nil }
      let told = event["modelInfo"].flatMap { info in
        info["modelId"]?.text.map { (info["providerId"]?.text ?? "", $0) }
      }
      guard told?.0 ?? "anthropic" == "anthropic" else { return nil }
      guard let time = event["ts"]?.moment else { throw .time }
      guard let (provider, model) = told ?? models.model(at: time) else {
        if models.isBroken { throw .model }
        return nil
      }
      guard provider == "anthropic" else { return nil }
      var tokens = TokenCounts()
      tokens.input = try counts.tokens("tokensIn")
      tokens.output = try counts.tokens("tokensOut")
      tokens.cacheWrite5m = try counts.tokens("cacheWrites")
      tokens.cacheRead = try counts.tokens("cacheReads")
      var request = Request.ofOtherTool(
        RequestIdentity(line: "cline/\(task)/\(time.milliseconds)"), time, tool: tool,
        purse: .apiKey, model: model, tokens)
      request?.session = "cline/\(task)"
      return request
    }
    // Such a file holds the whole conversation and may be large, so only one event is in memory at a time.
    try cursor.array { (cursor) throws(JSONCursor.Fault) in
      try found.addElement(&cursor) { (event) throws(LeftOut) in try request(event) }
    }
  }
}

/// Which model a task used at what time, for events that do not say.
private struct ModelsOfTask {
  private let uses: [(since: Instant, provider: String, model: String)]
  /// Whether the list exists but cannot be used.
  let isBroken: Bool

  init(_ folder: String) {
    let path = folder + "/task_metadata.json"
    let metadata = WholeFile.read(path, most: JSONValue.largestFile) { JSONValue($0) }
    isBroken = metadata == nil && (SourceFile(at: path)?.size ?? 0) > 0
    uses = (metadata?["model_usage"]?.elements ?? []).compactMap { use in
      guard let since = use["ts"]?.moment, let model = use["model_id"]?.text else { return nil }
      return (since, use["model_provider_id"]?.text ?? "", model)
    }
  }

  func model(at time: Instant) -> (provider: String, model: String)? {
    let use = uses.last { $0.since <= time } ?? uses.first
    return use.map { ($0.provider, $0.model) }
  }
}

/// Reads the messages of a session of the newer Cline, `<session>.messages.json`. Each answer has
/// `"metrics":{"inputTokens":…,"outputTokens":…,"cacheReadTokens":…,"cacheWriteTokens":…}`, where the input
/// includes what went through the cache.
enum ClineSession {
  static func read(
    _ bytes: UnsafeBufferPointer<UInt8>, path: String, into found: inout CountedRequests
  ) throws(JSONCursor.Fault) {
    var session = PathText.name(of: PathText.folder(of: path))
    var cursor = JSONCursor(bytes)
    guard try cursor.kind() == .object else {
      return try readMessages(&cursor, session, into: &found)
    }
    // The session's name may come after the messages.
    var names = cursor
    try names.object { (key, cursor) throws(JSONCursor.Fault) in
      if key.equals("sessionId") {
        session = try cursor.stringOrSkip().flatMap { JSONValue.string($0.string).name } ?? session
      } else {
        try cursor.skip()
      }
    }
    try cursor.object { (key, cursor) throws(JSONCursor.Fault) in
      if key.equals("messages"), try cursor.kind() == .array {
        try readMessages(&cursor, session, into: &found)
      } else {
        try cursor.skip()
      }
    }
  }

  /// Only one message is in memory at a time.
  private static func readMessages(
    _ cursor: inout JSONCursor, _ session: String, into found: inout CountedRequests
  ) throws(JSONCursor.Fault) {
    try cursor.array { (cursor) throws(JSONCursor.Fault) in
      try found.addElement(&cursor) { (message) throws(LeftOut) in
        var request = try request(message)
        request?.session = "cline/\(session)"
        return request
      }
    }
  }

  private static func request(_ message: JSONValue) throws(LeftOut) -> Request? {
    guard message["role"]?.text == "assistant", let metrics = message["metrics"],
      let info = message["modelInfo"], info["provider"]?.text == "anthropic",
      let model = info["id"]?.text
    else { return nil }
    guard let time = message["ts"]?.moment else { throw .time }
    var tokens = TokenCounts()
    tokens.output = try metrics.tokens("outputTokens")
    tokens.cacheRead = try metrics.tokens("cacheReadTokens")
    tokens.cacheWrite5m = try metrics.tokens("cacheWriteTokens")
    let input = try metrics.tokens("inputTokens")
    tokens.input = max(0, input - tokens.cacheRead - tokens.cacheWrite5m)
    // A forked session starts with copies of the messages, so the session's name is not part of the identity.
    let name = "cline/\(message["id"]?.name ?? "")/\(time.milliseconds)/\(model.prefix(200))"
    return Request.ofOtherTool(
      RequestIdentity(line: name), time, purse: .apiKey, model: model, tokens)
  }
}
