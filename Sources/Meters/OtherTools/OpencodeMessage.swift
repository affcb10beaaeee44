import Ledger

/// Reads an answer of opencode, from its database or from a file: `"tokens":{"input":12,"output":410,
/// "reasoning":0,"cache":{"read":8000,"write":678}}`, where neither input nor output includes the others.
///
/// Whether a login or a key paid is not said. The lifetime of cache writes is not said either: they are taken
/// to be of five minutes, which opencode asks for.
enum OpencodeMessage {
  /// - Returns: nil if it is no answer of Anthropic's, or none yet.
  static func request(
    _ message: JSONValue, session: String
  ) throws(UnusableCount) -> Request? {
    let isAnswer = message["role"].map { $0.text == "assistant" } ?? true
    let provider = message["providerID"]?.text ?? message["model"]?["providerID"]?.text
    let model = message["modelID"]?.text ?? message["model"]?["id"]?.text
    guard isAnswer, provider == "anthropic", let model, let counts = message["tokens"],
      let time = message["time"]?["created"]?.moment,
      let completed = message["time"]?["completed"]?.moment
    else { return nil }
    var tokens = TokenCounts()
    tokens.input = try counts.tokens("input")
    tokens.output = try counts.tokens("output") + counts.tokens("reasoning")
    tokens.cacheRead = try counts["cache"]?.tokens("read") ?? 0
    tokens.cacheWrite5m = try counts["cache"]?.tokens("write") ?? 0
    // A fork copies every message under a new id, but with its times.
    let name = "opencode/\(time.milliseconds)/\(completed.milliseconds)/\(model)"
    var request = Request.ofOtherTool(
      RequestIdentity(line: name), time, purse: .unknown, model: model, tokens)
    request?.session = "opencode/\(session)"
    request?.project = message["path"]?["cwd"]?.name ?? ""
    return request
  }
}

/// Reads the answers in a database of opencode: the table `message`, in newer ones `session_message`, of which
/// `data` is the message as JSON.
enum OpencodeDatabase {
  /// What a reading brought.
  struct Reading {
    var requests: [Request] = []
    /// When the latest row that was read was changed.
    var mark: Int64?
    /// Whether the time was up before all rows were read; the next reading goes on from the mark.
    var isCut = false
    /// Answers whose counts cannot be read.
    var unusable = 0
  }

  /// - Parameter since: only what was changed then or later, in milliseconds; nil: everything.
  /// - Returns: nil: it cannot be read at present.
  static func read(_ path: String, since: Int64?) -> Reading? {
    guard let database = ForeignDatabase(path) else { return nil }
    return database.reading { read(database, since: since) }
  }

  private static func read(_ database: ForeignDatabase, since: Int64?) -> Reading? {
    var reading = Reading(mark: since)
    var tables: Set<String> = []
    guard
      database.forEachRow(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > ?", 0,
        { tables.insert($0.text(0)) })
    else { return nil }
    for table in ["message", "session_message"] where tables.contains(table) {
      let isRead = database.forEachRow(rows(of: table, database), since ?? 0) { row in
        reading.mark = max(reading.mark ?? 0, row.number(1))
        let session = row.text(0)
        guard let message = row.bytes(2, { JSONValue($0) }) else { return }
        do throws(UnusableCount) {
          if let request = try OpencodeMessage.request(message, session: session) {
            reading.requests.append(request)
          }
        } catch {
          reading.unusable += 1
        }
      }
      if isRead { continue }
      // What came before the time was up is good, as long as another table's mark does not hide what did not.
      guard !reading.requests.isEmpty, tables.count(where: { $0.hasSuffix("message") }) == 1 else {
        return nil
      }
      reading.isCut = true
    }
    return reading
  }

  /// The rows in the order of their change. They are put in order before what they hold is read, which may be
  /// much.
  private static func rows(of table: String, _ database: ForeignDatabase) -> String {
    let kind = table == "message" ? "1" : "type = 'assistant'"
    let lean = """
      SELECT row.session_id, place.time_updated, row.data FROM (
        SELECT rowid AS id, time_updated FROM \(table)
        WHERE \(kind) AND time_updated >= ? ORDER BY time_updated
      ) AS place CROSS JOIN \(table) AS row ON row.rowid = place.id
      """
    return database.understands(lean)
      ? lean
      : """
      SELECT session_id, time_updated, data FROM \(table)
      WHERE \(kind) AND time_updated >= ? ORDER BY time_updated
      """
  }
}
