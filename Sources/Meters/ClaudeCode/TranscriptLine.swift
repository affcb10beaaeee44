import Glibc
import Ledger
import Values

/// Turns the lines of one transcript into requests, one line after the other.
struct TranscriptLine {
  /// What must be remembered from line to line, and between two readings of the file.
  private(set) var memory: TranscriptMemory
  /// The last time a line of this reading told; lines without one happened about then.
  private var lastTime: Instant?
  private let fallbackTime: Instant
  /// What the session of a subagent says of who pays; nil: the lines say it themselves.
  private let session: SessionPayer?
  /// Whether an owner was named after requests had been told of as those of a session without one.
  private(set) var ownerIsLate = false
  private var names = RecentNames(most: 8)
  /// The ids of the answer met last, which stand on each of its lines.
  private var ids = RecentNames(most: 2)

  /// What a line tells of.
  enum Finding {
    case request(Request)
    case rejection(Rejection)
    /// The main chain has told of the purse at a moment: an hour's cache write, or one of five minutes.
    case sign(PurseSign, at: Instant)
  }

  /// What could not be used of a line, and why.
  struct Refusal: Error { var reason: String }

  /// A reader of lines that come after what `memory` holds.
  /// - Parameters:
  ///   - fallbackTime: the time of requests that have none, as long as no line told any.
  ///   - session: of a subagent's transcript, what its session says of who pays.
  init(memory: TranscriptMemory, fallbackTime: Instant, session: SessionPayer? = nil) {
    self.memory = memory
    self.fallbackTime = fallbackTime
    self.session = session
  }

  /// Whether a line may hold anything to count, by a search that is much cheaper than reading it.
  /// Within a string the mark could only stand with its quotes escaped.
  static let mark = ByteSearch("\"usage\"")

  /// Whether a line without the mark must be read all the same.
  func mustRead(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
    OwnerFields.mayBe(line)
      || memory.attribution.awaitsResults && TranscriptLine.resultMark.occurs(in: line)
  }

  private static let resultMark = ByteSearch("\"tool_use_id\"")

  /// Reads a line, one JSON object or several joined without a line break, and hands what it tells of
  /// to `found`.
  /// - Returns: what could not be used of it; requests before that have been handed over.
  mutating func read(
    _ line: UnsafeBufferPointer<UInt8>, found: (Finding) -> Void
  ) -> Refusal? {
    var cursor = JSONCursor(line)
    var objects = 0
    var firstRefusal: Refusal?
    do throws(JSONCursor.Fault) {
      while !cursor.isAtEnd() {
        guard try cursor.kind() == .object else { throw JSONCursor.Fault.malformed }
        let fields = try TranscriptFields(&cursor)
        objects += 1
        let refusal = try use(fields, line: line, found: found)
        firstRefusal = firstRefusal ?? refusal
      }
      return firstRefusal
    } catch {
      if error == .tooDeep {
        return Refusal(reason: "nested deeper than \(JSONCursor.deepest) levels")
      }
      let at = cursor.at - (line.baseAddress ?? cursor.at) + 1
      return Refusal(
        reason: objects == 0
          ? "not JSON from column \(at) on"
          : "not JSON after its first object, from column \(at) on")
    }
  }

  private mutating func use(
    _ fields: TranscriptFields, line: UnsafeBufferPointer<UInt8>, found: (Finding) -> Void
  ) throws(JSONCursor.Fault) -> Refusal? {
    guard let type = fields.type else { return nil }
    if type.equals("session-owner") || type.equals("bridge-session") {
      if let owner = OwnerFields.owner(in: line) {
        if memory.payer.take(owner: owner) { ownerIsLate = true }
      }
      return nil
    }
    if type.equals("assistant") {
      return try request(fields, inProgressOf: nil, line: line, found: found)
    }
    if type.equals("user") {
      try memory.attribution.takeResults(of: fields)
    } else if type.equals("progress"), let copied = fields.copied, copied.hasPrefix("{") {
      var cursor = JSONCursor(copied.buffer)
      let inner = try TranscriptFields(&cursor)
      guard inner.type?.equals("assistant") == true else { return nil }
      return try request(inner, inProgressOf: fields, line: line, found: found)
    }
    return nil
  }

