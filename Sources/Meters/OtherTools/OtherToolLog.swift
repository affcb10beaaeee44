import Files
import Foundation
import Ledger

/// A file in which another tool than Claude Code keeps what its requests to Anthropic consumed. Such a file is
/// read whole whenever it has changed: tools write it anew themselves.
package struct OtherToolLog: Sendable {
  package enum Kind: Sendable {
    /// Cline's list of a task's events, in an editor or outside of one.
    case clineTask(Tool)
    /// The messages of a session of the newer Cline.
    case clineSession
    case openClaw
    /// One message of opencode as a file, as it was kept before there was a database.
    case opencodeMessage
    case opencodeDatabase
  }

  package let kind: Kind
  /// How it is now.
  package let file: SourceFile

  /// What a reading brought.
  package struct Reading {
    package var requests: [Request] = []
    /// How far it was read.
    package var file: SourceFile
    package var problem: SourceProblem?
  }

  /// Every such file there is.
  package static func all(environment: [String: String]) -> [OtherToolLog] {
    let places = OtherToolPlaces(environment: environment)
    return places.cline + places.openClaw + places.opencode
  }

  /// Whether reading it takes a while.
  package var isLarge: Bool {
    if case .opencodeDatabase = kind { true } else { file.size > 1 << 20 }
  }

  /// Reads it.
  /// - Parameter known: how far it was read before; nil: not at all.
  package func read(known: SourceFile?) -> Reading {
    var reading = Reading(file: file)
    reading.file.offset = file.size
    if case .opencodeDatabase = kind {
      readDatabase(known: known, into: &reading)
      return reading
    }
    guard file.size > 0 else { return reading }
    guard file.size <= WholeFile.largest else {
      reading.problem = problem("larger than \(WholeFile.largest >> 20) MB; it is left out")
      return reading
    }
    guard let found = WholeFile.read(file.path, { requests(in: $0) }) else {
      // It may be half written: it is read again when it changes. Until then it is a file with a bad line.
      (reading.file.lines, reading.file.skipped) = (1, 1)
      reading.problem = problem("not readable as JSON")
      return reading
    }
    reading.requests = found.requests
    name(found.unusable, in: &reading)
    return reading
  }

  private func requests(in bytes: UnsafeBufferPointer<UInt8>) -> CountedRequests? {
    switch kind {
    case .clineTask(let tool): ClineTask.requests(bytes, path: file.path, tool: tool)
    case .clineSession: ClineSession.requests(bytes, path: file.path)
    case .openClaw: OpenClawSession.requests(bytes, path: file.path)
    case .opencodeMessage:
      JSONValue(bytes).map { value in
        var found = CountedRequests()
        found.add { () throws(UnusableCount) in
          try OpencodeMessage.request(value, session: value["sessionID"]?.name ?? "")
        }
        return found
      }
    case .opencodeDatabase: nil
    }
  }

  private func readDatabase(known: SourceFile?, into reading: inout Reading) {
    // Of another file, or of one that was set back, nothing has been read.
    let isSame =
      known.map {
        ($0.device, $0.inode) == (file.device, file.inode) && $0.modified <= file.modified
      } ?? false
    let memory = isSame ? known?.memory ?? "" : ""
    guard let found = OpencodeDatabase.read(file.path, since: OtherToolLog.marks(memory)) else {
      reading.problem = problem("this database of opencode cannot be read at present")
      // It need not change to be readable the next time.
      reading.file.modified = 0
      reading.file.memory = memory
      return
    }
    reading.requests = found.requests
    // Rows may come a little late, and bear times that are still to come: those of the last minute before
    // the file was changed are read again, which counts nothing twice.
    let latest = file.modified / 1_000_000 - Instant.perMinute
    reading.file.memory = found.marks.sorted { $0.key < $1.key }.map {
      "\($0.key)=\(min($0.value, latest))"
    }.joined(separator: " ")
    if found.isCut { reading.file.modified = 0 }
    name(found.unusable, in: &reading)
  }

  /// How far each table was read, as it is remembered.
  private static func marks(_ memory: String) -> [String: Int64] {
    memory.split(separator: " ").reduce(into: [:]) { marks, word in
      let parts = word.split(separator: "=")
      if parts.count == 2, let mark = Int64(parts[1]) { marks[String(parts[0])] = mark }
    }
  }

  private func problem(_ reason: String) -> SourceProblem {
    SourceProblem(path: file.path, line: nil, reason: reason)
  }

  /// Names answers that are not counted, because a wrong count would be worse.
  private func name(_ unusable: Int, in reading: inout Reading) {
    guard unusable > 0 else { return }
    (reading.file.lines, reading.file.skipped) = (reading.requests.count + unusable, unusable)
    reading.problem = problem(
      "\(unusable) of its answers are not counted, because their token counts cannot be read")
  }
}

/// Requests that a log tells of, and how many more it would if their counts could be read.
struct CountedRequests {
  private(set) var requests: [Request] = []
  private(set) var unusable = 0

  /// Adds what an answer makes, if it makes anything.
  mutating func add(_ make: () throws(UnusableCount) -> Request?) {
    do throws(UnusableCount) {
      if let request = try make() { requests.append(request) }
    } catch {
      unusable += 1
    }
  }

  /// Lets every request be of a session, for a log that names it after them.
  mutating func setSession(_ session: String) {
    for index in requests.indices { requests[index].session = session }
  }
}

/// A count of tokens is there and is none.
struct UnusableCount: Error {}

extension JSONValue {
  /// A member that counts tokens; 0 where it is not there or null.
  func tokens(_ key: String) throws(UnusableCount) -> Int {
    guard let member = self[key], !member.isNull else { return 0 }
    guard let value = member.double, value >= 0, value <= Double(TokenCounts.largestCredible),
      value == value.rounded()
    else { throw UnusableCount() }
    return Int(value)
  }

  /// A text that can be a name.
  var name: String? { text.flatMap { $0.utf8.count <= Request.longestName ? $0 : nil } }

  /// A time in milliseconds since 1970 that can be one.
  var moment: Instant? {
    guard let value = double, value.isFinite, abs(value) < 4e15 else { return nil }
    let time = Instant(milliseconds: Int64(value))
    return time.isCredible ? time : nil
  }
}

extension Request {
  /// A request of another tool.
  static func ofOtherTool(
    _ identity: RequestIdentity, _ time: Instant, tool: Tool = .other, purse: Purse,
    model: String, _ tokens: TokenCounts
  ) -> Request? {
    // What consumed nothing was not billed: it failed, or has only begun.
    guard tokens.total > 0 else { return nil }
    return Request(
      identity: identity, time: time, tool: tool, purse: purse,
      main: ModelUse(model: String(model.prefix(200)), tokens: tokens))
  }
}
