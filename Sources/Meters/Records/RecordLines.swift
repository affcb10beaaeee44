import Files
import Glibc
import Ledger
import Values

/// Reads usage reported by any pipeline: one JSON object per line, as `fuelgauge record` accepts it.
///
/// `{"id","tool","time","model","account"?,"mcpServer"?,"project"?,"purse"?,"input","output",`
/// `"cacheWrite5m"?,"cacheWrite1h"?,"cacheRead"?,"webSearches"?,"cost"?}`
package enum RecordLines {
  /// Reads the requests in `text`, and every problem in it. If there is a problem, no line counts.
  /// - Parameter name: what problems call the input: a path or "standard input".
  package static func read(
    _ text: UnsafeBufferPointer<UInt8>, name: String
  ) -> (requests: [Request], problems: [SourceProblem]) {
    var requests: [Request] = []
    var reading = Reading(name: name)
    text.forEachLine { line, _ in
      if let request = reading.parse(line) { requests.append(request) }
    }
    return (requests, reading.problems)
  }

  /// Reads the requests in an open file and passes them on one at a time, so that of a million requests only one is
  /// in memory.
  /// - Parameters:
  ///   - descriptor: a regular file, read from its current position to its current end.
  ///   - body: called with each request; an error it throws ends the reading.
  /// - Returns: every problem in the file. Only a complete first reading shows whether there are any.
  package static func read(
    from descriptor: Int32, name: String, _ body: (Request) throws -> Void
  ) throws -> [SourceProblem] {
    var status = stat()
    let start = max(0, lseek(descriptor, 0, SEEK_CUR))
    guard fstat(descriptor, &status) == 0 else {
      return [SourceProblem(name, "cannot be read", systemFault: errno)]
    }
    var reading = Reading(name: name)
    var failure: (any Error)?
    func pass(_ line: UnsafeBufferPointer<UInt8>) {
      guard failure == nil, let request = reading.parse(line) else { return }
      do { try body(request) } catch { failure = error }
    }
    var buffer = LineBuffer()
    buffer.start(at: Int64(start), end: Int64(status.st_size))
    while failure == nil {
      switch buffer.fill(from: descriptor) {
      case .filled:
        buffer.forEachLine(marked: idKey) { line, _ in
          pass(line)
        } tooLong: {
          reading.rejectLongLine()
        }
      case .atEnd:
        if let last = buffer.unfinishedLine { pass(last) }
        if let failure { throw failure }
        return reading.problems
      case .failed(let reason):
        return [SourceProblem(path: name, line: nil, reason: "cannot be read: \(reason)")]
      }
    }
    if let failure { throw failure }
    return reading.problems
  }

  private static let idKey = ByteSearch("\"id\"")

  /// The state of reading line by line, with the problems found.
  private struct Reading {
    let name: String
    private(set) var problems: [SourceProblem] = []
    private var number = 0

    init(name: String) { self.name = name }

    /// Reads the request in the next line; nil if it has none.
    mutating func parse(_ line: UnsafeBufferPointer<UInt8>) -> Request? {
      number += 1
      let line = number == 1 ? WholeFile.withoutMark(line) : line
      guard !line.allSatisfy({ $0 <= 0x20 }) else { return nil }
      do throws(RecordFault) {
        return try request(line)
      } catch {
        note(error.reason)
        return nil
      }
    }

    mutating func rejectLongLine() {
      number += 1
      note("longer than \(LineBuffer.longestLine >> 20) MB")
    }

    private mutating func note(_ reason: String) {
      problems.note(SourceProblem(path: name, line: number, reason: reason))
    }
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
    if let repeated { throw RecordFault("“\(repeated)” appears twice") }
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
  /// The keys of the fields that are strings.
  let strings: Set<String>

  static let keys = [
    "id", "tool", "time", "model", "account", "mcpServer", "project", "purse", "input", "output",
    "cacheWrite5m", "cacheWrite1h", "cacheRead", "webSearches", "cost",
  ]

  func request() throws(RecordFault) -> Request {
    if let stray = fields.keys.sorted().first(where: { !Record.keys.contains($0) }) {
      throw RecordFault(
        "unknown key “\(stray)”; known keys are \(Record.keys.joined(separator: ", "))")
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
      throw RecordFault("“\(key)” must be a non-empty string")
    }
    guard bytes.count <= Request.longestName else {
      throw RecordFault(
        "“\(key)” is \(bytes.count) bytes long; the limit is \(Request.longestName)")
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
      throw RecordFault("“cost”: a request can cost at most a million dollars")
    }
    return cost
  }

  private func unknownName(_ name: String, key: String, known: [String]) -> RecordFault {
    RecordFault("“\(key)”: “\(name)” is unknown; known values are \(known.joined(separator: ", "))")
  }
}
