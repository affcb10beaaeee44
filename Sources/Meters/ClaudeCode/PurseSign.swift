import Files
import Ledger

/// What the lifetime of cache writes says of the purse: on a subscription Claude Code asks for an hour as long
/// as the plan pays, and for five minutes once extra usage does. An API key gets five minutes always.
///
/// Subagents get five minutes whoever pays, so only the main chain tells.
enum PurseSign: String, Codable {
  /// An hour: the plan pays.
  case plan
  /// Five minutes, which after an hour before mean that extra usage probably pays.
  case short

  /// What one record of the main chain says; nil: nothing.
  init?(_ fields: TranscriptFields, _ usage: UsageFields) {
    // What was asked for is surer than what was written.
    if let asked = fields.cacheRequested {
      if asked.equals("1h") {
        self = .plan
      } else if asked.equals("5m") {
        self = .short
      } else {
        return nil
      }
    } else if usage.counts.cacheWrite1h > 0 {
      self = .plan
    } else if usage.hasLifetimes, usage.counts.cacheWrite5m > 0,
      PurseSign.isTrusted(fields.version?.string ?? "")
    {
      self = .short
    } else {
      return nil
    }
  }

  /// From 2.1.60 to 2.1.128 the hour was lost for other reasons too (repaired in 2.1.129).
  private static func isTrusted(_ version: String) -> Bool {
    let parts = version.split(separator: ".").map { Int($0) ?? 0 }
    guard parts.count == 3 else { return false }
    let isOfSeries = parts[0] == 2 && parts[1] == 1
    return !isOfSeries || !(60..<129).contains(parts[2])
  }
}

/// What a reader of a transcript must remember from line to line, and between two readings of the file.
struct TranscriptMemory: Codable, Equatable {
  var attribution = ServerAttribution()
  /// The latest sign of the main chain.
  var sign: PurseSign?

  /// Whether there is nothing to remember.
  var isIdle: Bool { attribution.isIdle && sign == nil }
}

/// The first sign of a session's own transcript, which holds for its subagents, whose transcripts have none.
struct SessionSigns {
  private var known: [String: PurseSign?] = [:]
  /// Sessions remembered before the memory begins anew.
  private static let most = 512
  /// Bytes of a transcript that are looked through.
  private static let reach = 512 << 10

  /// The sign for the transcript of a subagent; nil: it is none, or nothing tells.
  mutating func sign(for path: String) -> PurseSign? {
    guard let range = path.range(of: "/subagents/") else { return nil }
    let main = String(path[..<range.lowerBound]) + ".jsonl"
    if let known = known[main] { return known }
    if known.count >= SessionSigns.most { known = [:] }
    let sign = SessionSigns.first(in: main)
    known[main] = .some(sign)
    return sign
  }

  private static func first(in path: String) -> PurseSign? {
    WholeFile.readStart(of: path, most: reach) { bytes -> PurseSign? in
      var start = 0
      while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
        let line = UnsafeBufferPointer(rebasing: bytes[start..<end])
        start = end + 1
        guard TranscriptLine.mark.occurs(in: line) else { continue }
        var cursor = JSONCursor(line)
        guard let fields = try? TranscriptFields(&cursor), !fields.isSidechain,
          fields.type?.equals("assistant") == true, let usage = fields.usage
        else { continue }
        if let sign = PurseSign(fields, usage) { return sign }
      }
      return nil
    }
  }
}
