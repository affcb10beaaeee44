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
  ) throws(LeftOut) -> Request? {
    let isAnswer = message["role"].map { $0.text == "assistant" } ?? true
    let provider = message["providerID"]?.text ?? message["model"]?["providerID"]?.text
    let model = message["modelID"]?.text ?? message["model"]?["id"]?.text
    guard isAnswer, provider == "anthropic", let model, let counts = message["tokens"],
      let end = message["time"]?["completed"], !end.isNull
    else { return nil }
    guard let time = message["time"]?["created"]?.moment, let completed = end.moment else {
      throw .time
    }
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
  /// The tables that hold messages, and which of their rows are answers.
  private static let tables = [
    (name: "message", answers: "1"), (name: "session_message", answers: "type = 'assistant'"),
  ]

  /// What a reading brought.
  struct Reading {
    var counted = CountedRequests()
    /// When the latest row that was read was changed, by table.
    var marks: [String: Int64] = [:]
    /// Whether the time was up before all rows were read; the next reading goes on from the marks.
    var isCut = false
  }

  /// - Parameters:
  ///   - marks: only what was changed then or later, in milliseconds, by table; without one, everything.
  ///   - latest: what was changed later, or bears a time that is still to come, leaves no mark and is read again.
  /// - Returns: nil: it cannot be read at present.
  static func read(_ path: String, since marks: [String: Int64], latest: Int64) -> Reading? {
    guard let database = ForeignDatabase(path) else { return nil }
    return database.reading { read(database, since: marks, latest) }
  }

  private static func read(
    _ database: ForeignDatabase, since marks: [String: Int64], _ latest: Int64
  ) -> Reading? {
    var reading = Reading(marks: marks)
    for (table, answers) in tables {
      let order =
        "SELECT rowid, time_updated FROM \(table) WHERE \(answers) AND ifnull(time_updated >= ?, 1)"
      guard database.understands(order) else { continue }
      // They are put in order before what they hold is read, which may be much.
      var rows: [(id: Int64, changed: Int64)] = []
      func list(since mark: Int64) -> Bool {
        database.forEachRow(order + " ORDER BY time_updated", mark) {
          rows.append(($0.number(0), $0.number(1)))
        }
      }
      guard list(since: marks[table] ?? .min) else { return nil }
      // Where not even the row is there that was read last, it is another table, in a file that has taken the
      // place of the one before, or an older copy of it.
      if let mark = marks[table], !rows.contains(where: { $0.changed >= mark }) {
        rows = []
        reading.marks[table] = nil
        guard list(since: .min) else { return nil }
      }
      for row in rows {
        guard read(row.id, of: table, database, into: &reading) else {
          // What came before the time was up is good.
          reading.isCut = reading.marks != marks
          return reading.isCut ? reading : nil
        }
        if row.changed <= latest {
          reading.marks[table] = max(row.changed, reading.marks[table] ?? .min)
        }
      }
    }
    let isKnown = tables.contains { database.understands("SELECT rowid FROM \($0.name)") }
    return isKnown || database.answers ? reading : nil
  }

  /// Reads one row.
  /// - Returns: false if the database does not answer.
  private static func read(
    _ id: Int64, of table: String, _ database: ForeignDatabase, into reading: inout Reading
  ) -> Bool {
    database.forEachRow("SELECT session_id, data FROM \(table) WHERE rowid = ?", id) { row in
      let session = row.text(0)
      let message = row.bytes(1) { bytes in
        Result { () throws(JSONCursor.Fault) in try JSONValue(whole: bytes) }
      }
      reading.counted.add { () throws(LeftOut) in
        switch message {
        case .success(let message): try OpencodeMessage.request(message, session: session)
        case .failure(.tooMuch): throw .tooLarge
        case .failure, nil: throw .noJSON
        }
      }
    }
  }
}
