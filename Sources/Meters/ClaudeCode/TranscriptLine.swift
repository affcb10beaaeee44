import Glibc
import Ledger
import Values

/// Turns the lines of one transcript into requests, one line at a time.
struct TranscriptLine {
  /// What must be remembered from line to line, and between two readings of the file.
  private(set) var memory: TranscriptMemory
  /// The latest time found in a line during this reading. Lines without one happened at about that time.
  private var lastTime: Instant?
  private let fallbackTime: Instant
  /// For a subagent, what its session says about who pays; nil if the lines themselves say it.
  private let session: SessionPayer?
  /// Whether an owner was named after requests had already been reported as having none.
  private(set) var ownerIsLate = false
  private var names = RecentNames(most: 8)
  /// The ids of the latest answer, which are repeated on each of its lines.
  private var ids = RecentNames(most: 2)

  /// What a line contains.
  enum Finding {
    case request(Request)
    case rejection(Rejection)
    /// A sign of the purse from the main chain at a moment: a cache write for an hour or for five minutes.
    case sign(PurseSign, at: Instant)
  }

  /// Why a line, or part of it, could not be used.
  struct Refusal: Error { var reason: String }

  /// Creates a reader for the lines that follow those in `memory`.
  /// - Parameters:
  ///   - fallbackTime: the time of requests without one, as long as no line has had any.
  ///   - session: for a subagent's transcript, what its session says about who pays.
  init(memory: TranscriptMemory, fallbackTime: Instant, session: SessionPayer? = nil) {
    self.memory = memory
    self.fallbackTime = fallbackTime
    self.session = session
  }

  /// Whether a line may contain anything to count, by a search that is much cheaper than parsing. Inside a string
  /// the mark could only occur with its quotes escaped.
  static let mark = ByteSearch("\"usage\"")

  /// Whether a line without the mark must still be read.
  func mustRead(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
    OwnerFields.mayBe(line)
      || memory.attribution.awaitsResults && TranscriptLine.resultMark.occurs(in: line)
  }

  private static let resultMark = ByteSearch("\"tool_use_id\"")

  /// Reads a line, one JSON object or several joined without a line break, and passes what it contains to `found`.
  /// - Returns: what could not be used; requests before that have been passed on.
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
          ? "not JSON, starting at column \(at)"
          : "not JSON after the first object, starting at column \(at)")
    }
  }

  private mutating func use(
    _ fields: TranscriptFields, line: UnsafeBufferPointer<UInt8>, found: (Finding) -> Void
  ) throws(JSONCursor.Fault) -> Refusal? {
    guard let type = fields.type else { return nil }
    if type.equals("session-owner") || type.equals("bridge-session") {
      if let owner = OwnerFields.owner(in: line) {
        if memory.payer.record(owner: owner) { ownerIsLate = true }
      }
      return nil
    }
    if type.equals("assistant") {
      return try request(fields, inProgressOf: nil, line: line, found: found)
    }
    if type.equals("user") {
      try memory.attribution.recordResults(of: fields)
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
      if outer == nil { try readRejection(fields, line, found: found) }
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
    if let sign { memory.payer.record(sign, fields) }
    if let session {
      memory.payer.follow(session, at: request.time)
    } else if sign != nil, !request.timeIsInferred {
      memory.payer.keepStep(at: request.time)
    }
    (request.evidence, request.organization) = memory.payer.evidence(
      for: fields, isForked: request.isForked)
    // If no login pays, five minutes say nothing about extra usage.
    if let sign, !request.timeIsInferred, sign == .plan || request.evidence.owner != .absent {
      found(.sign(sign, at: request.time))
    }
    found(.request(request))
    if let name = overlongName(in: fields) ?? outer.flatMap(overlongName) { return name }
    return time == nil
      ? Refusal(reason: "no timestamp; the request is counted at \(request.time.rfc3339)") : nil
  }

  /// The first name that is longer than any real one; it is ignored.
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
        reason: "“\(key)” is \(bytes?.count ?? 0) bytes long; the request is counted without it"
      )
    }
  }

  private func credibleTime(_ text: JSONBytes) -> Instant? {
    Instant(rfc3339: text.buffer).flatMap { $0.isCredible ? $0 : nil }
  }

  /// Reads an error record: a rejection, and whether extra usage was paying by then.
  private mutating func readRejection(
    _ fields: TranscriptFields, _ line: UnsafeBufferPointer<UInt8>, found: (Finding) -> Void
  ) throws(JSONCursor.Fault) {
    guard let time = fields.timestamp.flatMap(credibleTime) else { return }
    var cursor = JSONCursor(line)
    let signs = try RejectionFields(&cursor).signs
    if signs.quota?.isUsingOverage == true, !fields.isSidechain {
      memory.payer.recordOverage()
      if session == nil { memory.payer.keepStep(at: time) }
      found(.sign(.short, at: time))
    }
    guard let cause = RejectionCause(signs) else { return }
    var rejection = Rejection(
      id: ids.known(fields.messageID) ?? lineName(of: fields, line), time: time,
      tool: .claudeCode, session: names.name(fields.sessionID),
      project: names.name(fields.folder), cause: cause, text: signs.text)
    rejection.organization = memory.payer.organization
    rejection.isForeign = memory.payer.isForeign
    found(.rejection(rejection))
  }

  /// The id of a line without a message: its own id, if it has one.
  private mutating func lineName(
    of fields: TranscriptFields, _ line: UnsafeBufferPointer<UInt8>
  ) -> String {
    ids.known(fields.lineID) ?? contentName(of: line)
  }

  /// An id for a line that has none: a hash of the whole line.
  private func contentName(of line: UnsafeBufferPointer<UInt8>) -> String {
    String(StableHash.of(line), radix: 16)
  }
}

/// The most recent names, so that a name repeated on every line becomes a string only once.
private struct RecentNames {
  private let most: Int
  private var recent: [String] = []

  /// Creates a memory for `most` names.
  init(most: Int) { self.most = most }

  /// The name; nil if it is missing or cannot be valid.
  mutating func known(_ bytes: JSONBytes?) -> String? {
    let name = name(bytes)
    return name.isEmpty ? nil : name
  }

  /// The name; empty if it is missing or cannot be valid.
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
