import Ledger
import Values

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
      PurseSign.isTrusted(ClientVersion.number(fields.version))
    {
      self = .short
    } else {
      return nil
    }
  }

  /// From 2.1.60 to 2.1.128 the hour was lost for other reasons too (repaired in 2.1.129).
  private static func isTrusted(_ version: Int?) -> Bool {
    version.map { !(ClientVersion.losesHour..<ClientVersion.keepsHour).contains($0) } ?? false
  }
}

/// Versions of Claude Code as numbers that can be compared.
enum ClientVersion {
  /// The first one that loses the hour, the first that does not any more, and the first whose sessions surely name
  /// their owner.
  static let (losesHour, keepsHour, namesOwner) = (2_001_060, 2_001_129, 2_001_330)

  /// The number of `2.1.330`: 2,001,330. Nil: there is none that can be understood.
  static func number(_ text: JSONBytes?) -> Int? {
    guard let text, text.count <= 11 else { return nil }
    var (number, part, points) = (0, 0, 0)
    for byte in text.buffer {
      if byte == UInt8(ascii: ".") {
        (number, part, points) = (number * 1000 + part, 0, points + 1)
      } else {
        guard (0x30...0x39).contains(byte) else { return nil }
        part = part * 10 + Int(byte - 0x30)
        guard part < 1000 else { return nil }
      }
    }
    return points == 2 ? number * 1000 + part : nil
  }
}

/// What is known of who pays for a session, line after line.
struct SessionPayer: Codable, Equatable {
  /// What the main chain said last of its cache, as ``PurseEvidence/Cache``, and whether it was asked for.
  private var cache: Int64 = 0
  private var isAsked = false
  /// The organization of the login that pays, by its id, empty where it has none; nil: none was named so far.
  private var owner: String?
  /// The one that was named first: what came before is its, too.
  private(set) var firstOwner: String?
  /// Whether it is not known what the session's own transcript says.
  private var isOrphan = false
  /// Whether requests were told of as those of a session without an owner.
  private var lacked = false
  /// What the main chain said, the earliest first, for the session's subagents.
  private var steps: [Step] = []
  /// Of a subagent, which step of its session it follows, as ``PurseEvidence/step``.
  private var step = 0

  /// What the main chain said from a moment on.
  private struct Step: Codable, Equatable {
    var since: Int64
    var cache: Int64
    var isAsked: Bool
    var owner: String?
  }

  /// Nothing is known.
  init() {}

  /// Whether nothing is known.
  var isIdle: Bool { self == SessionPayer() }

  /// A number that grows with whatever the session says to its subagents.
  var saidCount: Int { steps.count + (firstOwner == nil ? 0 : 1) }

  /// Takes what a line of the main chain says of its cache.
  mutating func take(_ sign: PurseSign, _ fields: TranscriptFields) {
    let wasHour = known == .hour || known == .fiveAfterHour
    isAsked = fields.cacheRequested != nil
    switch sign {
    case .plan: known = .hour
    case .short where wasHour: known = .fiveAfterHour
    // Before there was an hour, everybody got five minutes.
    case .short
    where isAsked || ClientVersion.number(fields.version) ?? 0 >= ClientVersion.keepsHour:
      known = .five
    case .short: known = .unknown
    }
  }

  /// Takes that extra usage pays by now.
  mutating func takeOverage() { (known, isAsked) = (.fiveAfterHour, false) }

  /// Takes whose login pays.
  /// - Returns: whether requests were told of before as those of a session without an owner.
  @discardableResult
  mutating func take(owner organization: String) -> Bool {
    let isLate = firstOwner == nil && lacked
    owner = organization
    if firstOwner == nil {
      firstOwner = organization
      for index in steps.indices { steps[index].owner = organization }
    }
    return isLate
  }

  /// Keeps for the subagents what the main chain has said at `time`.
  mutating func keepStep(at time: Instant) {
    let step = Step(since: time.milliseconds, cache: cache, isAsked: isAsked, owner: owner)
    if let last = steps.last {
      let isNews =
        (last.cache, last.isAsked) != (step.cache, step.isAsked) || last.owner != step.owner
      // Whoever changes more often than that is no session.
      guard isNews, steps.count < PurseEvidence.mostSteps - 1 else { return }
    }
    steps.append(step)
  }

  /// Takes what the main chain of a subagent's session says of a moment: what it said last by then, or first.
  mutating func follow(_ session: SessionPayer, at time: Instant) {
    isOrphan = session.saidCount == 0
    let place = session.steps.lastIndex { $0.since <= time.milliseconds } ?? 0
    step = isOrphan ? 0 : 1
    owner = session.firstOwner ?? owner
    guard session.steps.indices.contains(place) else { return }
    step = place + 2
    let said = session.steps[place]
    (cache, isAsked) = (said.cache, said.isAsked)
    owner = said.owner ?? owner
  }

  private var known: PurseEvidence.Cache {
    get { PurseEvidence.Cache(rawValue: cache) ?? .unknown }
    set { cache = newValue.rawValue }
  }

  /// What a request of the session rests on, and the organization whose login pays, by its id.
  /// - Parameter isForked: whether its line is a copy from another session, whose owner nobody knows.
  mutating func evidence(
    for fields: TranscriptFields, isForked: Bool
  ) -> (evidence: PurseEvidence, organization: String?) {
    var evidence = PurseEvidence(usual: .extra)
    evidence.cache = known
    evidence.isAsked = isAsked
    evidence.step = step
    evidence.isOverage = fields.isUsingOverage
    if isForked { return (evidence, nil) }
    if let owner {
      evidence.owner = .present
      return (evidence, owner.isEmpty ? nil : owner)
    }
    if !isOrphan, ClientVersion.number(fields.version) ?? 0 >= ClientVersion.namesOwner {
      evidence.owner = .absent
      lacked = true
    }
    return (evidence, nil)
  }
}

/// What a reader of a transcript must remember from line to line, and between two readings of the file.
struct TranscriptMemory: Codable, Equatable {
  var attribution = ServerAttribution()
  var payer = SessionPayer()

  /// Whether there is nothing to remember.
  var isIdle: Bool { attribution.isIdle && payer.isIdle }
}
