import Files
import Glibc
import Values

/// What the transcripts of sessions say of who pays, for those of their subagents, which do not say it themselves.
struct SessionPayers {
  private var known: [String: [Step]] = [:]
  /// Sessions remembered before the memory begins anew.
  private static let most = 512
  /// Bytes at either end of a transcript that are looked through.
  private static let reach: Int64 = 512 << 10

  /// Who paid from a moment on.
  struct Step: Equatable {
    var since: Instant
    var payer: SessionPayer
  }

  /// What a session says, the earliest first, for the transcript of a subagent; nil: it is none.
  mutating func steps(for path: String) -> [Step]? {
    guard let range = path.range(of: "/subagents/") else { return nil }
    let main = String(path[..<range.lowerBound]) + ".jsonl"
    if let known = known[main] { return known }
    if known.count >= SessionPayers.most { known = [:] }
    let steps = SessionPayers.steps(in: main)
    known[main] = steps
    return steps
  }

  private static func steps(in path: String) -> [Step] {
    guard case .success(let (descriptor, size)) = RegularFile.open(path) else { return [] }
    defer { close(descriptor) }
    guard let first = steps(in: descriptor, 0..<min(size, reach), atFirst: true).last else {
      return []
    }
    // Most say the same from beginning to end; who pays changes in few.
    let isSame = lastSign(in: descriptor, size).map { ($0 == .plan) == first.payer.asksHour }
    return isSame ?? true ? [first] : steps(in: descriptor, 0..<size, atFirst: false)
  }

  /// What the last line says that says anything, as far as it stands near the end.
  private static func lastSign(in descriptor: Int32, _ size: Int64) -> PurseSign? {
    let most = Int(min(size, reach))
    let bytes = [UInt8](unsafeUninitializedCapacity: most) { buffer, count in
      count = max(0, pread(descriptor, buffer.baseAddress, most, off_t(size) - off_t(most)))
    }
    return bytes.withUnsafeBufferPointer { bytes -> PurseSign? in
      var end = bytes.count
      while end > 0 {
        let found = bytes[..<end].lastIndex(of: UInt8(ascii: "\n")) ?? -1
        let line = UnsafeBufferPointer(rebasing: bytes[(found + 1)..<end])
        end = max(0, found)
        if TranscriptLine.mark.occurs(in: line), let sign = sign(in: line)?.sign { return sign }
      }
      return nil
    }
  }

  /// What a line of the main chain says.
  private static func sign(
    in line: UnsafeBufferPointer<UInt8>
  ) -> (sign: PurseSign, fields: TranscriptFields)? {
    var cursor = JSONCursor(line)
    guard let fields = try? TranscriptFields(&cursor), !fields.isSidechain,
      fields.type?.equals("assistant") == true, let usage = fields.usage,
      let sign = PurseSign(fields, usage)
    else { return nil }
    return (sign, fields)
  }

  /// - Parameter atFirst: whether the first step is enough.
  private static func steps(
    in descriptor: Int32, _ range: Range<Int64>, atFirst: Bool
  ) -> [Step] {
    var buffer = LineBuffer()
    buffer.start(at: range.lowerBound, end: range.upperBound)
    var steps: [Step] = []
    var payer = SessionPayer()
    var isDone = false
    while !isDone {
      let state = buffer.fill(from: descriptor)
      buffer.forEachLine(marked: TranscriptLine.mark) { line, isMarked in
        if isDone { return }
        if OwnerFields.mayBe(line) {
          if let owner = OwnerFields.owner(in: line) { payer.take(owner: owner) }
        } else if isMarked {
          guard let (sign, fields) = sign(in: line),
            let time = fields.timestamp.flatMap({ Instant(rfc3339: $0.buffer) })
          else { return }
          payer.take(sign, fields)
          if steps.last?.payer != payer { steps.append(Step(since: time, payer: payer)) }
          isDone = atFirst
        }
      } tooLong: {
      }
      switch state {
      case .filled: break
      case .atEnd, .failed: isDone = true
      }
    }
    // An owner may be named without any sign.
    if steps.isEmpty, payer.owner != nil {
      steps = [Step(since: Instant(milliseconds: 0), payer: payer)]
    }
    return steps
  }
}

/// What a record that names the owner of a session says: `session-owner`, or `bridge-session`.
enum OwnerFields {
  private static let mark = ByteSearch("rganizationUuid\"")
  /// Bytes of the longest such record; real ones have two hundred.
  private static let longest = 640

  /// Whether a line may be one, by a search that is much cheaper than reading it.
  static func mayBe(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
    line.count <= longest && mark.occurs(in: line)
  }

  /// The organization that a record names, by its id; empty if it names only an account. Nil: it is no such record.
  static func owner(in line: UnsafeBufferPointer<UInt8>) -> String? {
    var (isOwner, isBridge) = (false, false)
    var organization: JSONBytes?
    var cursor = JSONCursor(line)
    let isRead: Void? = try? cursor.object { (key, cursor) throws(JSONCursor.Fault) in
      if key.equals("type") {
        let type = try cursor.stringOrSkip()
        isOwner = type?.equals("session-owner") ?? false
        isBridge = type?.equals("bridge-session") ?? false
      } else if key.equals("organizationUuid") || key.equals("ownerOrganizationUuid") {
        organization = try cursor.stringOrSkip() ?? organization
      } else {
        try cursor.skip()
      }
    }
    guard isRead != nil, isOwner || isBridge else { return nil }
    let name = organization.flatMap { $0.count <= 200 ? $0.string : nil } ?? ""
    return isOwner || !name.isEmpty ? name : nil
  }
}
