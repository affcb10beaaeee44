import Ledger

/// Reads usage that any pipeline reports: one JSON object a line, as `fuelgauge record` takes it.
///
/// `{"id","tool","time","model","account"?,"mcpServer"?,"project"?,"purse"?,"input","output",`
/// `"cacheWrite5m"?,"cacheWrite1h"?,"cacheRead"?,"webSearches"?,"cost"?}`
package enum RecordLines {
  /// The requests of `text`, or everything that is wrong with it: all lines count or none does.
  /// - Parameter name: what the problems call the input, a path or "standard input".
  package static func read(
    _ text: UnsafeBufferPointer<UInt8>, name: String
  ) -> (requests: [Request], problems: [SourceProblem]) {
    var requests: [Request] = []
    var problems: [SourceProblem] = []
    let lines = text.split(separator: 0x0A, omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() where !line.allSatisfy({ $0 <= 0x20 }) {
      do throws(RecordFault) {
        requests.append(try request(UnsafeBufferPointer(rebasing: line)))
      } catch {
        problems.note(SourceProblem(path: name, line: index + 1, reason: error.reason))
      }
    }
    return (requests, problems)
  }

  private static func request(
    _ line: UnsafeBufferPointer<UInt8>
  ) throws(RecordFault) -> Request {
    var fields: [String: JSONBytes] = [:]
    var strings: Set<String> = []
    var repeated: String?
    var cursor = JSONCursor(line)
    do throws(JSONCursor.Fault) {
      guard try cursor.kind() == .object else { throw .malformed }
      try cursor.object { (key, cursor) throws(JSONCursor.Fault) in
        let key = key.string
        let isString = try cursor.kind() == .string
        if fields[key] != nil { repeated = key }
        fields[key] = isString ? try cursor.string() : try cursor.skip()
        if isString { strings.insert(key) }
      }
      guard cursor.isAtEnd() else { throw .malformed }
    } catch {
      let column = cursor.at - (line.baseAddress ?? cursor.at) + 1
      throw RecordFault("not one JSON object: unexpected text in column \(column)")
    }
    if let repeated { throw RecordFault("“\(repeated)” stands there twice") }
    return try Record(fields: fields, strings: strings).request()
  }
}

/// What is wrong with a line.
private struct RecordFault: Error {
  let reason: String
  init(_ reason: String) { self.reason = reason }
}

/// The fields of one line.
private struct Record {
  let fields: [String: JSONBytes]
  /// The fields that are strings.
  let strings: Set<String>

  static let keys = [
    "id", "tool", "time", "model", "account", "mcpServer", "project", "purse", "input", "output",
    "cacheWrite5m", "cacheWrite1h", "cacheRead", "webSearches", "cost",
  ]

  func request() throws(RecordFault) -> Request {
    if let stray = fields.keys.sorted().first(where: { !Record.keys.contains($0) }) {
      throw RecordFault("unknown key “\(stray)”; known are \(Record.keys.joined(separator: ", "))")
    }
    let id = try text("id")
    let toolKey = try text("tool")
    guard let tool = Tool(rawValue: toolKey) else {
      throw unknownName(toolKey, key: "tool", known: Tool.allCases.map(\.rawValue))
    }
    let timeText = try text("time")
    guard timeText.utf8.count > 10, let time = Instant(timeText), time.isCredible else {
      throw RecordFault(
        "“time”: “\(timeText)” is not an RFC 3339 time since 2020 such as 2026-02-11T20:36:47Z")
    }
    let purseKey = try optionalText("purse") ?? Purse.unknown.rawValue
    guard let purse = Purse(rawValue: purseKey) else {
      throw unknownName(purseKey, key: "purse", known: Purse.allCases.map(\.rawValue))
    }
    var request = Request(
      identity: RequestIdentity(recorded: id), time: time, tool: tool, purse: purse,
      main: ModelUse(
        model: try text("model"),
        tokens: TokenCounts(
          input: try count("input"), output: try count("output"),
          cacheWrite5m: try count("cacheWrite5m", isOptional: true),
          cacheWrite1h: try count("cacheWrite1h", isOptional: true),
          cacheRead: try count("cacheRead", isOptional: true),
          webSearches: try count("webSearches", isOptional: true))))
    request.account = try optionalText("account")
    request.project = try optionalText("project") ?? ""
    request.servers =
      try optionalText("mcpServer").map { [ServerShare(server: $0, bytes: 1)] } ?? []
    request.recordedCost = try cost()
    return request
  }

  private func value(_ key: String) -> JSONBytes? {
    guard let bytes = fields[key], strings.contains(key) || !bytes.equals("null") else {
      return nil
    }
    return bytes
  }

  private func optionalText(_ key: String) throws(RecordFault) -> String? {
    guard let bytes = value(key) else { return nil }
    guard strings.contains(key), bytes.count > 0 else {
      throw RecordFault("“\(key)” must be a text that is not empty")
    }
    guard bytes.count <= Request.longestName else {
      throw RecordFault(
        "“\(key)” has \(bytes.count) bytes; a name has at most \(Request.longestName)")
    }
    return bytes.string
  }

  private func text(_ key: String) throws(RecordFault) -> String {
    guard let text = try optionalText(key) else { throw RecordFault("“\(key)” is missing") }
    return text
  }

  private func count(_ key: String, isOptional: Bool = false) throws(RecordFault) -> Int {
    guard let bytes = value(key) else {
      if isOptional { return 0 }
      throw RecordFault("“\(key)” is missing")
    }
    var cursor = JSONCursor(bytes.buffer)
    guard !strings.contains(key), let count = try? cursor.integerOrSkip(),
      (0...TokenCounts.largestCredible).contains(count)
    else {
      throw RecordFault(
        "“\(key)” must be a whole number from 0 to \(TokenCounts.largestCredible)")
    }
    return count
  }

  private func cost() throws(RecordFault) -> Money? {
    guard let bytes = value("cost") else { return nil }
    let cost: Money
    do {
      cost = try Money(text: bytes.string)
    } catch {
      throw RecordFault("“cost”: \(error)")
    }
    guard cost <= Request.highestCost else {
      throw RecordFault("“cost”: no request costs more than a million dollars")
    }
    return cost
  }

  private func unknownName(_ name: String, key: String, known: [String]) -> RecordFault {
    RecordFault("“\(key)”: there is no “\(name)”; known are \(known.joined(separator: ", "))")
  }
}
