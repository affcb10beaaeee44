import Ledger
import Values

/// What the lifetime of cache writes reveals about the purse. On a subscription Claude Code asks for an hour as
/// long as the plan pays, and for five minutes once extra usage does. With an API key it always asks for five
/// minutes.
///
/// Subagents get five minutes whoever pays, so only the main chain is evidence.
enum PurseSign: String, Codable {
  /// An hour: the plan pays.
  case plan
  /// Five minutes: after an hour before, extra usage probably pays.
  case short

  /// Reads the sign in one record of the main chain; nil if there is none.
  init?(_ fields: TranscriptFields, _ usage: UsageFields) {
    // What was asked for is stronger evidence than what was written.
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

  /// From 2.1.60 to 2.1.128 the hour was also lost for other reasons (fixed in 2.1.129).
  private static func isTrusted(_ version: Int?) -> Bool {
    version.map { !(ClientVersion.losesHour..<ClientVersion.keepsHour).contains($0) } ?? false
  }
}

/// Claude Code versions as comparable numbers.
enum ClientVersion {
  /// The first version that loses the hour, the first that no longer does, and the first whose sessions reliably
  /// name their owner.
  static let (losesHour, keepsHour, namesOwner) = (2_001_060, 2_001_129, 2_001_330)

  /// The number of a version: 2,001,330 for `2.1.330`; nil if it cannot be parsed.
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

/// What is known about who pays for a session, updated line by line.
struct SessionPayer: Codable, Equatable {
  /// The main chain's latest cache lifetime, as ``PurseEvidence/Cache``, and whether it was asked for.
  private var cache: Int64 = 0
  private var isAsked = false
  /// The id of the organization whose login pays, empty if it has none; nil if no owner has been named yet.
  private var owner: String?
  /// The first owner named. Requests before that belong to the same owner.
  private(set) var firstOwner: String?
  /// Whether nothing is known from the session's own transcript.
  private var isOrphan = false
  /// Whether requests were already reported as having no owner.
  private var lacked = false
  /// The main chain's states, the earliest first, for the session's subagents.
  private var steps: [Step] = []
  /// For a subagent, the step of its session that it follows, as ``PurseEvidence/step``.
  private var step = 0

  /// The main chain's state from a moment on.
  private struct Step: Codable, Equatable {
    var since: Int64
    var cache: Int64
    var isAsked: Bool
    var owner: String?
  }

  /// Creates a payer with nothing known.
  init() {}

  /// Whether nothing is known.
  var isIdle: Bool { self == SessionPayer() }

  /// A number that grows whenever the session has news for its subagents.
  var saidCount: Int { steps.count + (firstOwner == nil ? 0 : 1) }

  /// Records the cache lifetime in a line of the main chain.
  mutating func record(_ sign: PurseSign, _ fields: TranscriptFields) {
    let wasHour = known == .hour || known == .fiveAfterHour
    isAsked = fields.cacheRequested != nil
    switch sign {
    case .plan: known = .hour
    case .short where wasHour: known = .fiveAfterHour
    // Before the one-hour lifetime existed, everybody got five minutes.
    case .short
    where isAsked || ClientVersion.number(fields.version) ?? 0 >= ClientVersion.keepsHour:
      known = .five
    case .short: known = .unknown
    }
  }

  /// Records that extra usage now pays.
  mutating func recordOverage() { (known, isAsked) = (.fiveAfterHour, false) }

  /// Records whose login pays.
  /// - Returns: whether requests were already reported as having no owner.
  @discardableResult
  mutating func record(owner organization: String) -> Bool {
    let isLate = firstOwner == nil && lacked
    owner = organization
    if firstOwner == nil {
      firstOwner = organization
      for index in steps.indices { steps[index].owner = organization }
    }
    return isLate
  }

  /// Keeps the main chain's state at `time` for the subagents.
  mutating func keepStep(at time: Instant) {
    let step = Step(since: time.milliseconds, cache: cache, isAsked: isAsked, owner: owner)
    if let last = steps.last {
      let isNews =
        (last.cache, last.isAsked) != (step.cache, step.isAsked) || last.owner != step.owner
      // Further changes are not kept; subagents then follow the last one that was.
      guard isNews, steps.count < PurseEvidence.mostSteps - 1 else { return }
    }
    steps.append(step)
  }

  /// Adopts the state of the main chain of a subagent's session at a moment: the last state by then, or else the
  /// first.
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

  /// The id of the organization whose login pays; nil if none is named.
  var organization: String? { owner.flatMap { $0.isEmpty ? nil : $0 } }

  /// Whether somebody else's token pays: the session has no owner but asks for an hour, which no key does.
  var isForeign: Bool { owner == nil && lacked && isAsked && known == .hour }

  /// The evidence for a request of the session, and the id of the organization whose login pays.
  /// - Parameter isForked: whether its line was copied from another session, whose owner is unknown.
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

/// What a transcript reader must remember from line to line, and between two readings of the file.
struct TranscriptMemory: Codable, Equatable {
  var attribution = ServerAttribution()
  var payer = SessionPayer()

  /// Whether there is nothing to remember.
  var isIdle: Bool { attribution.isIdle && payer.isIdle }
}
