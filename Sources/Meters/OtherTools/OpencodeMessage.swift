import Ledger

/// Reads an opencode answer, from its database or from a file:
/// `"tokens":{"input":12,"output":410,"reasoning":0,"cache":{"read":8000,"write":678}}`, where neither input nor
/// output includes the other counts.
///
/// It does not say whether a login or a key paid, nor the lifetime of cache writes. They are counted as five-minute
/// writes, which is what opencode asks for.
enum OpencodeMessage {
  /// - Returns: nil if it is not an answer from Anthropic, or is not finished.
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
    // A fork copies every message under a new id but with the same times.
    let name = "opencode/\(time.milliseconds)/\(completed.milliseconds)/\(model)"
    var request = Request.ofOtherTool(
      RequestIdentity(line: name), time, purse: .unknown, model: model, tokens)
    request?.session = "opencode/\(session)"
    request?.project = message["path"]?["cwd"]?.name ?? ""
    return request
  }
}

/// Reads the answers in an opencode database: the table `message`, in newer versions `session_message`, whose
/// `data` is the message as JSON.
enum OpencodeDatabase {
  /// The tables with messages, and which of their rows are answers.
  private static let tables = [
    (name: "message", answers: "1"), (name: "session_message", answers: "type = 'assistant'"),
  ]

  /// The result of a reading.
  struct Reading {
    var counted = CountedRequests()
    /// The modification time of the latest row read, by table.
    var marks: [String: Int64] = [:]
    /// Whether time ran out before all rows were read; the next reading continues from the marks.
    var isCut = false
  }

  /// - Parameters:
  ///   - marks: read only rows changed at or after this time, in milliseconds, by table; everything for a table
  ///     without one.
  ///   - latest: rows changed later, or dated in the future, leave no mark and are read again.
  /// - Returns: nil if it cannot be read at the moment.
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
      // Sort the rows before reading their contents, which may be large.
      var rows: [(id: Int64, changed: Int64)] = []
      func list(since mark: Int64) -> Bool {
        database.forEachRow(order + " ORDER BY time_updated", mark) {
          rows.append(($0.number(0), $0.number(1)))
        }
      }
      guard list(since: marks[table] ?? .min) else { return nil }
      // If even the row read last is gone, this is a different table: the file was replaced, perhaps by an older
      // copy.
      if let mark = marks[table], !rows.contains(where: { $0.changed >= mark }) {
        rows = []
        reading.marks[table] = nil
        guard list(since: .min) else { return nil }
      }
      for row in rows {
        guard read(row.id, of: table, database, into: &reading) else {
          // What was read before time ran out is valid.
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
