/// Everything known about who paid for a request. It is collected from all copies and stored with the request, so
/// the order of the copies does not matter. ``PurseDecision`` draws the conclusion.
package struct PurseEvidence: Hashable, Sendable {
  /// The purse a person had set for the tool when the request was read.
  package var said: Purse?
  /// What the source itself states, such as a record.
  package var stated: Purse?
  /// The purse implied by a key, a token or a provider switch above the login, when the request was first seen.
  package var credential: Purse?
  /// Whether that credential was found only after the request was made, and so may not have existed yet.
  package var isCredentialLater = false
  /// What usually pays when there is no evidence.
  package var usual: Purse?
  /// Whether the session names the owner of the login that pays.
  package var owner = Owner.unknown
  /// What the main chain's cache lifetime implies.
  package var cache = Cache.unknown
  /// Whether the client stated the lifetime it asked for; otherwise it comes from the counts of cache writes.
  package var isAsked = false
  /// For a subagent's request, how much of its session's main chain was known. 0: nothing; 1: only the owner; 2 and
  /// up: which of its cache steps applies. The copy with the higher step wins.
  package var step = 0
  /// Whether the answer itself says that extra usage pays.
  package var isOverage = false
  /// Whether, when the request was first seen, a login was known and nothing above it paid.
  package var isLogin = false
  /// Whether the source or a person named the account, rather than the login.
  package var isAccountNamed = false
  /// Whether a person named the account. No source can change it later.
  package var isAccountSaid = false

  /// What the plan windows of the account say about the moment of the request.
  package var windows = Windows.unknown
  /// What claude.ai's month's spend says about the request.
  package var spend = Spend.unknown
  /// Whether the account was known to have plan windows about then.
  package var isPlanKnown = false

  /// Whether the plan could pay.
  package enum Windows: Int64, Sendable {
    case unknown
    /// Every window had room, before the request and after it.
    case room
    /// A window was used up, and extra usage was on.
    case full
  }

  /// What claude.ai's month's spend shows about the requests between two readings of it.
  package enum Spend: Int64, Sendable {
    case unknown
    /// It moved by less than the requests cost; this is one of the earlier ones.
    case partPlan
    /// The same, and this is one of the latest ones that it moved by.
    case partExtra
    /// It did not move.
    case allPlan
    /// It moved by what the requests cost.
    case allExtra
  }

  /// Whether a session names an owner.
  package enum Owner: Int64, Sendable {
    /// The client does not say, or the line was copied from another session.
    case unknown
    /// The client names owners but named none: no login pays.
    case absent
    /// A login pays for at least part of the session.
    case present
  }

  /// The cache lifetime the main chain asks for. A subagent's request uses its session's.
  package enum Cache: Int64, Sendable {
    case unknown
    /// Five minutes: extra usage or a key.
    case five
    /// Five minutes, after an hour before: the plan used to pay.
    case fiveAfterHour
    /// An hour, which only a subscription asks for.
    case hour
  }

  /// Creates evidence with nothing known.
  package init() {}

  /// Creates evidence from the purse a source states; `unknown` counts as nothing.
  package init(stated: Purse) { self.stated = stated == .unknown ? nil : stated }

  /// Creates evidence from what usually pays; `unknown` counts as nothing.
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
    isAccountSaid = isAccountSaid || other.isAccountSaid
    isCredentialLater = isCredentialLater || other.isCredentialLater
    if spend.rawValue < other.spend.rawValue { spend = other.spend }
    if windows.rawValue < other.windows.rawValue { windows = other.windows }
    isPlanKnown = isPlanKnown || other.isPlanKnown
  }
}

extension PurseEvidence {
  /// The highest possible ``step``.
  package static let mostSteps = 255

  /// How much it knows about the cache, for comparison.
  private var rank: (Int, Int, Int64) { (step, isAsked ? 1 : 0, cache.rawValue) }

  /// The evidence as the store keeps it; 0 means none. Three bits for each purse, two each for owner and cache,
  /// then the flags, eight bits for the step, two more flags, two bits for the windows, three for the spend, and a
  /// last flag.
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
      | (isAccountSaid ? 1 << 28 : 0) | (isCredentialLater ? 1 << 29 : 0)
      | windows.rawValue << 30 | spend.rawValue << 32 | (isPlanKnown ? 1 << 35 : 0)
  }

  /// Reads stored evidence; nil if the code is invalid.
  package init?(code: Int64) {
    guard (0..<1 << 36).contains(code), let owner = Owner(rawValue: code >> 12 & 3),
      let cache = Cache(rawValue: code >> 14 & 3), let windows = Windows(rawValue: code >> 30 & 3),
      let spend = Spend(rawValue: code >> 32 & 7)
    else { return nil }
    (self.windows, self.spend) = (windows, spend)
    isPlanKnown = code >> 35 & 1 == 1
    var purses: [Purse?] = []
    for place in 0..<4 {
      let number = Int(code >> (3 * Int64(place)) & 7)
      guard number <= PurseEvidence.purses.count else { return nil }
      purses.append(number == 0 ? nil : PurseEvidence.purses[number - 1])
    }
    (said, stated, credential, usual) = (purses[0], purses[1], purses[2], purses[3])
    (self.owner, self.cache) = (owner, cache)
    step = Int(code >> 20 & 0xff)
    isAccountSaid = code >> 28 & 1 == 1
    isCredentialLater = code >> 29 & 1 == 1
    isAsked = code >> 16 & 1 == 1
    isOverage = code >> 17 & 1 == 1
    isLogin = code >> 18 & 1 == 1
    isAccountNamed = code >> 19 & 1 == 1
  }

  /// The order defines the numbers in the code and must never change.
  private static let purses: [Purse] = [.extra, .plan, .apiKey, .ownPlan, .unknown, .cloud]
}
