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
      let mark = known.flatMap { Int64($0.memory) }
      guard let found = OpencodeDatabase.read(file.path, since: mark) else {
        reading.problem = SourceProblem(
          path: file.path, line: nil, reason: "this database of opencode cannot be read at present")
        // It need not change to be readable the next time.
        reading.file.modified = 0
        reading.file.memory = known?.memory ?? ""
        return reading
      }
      reading.requests = found.requests
      // Rows may come a little late, and bear times that are still to come: those of the last minute before
      // the file was changed are read again, which counts nothing twice.
      let latest = file.modified / 1_000_000 - Instant.perMinute
      reading.file.memory = found.mark.map { "\(min($0, latest))" } ?? known?.memory ?? ""
      return reading
    }
    guard file.size > 0 else { return reading }
    guard file.size <= WholeFile.largest else {
      reading.problem = SourceProblem(
        path: file.path, line: nil,
        reason: "larger than \(WholeFile.largest >> 20) MB; it is left out")
      return reading
    }
    let requests = WholeFile.read(file.path) { bytes -> [Request]? in
      switch kind {
      case .clineTask(let tool):
        ClineTask.requests(bytes, path: file.path, tool: tool)
      case .clineSession: ClineSession.requests(bytes, path: file.path)
      case .openClaw: OpenClawSession.requests(bytes, path: file.path)
      case .opencodeMessage:
        JSONValue(bytes).map { value in
          OpencodeMessage.request(value, session: value["sessionID"]?.text ?? "").map { [$0] } ?? []
        }
      case .opencodeDatabase: nil
      }
    }
    guard let requests else {
      // It may be half written: it is read again when it changes. Until then it is a file with a bad line.
      (reading.file.lines, reading.file.skipped) = (1, 1)
      reading.problem = SourceProblem(path: file.path, line: nil, reason: "not readable as JSON")
      return reading
    }
    reading.requests = requests
    return reading
  }
}

extension JSONValue {
  /// A count that a request can have; nil for everything else.
  var tokens: Int? {
    guard let value = double, value >= 0, value <= Double(TokenCounts.largestCredible) else {
      return nil
    }
    return Int(value)
  }

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
