import Files
import Foundation
import Ledger
import Values

/// A file in which a tool other than Claude Code records what its requests to Anthropic consumed. It is read as a
/// whole whenever it has changed, because tools rewrite such files.
package struct OtherToolLog: Sendable {
  package enum Kind: Sendable {
    /// Cline's list of a task's events, from inside or outside an editor.
    case clineTask(Tool)
    /// The messages of a session of the newer Cline.
    case clineSession
    case openClaw
    /// One opencode message as a file, as stored before there was a database.
    case opencodeMessage
    case opencodeDatabase
  }

  package let kind: Kind
  /// The current state of the file.
  package let file: SourceFile

  /// The result of a reading.
  package struct Reading {
    /// The requests not yet passed on.
    package var requests: [Request] = []
    /// How far it was read.
    package var file: SourceFile
    package var problem: SourceProblem?
  }

  /// All existing logs.
  package static func all(environment: [String: String]) -> [OtherToolLog] {
    let places = OtherToolPlaces(environment: environment)
    return places.cline + places.openClaw + places.opencode
  }

  /// The largest size that is read, in bytes.
  private var largest: Int {
    if case .opencodeMessage = kind { JSONValue.largestFile } else { WholeFile.largest }
  }

  /// Whether reading it takes a while.
  package var isLarge: Bool {
    if case .opencodeDatabase = kind { true } else { file.size > 1 << 20 }
  }

  /// Reads it.
  /// - Parameters:
  ///   - known: how far it was read before; nil if not at all.
  ///   - pass: called with requests as soon as there are many; an error it throws ends the reading.
  package func read(
    known: SourceFile?, _ pass: @escaping ([Request]) throws -> Void
  ) throws -> Reading {
    var reading = Reading(file: file)
    reading.file.offset = file.size
    if case .opencodeDatabase = kind {
      readDatabase(known: known, into: &reading)
      return reading
    }
    guard file.size > 0 else { return reading }
    let bytes: [UInt8]
    do throws(WholeFile.Fault) {
      bytes = try WholeFile.bytes(of: file.path, most: largest)
    } catch {
      leaveOut(SourceProblem(file.path, error), &reading)
      // Granting permission to read does not change the modification time, so try again each time.
      reading.file.modified = 0
      return reading
    }
    let found = bytes.withUnsafeBufferPointer { bytes in
      Result { () throws(JSONCursor.Fault) in
        try requests(in: bytes, CountedRequests(pass))
      }
    }
    switch found {
    case .success(let found):
      if let failure = found.failure { throw failure }
      reading.requests = found.requests
      name(found, in: &reading)
    case .failure(.tooMuch):
      leaveOut(
        problem("has more in it than is supported; it is ignored", .reduce), &reading)
    case .failure: leaveOut(problem("is not valid JSON", .rewrite), &reading)
    }
    return reading
  }

  /// The file may be incomplete: it is read again when it changes. Until then it counts as a file with one bad
  /// line.
  private func leaveOut(_ problem: SourceProblem, _ reading: inout Reading) {
    (reading.file.lines, reading.file.skipped) = (1, 1)
    reading.problem = problem
  }

  private func requests(
    in bytes: UnsafeBufferPointer<UInt8>, _ empty: CountedRequests
  ) throws(JSONCursor.Fault) -> CountedRequests {
    var found = empty
    switch kind {
    case .clineTask(let tool):
      try JSONCursor.check(bytes)
      try ClineTask.read(bytes, path: file.path, tool: tool, into: &found)
    case .clineSession:
      try JSONCursor.check(bytes)
      try ClineSession.read(bytes, path: file.path, into: &found)
    case .openClaw: OpenClawSession.read(bytes, path: file.path, into: &found)
    case .opencodeMessage:
      let value = try JSONValue(whole: bytes)
      found.add { () throws(LeftOut) in
        try OpencodeMessage.request(value, session: value["sessionID"]?.name ?? "")
      }
    case .opencodeDatabase: break
    }
    return found
  }

  private func readDatabase(known: SourceFile?, into reading: inout Reading) {
    // If the file is a different one, or was set back in time, nothing of it has been read.
    let isSame =
      known.map {
        ($0.device, $0.inode) == (file.device, file.inode) && $0.modified <= file.modified
      } ?? false
    let memory = isSame ? known?.memory ?? "" : ""
    // Rows may appear slightly late, so those of the last minute before the file changed are read again. Nothing is
    // counted twice.
    let latest = file.modified / 1_000_000 - Instant.perMinute
    guard
      let found = OpencodeDatabase.read(
        file.path, since: OtherToolLog.marks(memory), latest: latest)
    else {
      reading.problem = SourceProblem(
        unusable: file.path, most: .max, "this opencode database cannot be read at the moment",
        .reopen)
      // It may become readable without changing.
      reading.file.modified = 0
      reading.file.memory = memory
      return
    }
    reading.requests = found.counted.requests
    reading.file.memory = found.marks.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
      .joined(separator: " ")
    if found.isCut { reading.file.modified = 0 }
    name(found.counted, in: &reading)
  }

  /// How far each table was read, from the stored memory.
  private static func marks(_ memory: String) -> [String: Int64] {
    memory.split(separator: " ").reduce(into: [:]) { marks, word in
      let parts = word.split(separator: "=")
      if parts.count == 2, let mark = Int64(parts[1]) { marks[String(parts[0])] = mark }
    }
  }

  private func problem(_ reason: String, _ remedy: SourceProblem.Remedy) -> SourceProblem {
    SourceProblem(path: file.path, line: nil, reason: reason, remedy: remedy)
  }

  /// Reports what was not counted.
  private func name(_ found: CountedRequests, in reading: inout Reading) {
    guard !found.leftOut.isEmpty else { return }
    let number = found.leftOut.values.reduce(0, +)
    (reading.file.lines, reading.file.skipped) = (found.count + number, number)
    let reasons = LeftOut.allCases.compactMap { kind in
      found.leftOut[kind].map { kind.reason($0) }
    }
    reading.problem = problem(reasons.joined(separator: "; "), .rewrite)
  }
}

