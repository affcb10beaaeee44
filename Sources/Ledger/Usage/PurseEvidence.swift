/// What is known of who paid for a request: gathered from all its copies and stored with it, so that what it says
/// does not depend on the order in which they came. ``PurseDecision`` says what follows from it.
package struct PurseEvidence: Hashable, Sendable {
  /// What a person had said of the tool when the request was read.
  package var said: Purse?
  /// What the source itself says, such as a record.
  package var stated: Purse?
  /// What a key, a token or a provider switch above the login pays by, when the request was first seen.
  package var credential: Purse?
  /// What usually pays where nothing speaks.
  package var usual: Purse?
  /// Whether the session names whose login pays for it.
  package var owner = Owner.unknown
  /// What the cache of the main chain says.
  package var cache = Cache.unknown
  /// Whether the client told which lifetime it asked for, rather than the counts of what was written.
  package var isAsked = false
  /// Of a subagent's request, what its session has said of who pays: 0: nothing; 1: its owner alone; then which of
  /// the things it said of its cache tells. A later one knows better than those before it, and any better than what
  /// stands beside a copy elsewhere.
  package var step = 0
  /// Whether the answer itself came with the remark that extra usage pays.
  package var isOverage = false
  /// Whether a login was known that nothing else paid before, when the request was first seen.
  package var isLogin = false
  /// Whether the account is one that the source or a person names, rather than that of the login.
  package var isAccountNamed = false

  /// Whether a session names an owner.
  package enum Owner: Int64, Sendable {
    /// The client does not say, or the line is a copy from another session.
    case unknown
    /// The client names owners and named none: no login pays.
    case absent
    /// A login pays, at least for a part of the session.
    case present
  }

  /// What lifetime the main chain asks for its cache; a subagent's request has that of its session.
  package enum Cache: Int64, Sendable {
    case unknown
    /// Five minutes: extra usage or a key.
    case five
    /// Five minutes after an hour: the plan paid before.
    case fiveAfterHour
    /// An hour, as only a subscription asks for.
    case hour
  }

  /// Nothing is known.
  package init() {}

  /// The purse that a source states; nothing where it does not know.
  package init(stated: Purse) { self.stated = stated == .unknown ? nil : stated }

  /// What usually pays.
  package init(usual: Purse) { self.usual = usual == .unknown ? nil : usual }

  /// Adds what another copy of the request knows.
  package mutating func merge(_ other: PurseEvidence) {
    said = said ?? other.said
    stated = stated ?? other.stated
    credential = credential ?? other.credential
    usual = usual ?? other.usual
    if owner.rawValue < other.owner.rawValue { owner = other.owner }
    if rank < other.rank { (step, isAsked, cache) = (other.step, other.isAsked, other.cache) }
    isOverage = isOverage || other.isOverage
    isLogin = isLogin || other.isLogin
    isAccountNamed = isAccountNamed || other.isAccountNamed
  }
}

extension PurseEvidence {
  /// The highest ``step``.
  package static let mostSteps = 255

  /// How well it knows what the cache says.
  private var rank: (Int, Int, Int64) { (step, isAsked ? 1 : 0, cache.rawValue) }

  /// The evidence as the store keeps it; 0 is none. Three bits each for the purses, two each for owner and cache,
  /// then the switches, then eight for the step.
  package var code: Int64 {
    var code: Int64 = 0
    for purse in [usual, credential, stated, said] {
      let number = purse.flatMap { PurseEvidence.purses.firstIndex(of: $0) }.map { $0 + 1 } ?? 0
      code = code << 3 | Int64(number)
    }
    code |= owner.rawValue << 12 | cache.rawValue << 14
    for (bit, isOn) in [isAsked, isOverage, isLogin, isAccountNamed].enumerated() where isOn {
      code |= 1 << (16 + Int64(bit))
    }
    return code | Int64(min(max(step, 0), PurseEvidence.mostSteps)) << 20
  }

  /// The evidence that a store kept; nil: it is none.
  package init?(code: Int64) {
    guard (0..<1 << 28).contains(code), let owner = Owner(rawValue: code >> 12 & 3),
      let cache = Cache(rawValue: code >> 14 & 3)
    else { return nil }
    var purses: [Purse?] = []
    for place in 0..<4 {
      let number = Int(code >> (3 * Int64(place)) & 7)
      guard number <= PurseEvidence.purses.count else { return nil }
      purses.append(number == 0 ? nil : PurseEvidence.purses[number - 1])
    }
    (said, stated, credential, usual) = (purses[0], purses[1], purses[2], purses[3])
    (self.owner, self.cache) = (owner, cache)
    step = Int(code >> 20)
    isAsked = code >> 16 & 1 == 1
    isOverage = code >> 17 & 1 == 1
    isLogin = code >> 18 & 1 == 1
    isAccountNamed = code >> 19 & 1 == 1
  }

  /// Their places in the code, which never change.
  private static let purses: [Purse] = [.extra, .plan, .apiKey, .ownPlan, .unknown, .cloud]
}
