import Ledger
import TestSupport
import Testing
import Values

private let now = Instant(milliseconds: 1_772_400_000_000)
private let later = now.advanced(by: Instant.perDay)

private func limit(_ tool: Tool?, _ amount: Int, used: Int, until end: Instant = later)
  -> LimitState
{
  LimitState(
    limit: Limit(tool: tool, period: tool == nil ? .month : .day, amount: dollars(amount)),
    used: dollars(used), resetsAt: end)
}

private func question(
  _ balance: Balance, _ limits: [LimitState] = [], plan: Account.Plan? = .pro,
  isDisabled: Bool = false, amount: Money = .zero
) -> Admission.Question {
  var account = Account(name: "local", authority: .local, since: now)
  account.plan = plan
  return Admission.Question(
    account: account, isDisabled: isDisabled, tool: .cursor, limits: limits, balance: balance,
    amount: amount)
}

private func reason(_ question: Admission.Question) -> String? {
  guard case .rejected(let reason) = Admission.decide(question, at: now) else { return nil }
  return String("\(reason)".prefix { $0 != "(" })
}

@Suite struct AdmissionTests {
  private let empty = Balance(amount: .zero)
  private let full = Balance(amount: dollars(20))
  private let cap = limit(nil, 10, used: 10)
  private let ofTool = limit(.cursor, 5, used: 7)

  @Test func `reasons are checked in the real service's order`() {
    let all = [cap, ofTool]
    #expect(reason(question(empty, all, plan: .free, isDisabled: true)) == "outOfExtraUsage")
    #expect(reason(question(full, all, plan: .free, isDisabled: true)) == "capReached")
    #expect(reason(question(full, [ofTool], plan: .free, isDisabled: true)) == "toolLimitReached")
    #expect(reason(question(full, plan: .free, isDisabled: true)) == "freePlan")
    #expect(reason(question(full, isDisabled: true)) == "disabledByOrganization")
    #expect(reason(question(Balance(amount: nil))) == "unknownBalance")
    #expect(reason(question(full)) == nil)
  }

  @Test func `money helps an empty balance at once, but not a cap`() {
    #expect(reason(question(Balance(amount: dollars(-3)))) == "outOfExtraUsage")
    #expect(reason(question(Balance(amount: Money(nanos: 1)))) == nil)
    #expect(reason(question(Balance(amount: dollars(1_000_000)), [cap])) == "capReached")
    #expect(Admission.Reason.outOfExtraUsage.isLiftedByMoney)
    #expect(!Admission.Reason.capReached(cap.limit, resetsAt: later).isLiftedByMoney)
  }

  @Test func `an old reading authorises nothing; an old empty one is empty`() {
    let stale = Balance(amount: dollars(9), authority: .claude, asOf: now, isStale: true)
    #expect(reason(question(stale)) == "unknownBalance")
    let empty = Balance(amount: .zero, authority: .claude, asOf: now, isStale: true)
    #expect(reason(question(empty)) == "outOfExtraUsage")
  }

  @Test func `limits of other tools and ended periods stop nothing`() {
    #expect(reason(question(full, [limit(.mcp, 1, used: 5)])) == nil)
    #expect(reason(question(full, [limit(nil, 1, used: 5, until: now)])) == nil)
  }

  @Test func `a hold is the estimated cost, limited to what is left`() {
    func hold(_ balance: Balance, _ limits: [LimitState] = [], amount: Int) -> Money? {
      let asked = question(balance, limits, amount: dollars(amount))
      guard case .allowed(let hold) = Admission.decide(asked, at: now) else { return nil }
      return hold
    }
    #expect(hold(full, amount: 3) == dollars(3))
    #expect(hold(full, amount: 30) == dollars(20))
    #expect(hold(full, [limit(nil, 10, used: 8)], amount: 30) == dollars(2))
    #expect(hold(full, [limit(.cursor, 10, used: 9)], amount: 30) == dollars(1))
    var held = full
    held.held = dollars(19)
    #expect(hold(held, amount: 30) == dollars(1))
    held.held = dollars(25)
    #expect(hold(held, amount: 30) == .zero)
  }

  @Test func `the messages are the real service's`() {
    #expect(
      Admission.Reason.outOfExtraUsage.message
        == "You're out of extra usage. Add more at claude.ai/settings/usage and keep going.")
    #expect(
      Admission.Reason.capReached(cap.limit, resetsAt: later).message
        == "You've hit your monthly spend limit · raise it at claude.ai/settings/usage")
    #expect(
      Admission.Reason.disabledByOrganization.message
        == "Your usage allocation has been disabled by your admin")
  }

  private enum Mutant: CaseIterable {
    /// A cap stops only spending above it.
    case capIsInclusive
    /// Usage is read only once.
    case useIsStale
    /// Tool limits are ignored.
    case toolsAreFree
    /// An empty balance is ignored.
    case emptyIsFine
  }

  /// Spends as long as it is allowed; returns a sentence if a cap or the balance is exceeded by more than the last
  /// request.
  private func overspend(_ seed: UInt64, mutant: Mutant? = nil) -> String? {
    var random = SeededRandom(seed: seed)
    var balance = dollars(random.pick(0...200))
    let tools: [Tool?] = [nil] + Tool.allCases
    var limits: [LimitState] = []
    for period in Limit.Period.allCases {
      for tool in tools where random.chance(3) {
        let limit = Limit(tool: tool, period: period, amount: dollars(random.pick(0...80)))
        limits.append(
          LimitState(limit: limit, used: dollars(random.pick(0...20)), resetsAt: later))
      }
    }
    let first = limits
    for _ in 0..<200 {
      let tool = random.pick(Tool.allCases)
      var asked = question(Balance(amount: balance), mutant == .useIsStale ? first : limits)
      asked.tool = tool
      if mutant == .toolsAreFree { asked.limits.removeAll { $0.limit.tool != nil } }
      if mutant == .emptyIsFine { asked.balance.amount = max(balance, Money(nanos: 1)) }
      if mutant == .capIsInclusive {
        for index in asked.limits.indices { asked.limits[index].limit.amount += Money(nanos: 1) }
      }
      guard case .allowed = Admission.decide(asked, at: now) else { continue }
      for state in limits where state.limit.tool == nil || state.limit.tool == tool {
        if state.used >= state.limit.amount { return "seed \(seed): past \(state)" }
      }
      if balance <= .zero { return "seed \(seed): past the balance" }
      let cost = dollars(random.pick(1...9))
      balance = balance - cost
      for index in limits.indices
      where limits[index].limit.tool == nil || limits[index].limit.tool == tool {
        limits[index].used += cost
      }
    }
    return nil
  }

  @Test func `a cap is exceeded by one request at most`() {
    for seed in seeds(500) { #expect(overspend(seed) == nil) }
  }

  @Test(arguments: Mutant.allCases)
  private func `a broken rule is noticed`(mutant: Mutant) {
    #expect(seeds(500).contains { overspend($0, mutant: mutant) != nil }, "\(mutant)")
  }
}
