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
  _ balance: Balance, _ limits: [LimitState] = [], authority: Account.Authority = .local,
  draws: Bool? = nil, amount: Money = .zero, needs: Money = .zero
) -> Admission.Question {
  Admission.Question(
    account: Account(name: "work", authority: authority, since: now), tool: .cursor,
    limits: limits, balance: balance, draws: draws, amount: amount, needs: needs)
}

private func answer(_ question: Admission.Question) -> String {
  switch Admission.decide(question, at: now) {
  case .goOn: "go on"
  case .stop(.toolLimit): "tool limit"
  case .stop(.cap): "cap"
  case .stop(.empty): "empty"
  case .unknown(.uncounted): "uncounted?"
  case .unknown(.balance): "balance?"
  case .unknown(.payer): "payer?"
  }
}

@Suite struct AdmissionTests {
  private let empty = Balance(amount: .zero)
  private let full = Balance(amount: dollars(20))
  private let cap = limit(nil, 10, used: 10)
  private let ofTool = limit(.cursor, 5, used: 7)

  @Test func `a budget kept here stops what spends from it`() {
    #expect(answer(question(empty, [cap, ofTool])) == "tool limit")
    #expect(answer(question(empty, [cap])) == "empty")
    #expect(answer(question(Balance(amount: dollars(-3)))) == "empty")
    #expect(answer(question(full, [cap])) == "cap")
    #expect(answer(question(full)) == "go on")
    #expect(answer(question(Balance(amount: Money(nanos: 1)))) == "go on")
    #expect(answer(question(Balance(amount: nil))) == "balance?")
    // Another purse pays for the tool.
    #expect(answer(question(empty, [cap], draws: false)) == "go on")
    #expect(answer(question(empty, [ofTool], draws: false)) == "tool limit")
  }

  @Test func `claude.ai's balance never stops, a cap there only what would draw`() {
    func claude(_ balance: Balance, _ limits: [LimitState], _ draws: Bool?) -> String {
      answer(question(balance, limits, authority: .claude, draws: draws))
    }
    for draws in [true, false, nil] {
      #expect(claude(empty, [], draws) == "go on")
      #expect(claude(Balance(amount: nil), [], draws) == "go on")
      #expect(claude(full, [cap, ofTool], draws) == "tool limit")
    }
    #expect(claude(full, [cap], true) == "cap")
    #expect(claude(full, [cap], false) == "go on")
    #expect(claude(full, [cap], nil) == "payer?")
    var there = cap
    there.limit.source = .claude
    #expect(claude(full, [there], true) == "cap")
    // claude.ai's cap means nothing for a budget kept here.
    #expect(answer(question(full, [there])) == "go on")
  }

  @Test func `limits of other tools and ended periods stop nothing`() {
    #expect(answer(question(full, [limit(.mcp, 1, used: 5)])) == "go on")
    #expect(answer(question(full, [limit(nil, 1, used: 5, until: now)])) == "go on")
  }

  @Test func `what cannot be counted is unknown, after what surely stops`() {
    var uncounted = ofTool
    uncounted.isCounted = false
    uncounted.used = .zero
    #expect(answer(question(full, [uncounted])) == "uncounted?")
    #expect(answer(question(full, [uncounted], draws: false)) == "uncounted?")
    #expect(answer(question(empty, [uncounted])) == "empty")
    #expect(answer(question(full, [uncounted, cap])) == "cap")
  }

  @Test func `what is needed must be left of everything`() {
    let half = limit(.cursor, 10, used: 5)
    #expect(answer(question(full, [half], needs: dollars(5))) == "go on")
    #expect(answer(question(full, [half], needs: dollars(6))) == "tool limit")
    #expect(answer(question(full, needs: dollars(21))) == "empty")
    #expect(answer(question(full, [limit(nil, 9, used: 1)], needs: dollars(9))) == "cap")
    // An estimate stops nothing.
    #expect(answer(question(full, [half], amount: dollars(60))) == "go on")
  }

  @Test func `a hold is the estimated cost, limited to what is left`() {
    func hold(
      _ balance: Balance, _ limits: [LimitState] = [], amount: Int,
      authority: Account.Authority = .local
    ) -> Money? {
      let asked = question(balance, limits, authority: authority, amount: dollars(amount))
      guard case .goOn(let hold) = Admission.decide(asked, at: now) else { return nil }
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
    #expect(hold(full, amount: 30, authority: .claude) == .zero)
  }

  @Test func `a stop says which limit, how much, since when, when it renews and how to go on`() {
    let account = Account(name: "work", authority: .local, since: now)
    #expect(
      Admission.Stop.toolLimit(ofTool).sentence(for: .cursor, of: account, since: now)
        == "Fuelgauge stops Cursor since 2026-03-01 21:20 UTC: $7.00 of the daily limit for Cursor of"
        + " $5.00 is used; it renews at 2026-03-02 21:20 UTC. To go on: fuelgauge guard allow --tool"
        + " cursor --for 30m, or raise it (fuelgauge limit set AMOUNT --tool cursor --per day).")
    #expect(
      Admission.Stop.empty(left: .zero).sentence(for: nil, of: account, since: now)
        == "Fuelgauge stops every tool since 2026-03-01 21:20 UTC: nothing is left of work. To go on:"
        + " fuelgauge guard allow --for 30m, or top up (fuelgauge top-up AMOUNT).")
    #expect(Admission.Stop.empty(left: .zero).isLiftedByMoney)
    #expect(!Admission.Stop.cap(cap).isLiftedByMoney)
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
      guard case .goOn = Admission.decide(asked, at: now) else { continue }
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
