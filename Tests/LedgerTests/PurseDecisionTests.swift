import Ledger
import TestSupport
import Testing
import Values

/// What paid for a request, the strongest evidence first.
@Suite struct PurseDecisionTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var title: String
    var evidence = PurseEvidence(usual: .extra)
    var isFast = false
    var isCloud = false
    var purse: Purse
    var basis: Basis
    var isForeign = false
    var testDescription: String { title }

    init(
      _ title: String, _ purse: Purse, _ basis: Basis, isFast: Bool = false, isCloud: Bool = false,
      isForeign: Bool = false, _ change: (inout PurseEvidence) -> Void = { _ in }
    ) {
      self.title = title
      (self.purse, self.basis) = (purse, basis)
      (self.isFast, self.isCloud, self.isForeign) = (isFast, isCloud, isForeign)
      change(&evidence)
    }
  }

  static let rows: [Row] = [
    Row("nothing speaks", .extra, .assumed),
    Row("nothing speaks, and nothing is usual", .unknown, .assumed) { $0.usual = nil },
    Row("a person said it", .plan, .proven, isFast: true, isCloud: true) {
      $0.said = .plan
      ($0.stated, $0.credential, $0.isOverage) = (.apiKey, .cloud, true)
    },
    Row("the source states it", .apiKey, .proven, isCloud: true) {
      ($0.stated, $0.credential, $0.isOverage) = (.apiKey, .cloud, true)
    },
    Row("the answer says that extra usage pays", .extra, .proven) {
      ($0.isOverage, $0.cache, $0.isAsked, $0.owner) = (true, .hour, true, .present)
    },
    Row("fast on a subscription that asks for an hour", .extra, .proven, isFast: true) {
      $0.cache = .hour
    },
    Row("fast with an owner", .extra, .proven, isFast: true) { $0.owner = .present },
    Row("fast with a login", .extra, .proven, isFast: true) { $0.isLogin = true },
    Row("fast with a key", .apiKey, .proven, isFast: true) {
      ($0.credential, $0.cache) = (.apiKey, .five)
    },
    Row("fast, and nothing else", .extra, .assumed, isFast: true),
    Row("a cloud by its names", .cloud, .proven, isCloud: true) {
      ($0.cache, $0.isAsked, $0.owner, $0.credential) = (.five, true, .absent, .apiKey)
    },
    Row("a cloud by its switch", .cloud, .proven) {
      ($0.credential, $0.cache, $0.isAsked, $0.owner) = (.cloud, .five, true, .absent)
    },
    Row("a key above the login beats the session's owner", .apiKey, .proven) {
      ($0.credential, $0.cache, $0.isAsked, $0.owner) = (.apiKey, .five, true, .present)
    },
    Row("but not an hour, which no key asks for", .plan, .likely) {
      ($0.credential, $0.cache, $0.isAsked, $0.owner) = (.apiKey, .hour, true, .present)
    },
    Row("fast by a key that nobody has seen", .apiKey, .proven, isFast: true) {
      ($0.cache, $0.isAsked, $0.owner, $0.isLogin) = (.five, true, .absent, true)
    },
    Row("fast by another's token", .extra, .proven, isFast: true, isForeign: true) {
      ($0.cache, $0.isAsked, $0.owner, $0.isLogin) = (.hour, true, .absent, true)
    },
    Row("fast by a cloud", .cloud, .proven, isFast: true, isCloud: true) { $0.isLogin = true },
    Row("a key that was found only later does not", .plan, .likely) {
      ($0.credential, $0.cache, $0.isAsked, $0.owner) = (.apiKey, .hour, true, .present)
      $0.isCredentialLater = true
    },
    Row("but pays where nothing speaks for a login", .apiKey, .proven) {
      ($0.credential, $0.cache, $0.isAsked, $0.owner) = (.apiKey, .five, true, .absent)
      $0.isCredentialLater = true
    },
    Row("a gateway's token", .ownPlan, .proven) { $0.credential = .ownPlan },
    Row("five minutes asked for without an owner", .apiKey, .proven) {
      ($0.cache, $0.isAsked, $0.owner) = (.five, true, .absent)
    },
    Row("an hour asked for without an owner", .plan, .proven, isForeign: true) {
      ($0.cache, $0.isAsked, $0.owner) = (.hour, true, .absent)
    },
    Row("an hour written, and the client does not say what it asked for", .plan, .likely) {
      ($0.cache, $0.owner) = (.hour, .absent)
    },
    Row("an hour with an owner", .plan, .likely) {
      ($0.cache, $0.isAsked, $0.owner) = (.hour, true, .present)
    },
    Row("five minutes with an owner", .extra, .likely) {
      ($0.cache, $0.isAsked, $0.owner) = (.five, true, .present)
    },
    Row("five minutes after an hour", .extra, .likely) { $0.cache = .fiveAfterHour },
    Row("five minutes on a login", .extra, .likely) { ($0.cache, $0.isLogin) = (.five, true) },
    Row("five minutes, and nothing else", .extra, .assumed) { $0.cache = .five },
    Row("what an earlier version stored", .ownPlan, .assumed) { $0.usual = .ownPlan },
  ]

  @Test(arguments: rows)
  func `the strongest evidence decides`(row: Row) {
    let decision = PurseDecision(row.evidence, isFast: row.isFast, isCloud: row.isCloud)
    #expect(decision.purse == row.purse && decision.basis == row.basis)
    #expect(decision.isForeign == row.isForeign)
    #expect(PurseEvidence(code: row.evidence.code) == row.evidence, "it is stored as it is")
  }

  @Test(arguments: [
    ("msg_bdrk_01Aa", "claude-sonnet-4-5", true), ("msg_vrtx_01Bb", "claude-sonnet-4-5", true),
    ("msg_1", "us.anthropic.claude-sonnet-4-5-20250929-v1:0", true),
    ("msg_1", "anthropic.claude-opus-4-6-v1[1m]", true),
    ("msg_1", "arn:aws:bedrock:us-east-1:1:inference-profile/eu.anthropic.claude-haiku-4-5", true),
    ("msg_1", "arn:aws:bedrock:us-east-1:1:application-inference-profile/x1", true),
    ("msg_1", "claude-sonnet-4-5@20250929", true), ("msg_1", "claude-opus-4-6@default[1m]", true),
    ("msg_1", "vertex_ai/claude-opus-4-6", true), ("msg_1", "Bedrock/claude-opus-4-6", true),
    ("msg_1", "claude-sonnet-4-5", false), ("msg_1", "claude-sonnet-4-5-20250929", false),
    ("msg_1", "anthropic/claude-sonnet-4.6:thinking", false),
    ("msg_1", "claude-opus-4-6[1m]", false),
    ("msg_1", "claude-x@home", false), ("msg_1", "gpt-5@20250929", false), ("", "", false),
  ])
  func `clouds are recognised by names only they use`(
    message: String, model: String, isCloud: Bool
  ) {
    var request = Request(
      identity: RequestIdentity(message: message, request: ""), time: Instant(milliseconds: 0),
      tool: .claudeCode, purse: .extra, main: ModelUse(model: model, tokens: TokenCounts()))
    request.evidence = PurseEvidence(usual: .extra)
    #expect((PurseDecision(of: request).purse == .cloud) == isCloud)
  }

  @Test(arguments: seeds(5))
  func `evidence merges in any order and is stored unchanged`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    for _ in 0..<200 {
      let pieces = (0..<4).map { _ in
        var piece = PurseEvidence(usual: .extra)
        piece.owner = random.pick([.unknown, .absent, .present])
        piece.cache = random.pick([.unknown, .five, .fiveAfterHour, .hour])
        piece.isAsked = random.chance(2)
        piece.isOverage = random.chance(5)
        piece.windows = random.pick([.unknown, .room, .full])
        piece.spend = random.pick([.unknown, .partPlan, .partExtra, .allPlan, .allExtra])
        piece.isPlanKnown = random.chance(3)
        piece.isAccountNamed = random.chance(3)
        piece.step = random.pick([0, 0, 1, PurseEvidence.mostSteps])
        return piece
      }
      func gathered(_ pieces: [PurseEvidence]) -> PurseEvidence {
        pieces.reduce(into: PurseEvidence()) { $0.merge($1) }
      }
      let all = gathered(pieces)
      #expect(gathered(pieces.shuffled(using: &random)) == all, "seed \(seed)")
      #expect(PurseEvidence(code: all.code) == all, "seed \(seed)")
    }
  }

  @Test func `an invalid code is rejected`() {
    #expect(PurseEvidence(code: -1) == nil && PurseEvidence(code: 1 << 36) == nil)
    #expect(PurseEvidence(code: 7) == nil && PurseEvidence(code: 3 << 12) == nil)
    #expect(PurseEvidence(code: 3 << 30) == nil && PurseEvidence(code: 7 << 32) == nil)
    #expect(PurseEvidence(code: 0) == PurseEvidence())
  }
}
