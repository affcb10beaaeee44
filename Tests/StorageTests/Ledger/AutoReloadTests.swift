import Foundation
import Ledger
import Pricing
import TestSupport
import Testing
import Values

@testable import Storage

/// What happens to a local balance with auto-reload, in the order of time.
private enum Step {
  case charge(Money)
  case topUp(Money)
  case set(AutoReload.Settings)
  case cap(Money?)
  case wait
}

/// Auto-reload as simple as can be: it adds one amount after the other.
private struct ReloadModel {
  enum Mutant: CaseIterable {
    case ignoresMaximum, ignoresCap, neverRests, addsOnce, forgetsMonth
  }

  var mutant: Mutant?
  var balance = Money.zero
  var settings = AutoReload.Settings.initial
  var cap: Money?
  var restsUntil: Instant?
  var isStopped = false
  private var used: [Instant: Money] = [:]
  private var added: [Instant: Money] = [:]

  init(mutant: Mutant?) { self.mutant = mutant }

  private func month(_ now: Instant) -> Instant {
    mutant == .forgetsMonth ? Instant(milliseconds: 0) : now.startOfUTCMonth
  }

  mutating func take(_ step: Step, at now: Instant) {
    // A person's action is done to what is there by then; usage says only afterwards that it was there.
    if case .charge = step {} else { evaluate(at: now) }
    switch step {
    case .charge(let amount):
      balance = balance - amount
      used[now.startOfUTCMonth, default: .zero] += amount
    case .topUp(let amount): balance += amount
    case .set(let new):
      settings = new
      // What may have stopped it tries again; after a reload it rests.
      if isStopped { restsUntil = nil }
      isStopped = false
    case .cap(let amount):
      cap = amount
      // A limit that changes lets what it may have stopped try again.
      if isStopped { restsUntil = nil }
    case .wait: break
    }
    evaluate(at: now)
  }

  private mutating func evaluate(at now: Instant) {
    guard settings.isOn else { return }
    guard balance < settings.below else {
      isStopped = false
      return
    }
    if mutant != .neverRests, let restsUntil, now < restsUntil { return }
    restsUntil = now.advanced(by: 60_000)
    isStopped = true
    let cap = mutant == .ignoresCap ? nil : cap
    if let cap, used[now.startOfUTCMonth] ?? .zero >= cap { return }
    while balance < settings.below {
      let sum = added[month(now), default: .zero] + settings.add
      if let most = settings.monthlyMax, sum > most, mutant != .ignoresMaximum { return }
      if let cap, sum > cap { return }
      added[month(now)] = sum
      balance += settings.add
      if mutant == .addsOnce { break }
    }
    isStopped = false
  }
}

@Suite struct AutoReloadTests {
  private func steps(_ random: inout SeededRandom) -> [(step: Step, wait: Int64)] {
    (0..<random.pick(3...30)).map { _ in
      let step: Step =
        switch random.pick(0...11) {
        case 0: .topUp(dollars(random.pick(1...20)))
        case 1:
          .set(
            AutoReload.Settings(
              isOn: !random.chance(5), below: dollars(random.pick(0...20)),
              add: dollars(random.pick(1...25)),
              monthlyMax: random.chance(3) ? nil : dollars(random.pick(0...90))))
        case 2: .cap(random.chance(3) ? nil : dollars(random.pick(0...100)))
        case 3, 4: .wait
        default: .charge(dollars(random.pick(1...30)))
        }
      let wait = random.chance(9) ? random.pick(1...40) * 86_400_000 : random.pick(1...90_000)
      return (step, Int64(wait))
    }
  }

  /// Where store and model part, in a sentence; nil: nowhere.
  private func disagreement(_ seed: UInt64, mutant: ReloadModel.Mutant? = nil) throws -> String? {
    var random = SeededRandom(seed: seed)
    let clock = SetClock()
    clock.now = Instant(milliseconds: 1_772_323_200_000)
    let store = try UsageStore(path: ":memory:", rules: clock.rules)
    let writer = UsageWriter(store: store, prices: .builtIn)
    try store.addAccount(
      Account(name: "local", authority: .local, since: clock.now), at: clock.now)
    var model = ReloadModel(mutant: mutant)
    for (index, (step, wait)) in steps(&random).enumerated() {
      clock.now = clock.now.advanced(by: wait)
      model.take(step, at: clock.now)
      switch step {
      case .charge(let amount):
        var made = request("msg_\(index)", "req_\(index)")
        made.time = clock.now
        made.recordedCost = amount
        try writer.take(made)
      case .topUp(let amount): _ = try store.perform(.topUp(amount), on: nil, at: clock.now)
      case .set(let settings):
        _ = try store.perform(.setAutoReload(settings), on: nil, at: clock.now)
      case .cap(let amount?):
        _ = try store.perform(
          .setLimit(tool: nil, period: .month, amount: amount), on: nil, at: clock.now)
      case .cap(nil):
        do {
          _ = try store.perform(.clearLimit(tool: nil, period: .month), on: nil, at: clock.now)
        } catch MoneyFault.noLimit {
          try store.settle(at: clock.now)
        }
      case .wait: try store.settle(at: clock.now)
      }
      let state = try #require(try store.funds(at: clock.now).account)
      if state.balance.amount != model.balance {
        return "seed \(seed), step \(index) \(step): \(state.balance.amount?.decimalText ?? "-"),"
          + " expected \(model.balance.decimalText)"
      }
      let added = state.autoReload.addedThisMonth
      if mutant == nil, let most = state.autoReload.settings?.monthlyMax, added > most,
        case .charge = step
      {
        // A maximum may be set below what was added before, but nothing is added past it.
        let before = state.autoReload.recent.first?.time == clock.now
        if before { return "seed \(seed), step \(index): reloads exceed their maximum" }
      }
    }
    let differences = try store.verify(prices: .builtIn).differences
    return differences.isEmpty ? nil : "seed \(seed): \(differences)"
  }

  @Test func `a reload does what the model does, never past maximum and cap`() throws {
    for seed in seeds(60) { #expect(try disagreement(seed) == nil) }
  }

  @Test(arguments: ReloadModel.Mutant.allCases)
  fileprivate func `a broken rule is noticed`(mutant: ReloadModel.Mutant) throws {
    let found = try seeds(100).contains { try disagreement($0, mutant: mutant) != nil }
    #expect(found, "\(mutant) went unnoticed")
  }
}
