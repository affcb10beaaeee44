import Ledger

/// Reads an answer of opencode, from its database or from a file: `"tokens":{"input":12,"output":410,
/// "reasoning":0,"cache":{"read":8000,"write":678}}`, where neither input nor output includes the others.
///
/// Whether a login or a key paid is not said. The lifetime of cache writes is not said either: they are taken
/// to be of five minutes, which opencode asks for.
enum OpencodeMessage {
  /// - Returns: nil if it is no answer of Anthropic's, or none yet.
  static func request(_ message: JSONValue, session: String) -> Request? {
    let isAnswer = message["role"].map { $0.text == "assistant" } ?? true
    let provider = message["providerID"]?.text ?? message["model"]?["providerID"]?.text
    let model = message["modelID"]?.text ?? message["model"]?["id"]?.text
    guard isAnswer, provider == "anthropic", let model, let counts = message["tokens"],
      let time = message["time"]?["created"]?.moment,
      let completed = message["time"]?["completed"]?.moment
    else { return nil }
    var tokens = TokenCounts()
    tokens.input = counts["input"]?.tokens ?? 0
    tokens.output = (counts["output"]?.tokens ?? 0) + (counts["reasoning"]?.tokens ?? 0)
    tokens.cacheRead = counts["cache"]?["read"]?.tokens ?? 0
    tokens.cacheWrite5m = counts["cache"]?["write"]?.tokens ?? 0
    // A fork copies every message under a new id, but with its times.
    let name = "opencode/\(time.milliseconds)/\(completed.milliseconds)/\(model)"
    var request = Request.ofOtherTool(
      RequestIdentity(line: name), time, purse: .unknown, model: model, tokens)
    request?.session = "opencode/\(session)"
    request?.project = message["path"]?["cwd"]?.text ?? ""
    return request
  }
}

/// Reads the answers in a database of opencode: the table `message`, in newer ones `session_message`, of which
/// `data` is the message as JSON.
enum OpencodeDatabase {
  /// - Parameter since: only what was changed then or later, in milliseconds; nil: everything.
  /// - Returns: the requests, and when the latest row was changed; nil: it cannot be read at present.
  static func read(
    _ path: String, since: Int64?
  ) -> (requests: [Request], mark: Int64?)? {
    guard let database = ForeignDatabase(path) else { return nil }
    return database.reading { read(database, since: since) }
  }

  private static func read(
    _ database: ForeignDatabase, since: Int64?
  ) -> (requests: [Request], mark: Int64?)? {
    var (requests, mark): ([Request], Int64?) = ([], since)
    var tables: Set<String> = []
    guard
      database.forEachRow(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > ?", 0,
        { tables.insert($0.text(0)) })
    else { return nil }
    for table in ["message", "session_message"] where tables.contains(table) {
      let kind = table == "message" ? "1" : "type = 'assistant'"
      let isRead = database.forEachRow(
        """
        SELECT session_id, time_updated, data FROM \(table)
        WHERE \(kind) AND time_updated >= ? ORDER BY time_updated
        """, since ?? 0
      ) { row in
        mark = max(mark ?? 0, row.number(1))
        guard
          let request = row.bytes(
            2,
            { bytes in
              JSONValue(bytes).flatMap { OpencodeMessage.request($0, session: row.text(0)) }
            })
        else { return }
        requests.append(request)
      }
      guard isRead else { return nil }
    }
    return (requests, mark)
  }
}