  private mutating func request(
    _ fields: TranscriptFields, inProgressOf outer: TranscriptFields?,
    line: UnsafeBufferPointer<UInt8>, found: (Finding) -> Void
  ) throws(JSONCursor.Fault) -> Refusal? {
    guard let usage = fields.usage else { return nil }
    if fields.model?.equals("<synthetic>") == true {
      if outer == nil { try refused(fields, line, found: found) }
      return nil
    }
    if let fault = usage.fault { return Refusal(reason: fault) }
    let message = ids.name(fields.messageID)
    if message.isEmpty, outer != nil { return nil }

    let model = names.name(fields.model)
    var request = Request(
      identity: message.isEmpty
        ? RequestIdentity(line: lineName(of: fields, line))
        : RequestIdentity(message: message, request: ids.name(fields.requestID)),
      time: fallbackTime, tool: .claudeCode, purse: .extra,
      main: ModelUse(model: model, tokens: usage.counts))
    request.extra = usage.extra.map { ModelUse(model: $0.model ?? model, tokens: $0.tokens) }
    request.terms = usage.terms
    let placing = outer ?? fields
    if let first = placing.firstSession, placing.sessionID.map({ !first.equals($0) }) ?? true {
      request.isForked = true
      request.session = names.name(first)
    } else {
      request.session = names.name(placing.sessionID)
    }
    request.project = names.name((outer ?? fields).folder)
    request.isUnfinished = !fields.isFinished
    request.isProgressCopy = outer != nil
    request.isSidechain = outer != nil || fields.isSidechain
    if outer == nil {
      request.servers = try memory.attribution.servers(of: fields, message: message)
    }
    let time = (fields.timestamp ?? outer?.timestamp).flatMap(credibleTime)
    if let time {
      request.time = time
      lastTime = time
    } else {
      request.time = lastTime ?? fallbackTime
      request.timeIsInferred = true
    }
    let sign = request.isSidechain ? nil : PurseSign(fields, usage)
    if let sign { memory.payer.take(sign, fields) }
    if let session {
      memory.payer.follow(session, at: request.time)
    } else if sign != nil, !request.timeIsInferred {
      memory.payer.keepStep(at: request.time)
    }
    (request.evidence, request.organization) = memory.payer.evidence(
      for: fields, isForked: request.isForked)
    // Where no login pays, five minutes say nothing of extra usage.
    if let sign, !request.timeIsInferred, sign == .plan || request.evidence.owner != .absent {
      found(.sign(sign, at: request.time))
    }
    found(.request(request))
    if let name = overlongName(in: fields) ?? outer.flatMap(overlongName) { return name }
    return time == nil
      ? Refusal(reason: "no timestamp; its request is counted at \(request.time.rfc3339)") : nil
  }

  /// The first name that is longer than any can be; it is passed over.
  private func overlongName(in fields: TranscriptFields) -> Refusal? {
    func isLong(_ bytes: JSONBytes?) -> Bool { (bytes?.count ?? 0) > Request.longestName }
    guard
      isLong(fields.folder) || isLong(fields.sessionID) || isLong(fields.model)
        || isLong(fields.messageID) || isLong(fields.requestID) || isLong(fields.lineID)
    else { return nil }
    let names = [
      ("cwd", fields.folder), ("sessionId", fields.sessionID), ("model", fields.model),
      ("message.id", fields.messageID), ("requestId", fields.requestID), ("uuid", fields.lineID),
    ]
    return names.first { isLong($0.1) }.map { key, bytes in
      Refusal(
        reason: "“\(key)” has \(bytes?.count ?? 0) bytes; its request is counted as if it said none"
      )
    }
  }

  private func credibleTime(_ text: JSONBytes) -> Instant? {
    Instant(rfc3339: text.buffer).flatMap { $0.isCredible ? $0 : nil }
  }

  /// Takes what an error record tells: a rejection, and whether extra usage was paying by then.
  private mutating func refused(
    _ fields: TranscriptFields, _ line: UnsafeBufferPointer<UInt8>, found: (Finding) -> Void
  ) throws(JSONCursor.Fault) {
    guard let time = fields.timestamp.flatMap(credibleTime) else { return }
    var cursor = JSONCursor(line)
    let signs = try RejectionFields(&cursor).signs
    if signs.quota?.isUsingOverage == true, !fields.isSidechain {
      memory.payer.takeOverage()
      if session == nil { memory.payer.keepStep(at: time) }
      found(.sign(.short, at: time))
    }
    guard let cause = RejectionCause(signs) else { return }
    found(
      .rejection(
        Rejection(
          id: ids.known(fields.messageID) ?? lineName(of: fields, line), time: time,
          tool: .claudeCode, session: names.name(fields.sessionID),
          project: names.name(fields.folder), cause: cause, text: signs.text)))
  }

  /// What a line without a message is called: by its own id, if it has one.
  private mutating func lineName(
    of fields: TranscriptFields, _ line: UnsafeBufferPointer<UInt8>
  ) -> String {
    ids.known(fields.lineID) ?? contentName(of: line)
  }

  /// A name for a line that has none of its own: a hash of all of it.
  private func contentName(of line: UnsafeBufferPointer<UInt8>) -> String {
    String(StableHash.of(line), radix: 16)
  }
}

/// The last few names met, so that one that stands on every line is made into a string once.
private struct RecentNames {
  private let most: Int
  private var recent: [String] = []

  /// A memory of `most` names.
  init(most: Int) { self.most = most }

  /// The name; nil if there is none, or none that can be one.
  mutating func known(_ bytes: JSONBytes?) -> String? {
    let name = name(bytes)
    return name.isEmpty ? nil : name
  }

  /// The name; empty if there is none, or none that can be one.
  mutating func name(_ bytes: JSONBytes?) -> String {
    guard let bytes, bytes.count > 0, bytes.count <= Request.longestName else { return "" }
    if let known = recent.first(where: { bytes.equals($0.utf8) }) { return known }
    let name = bytes.string
    if recent.count >= most { recent.removeFirst() }
    recent.append(name)
    return name
  }
}

extension JSONBytes {
  /// Whether the bytes are those of `text`.
  fileprivate func equals(_ text: String.UTF8View) -> Bool {
    guard text.count == count else { return false }
    return text.withContiguousStorageIfAvailable { utf8 in
      utf8.baseAddress.map { memcmp($0, start, count) == 0 } ?? false
    } ?? false
  }
}