/// Why an entry of a log is not counted; a wrong count would be worse.
enum LeftOut: Error, CaseIterable {
  case counts, time, model, noJSON, tooLarge

  /// The reason, for that many entries, in words that follow the log's path.
  func reason(_ number: Int) -> String {
    switch self {
    case .counts:
      "\(number) of its answers are not counted because their token counts cannot be read"
    case .time: "\(number) of its answers are not counted because their times cannot be read"
    case .model:
      "\(number) of its answers are not counted because task_metadata.json, which names their model, cannot be read"
    case .noJSON: "\(number) of its entries are not JSON and are ignored"
    case .tooLarge: "\(number) of its entries are too large and are ignored"
    }
  }
}

/// The requests in a log, and how many of its entries are not counted.
struct CountedRequests {
  /// The requests not yet passed on.
  private(set) var requests: [Request] = []
  /// How many requests there were.
  private(set) var count = 0
  private(set) var leftOut: [LeftOut: Int] = [:]
  /// The error that ended the reading.
  private(set) var failure: (any Error)?
  private let pass: (([Request]) throws -> Void)?

  /// How many requests are passed on at a time.
  private static let most = 2000

  /// - Parameter pass: called with collected requests, so that a large log need not fit into memory.
  init(_ pass: (([Request]) throws -> Void)? = nil) { self.pass = pass }

  /// Adds the request an entry contains, if any.
  mutating func add(_ make: () throws(LeftOut) -> Request?) {
    guard failure == nil else { return }
    do throws(LeftOut) {
      guard let request = try make() else { return }
      requests.append(request)
      count += 1
    } catch {
      leaveOut(error)
    }
    guard let pass, requests.count >= CountedRequests.most else { return }
    do { try pass(requests) } catch { failure = error }
    requests.removeAll(keepingCapacity: true)
  }

  /// Records that an entry cannot be used.
  mutating func leaveOut(_ reason: LeftOut) { leftOut[reason, default: 0] += 1 }

  /// Adds the request in the next element of a list. An element that is too large is skipped.
  mutating func addElement(
    _ cursor: inout JSONCursor, _ make: (JSONValue) throws(LeftOut) -> Request?
  ) throws(JSONCursor.Fault) {
    let start = cursor
    do throws(JSONCursor.Fault) {
      let value = try JSONValue(&cursor)
      add { () throws(LeftOut) in try make(value) }
    } catch .tooMuch {
      cursor = start
      try cursor.skip()
      leaveOut(.tooLarge)
    }
  }
}

extension JSONValue {
  /// A member with a token count; 0 if it is missing or null.
  func tokens(_ key: String) throws(LeftOut) -> Int {
    guard let member = self[key], !member.isNull else { return 0 }
    guard let value = member.double, value >= 0, value <= Double(TokenCounts.largestCredible),
      value == value.rounded()
    else { throw .counts }
    return Int(value)
  }

  /// The string, if it can be a name.
  var name: String? { text.flatMap { $0.utf8.count <= Request.longestName ? $0 : nil } }

  /// The number as milliseconds since 1970, if that is a credible time.
  var moment: Instant? {
    guard let value = double, value.isFinite, abs(value) < 4e15 else { return nil }
    let time = Instant(milliseconds: Int64(value))
    return time.isCredible ? time : nil
  }
}

extension Request {
  /// Creates a request of another tool.
  static func ofOtherTool(
    _ identity: RequestIdentity, _ time: Instant, tool: Tool = .other, purse: Purse,
    model: String, _ tokens: TokenCounts
  ) -> Request? {
    // A request without tokens was not billed: it failed or has only just begun.
    guard tokens.total > 0 else { return nil }
    return Request(
      identity: identity, time: time, tool: tool, purse: purse,
      main: ModelUse(model: String(model.prefix(200)), tokens: tokens))
  }
}
