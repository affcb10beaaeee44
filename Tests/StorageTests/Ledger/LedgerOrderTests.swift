import Foundation
import Ledger
import Pricing
import TestSupport
import Testing
import Values

@testable import Storage

/// A store in memory, into whose accounts histories are entered.
private final class Arena {
  private let store: UsageStore
  private let writer: UsageWriter
  private let clock = SetClock()

  init() throws {
    store = try UsageStore(path: ":memory:", rules: clock.rules)
    writer = UsageWriter(store: store, prices: .builtIn)
  }

  struct Outcome: Equatable {
    var balance: Money?
    var unexplained: Money?
    var expiring: [Money]
  }

  /// Enters a history into an account of its own: its events in the order of `order`, several times
  /// where it says so.
  func enter(_ history: History, order: [Int], name: String) throws -> Outcome {
    clock.now = history.end
    try store.addAccount(
      Account(name: name, authority: .local, since: history.start), at: history.start)
    var copies: [Int: Int] = [:]
    for place in order {
      let copy = copies[place, default: 0]
      copies[place] = copy + 1
      try enter(history.events[place], copy: copy, key: "\(name)/\(place)", account: name)
    }
    try store.settle(at: history.end)
    let funds = try store.funds(at: history.end)
    let state = try #require(funds.accounts.first { $0.account.name == name })
    _ = try store.removeAccount(name, at: history.end)
    return Outcome(
      balance: state.balance.amount, unexplained: state.balance.unexplained,
      expiring: state.expiring.map(\.left).sorted())
  }

  private func enter(_ event: History.Event, copy: Int, key: String, account: String) throws {
    switch event {
    case .reading(let time, let amount):
      var reading = ObservedReading(asOf: time, key: key)
      reading.amount = amount
      try store.record(reading, on: account, at: clock.now)
    case .credit(let time, let amount, let expires):
      try store.write { database in
        let ledger = try LedgerWriter(database, now: clock.now)
        var draft = LedgerWriter.Draft(.grant, at: time, amount: amount)
        draft.key = key
        draft.expires = expires
        let id = try #require(ledger.accounts.all.first { $0.account.name == account }?.id)
        try ledger.enter(draft, into: id)
        try ledger.flush()
        try store.settle(database, ledger)
      }
    case .request(let time, let outputs):
      var made = request(key, "req", output: outputs[copy % outputs.count])
      made.time = time
      made.account = account
      try writer.take(made)
    }
  }

  func differences() throws -> [String] { try store.verify(prices: .builtIn).differences }
}

extension History {
  /// Every event in the order of time, a request as often as it has copies.
  var inOrder: [Int] {
    events.indices.flatMap { index -> [Int] in
      if case .request(_, let outputs) = events[index] {
        return Array(repeating: index, count: outputs.count)
      }
      return [index]
    }
  }

  /// The copies in any order, and each of them once more.
  func shuffledTwice(_ random: inout SeededRandom) -> [Int] {
    (inOrder + inOrder).shuffled(using: &random)
  }
}

@Suite struct LedgerOrderTests {
  /// The first seed of which store and model do not agree, as a sentence; nil: they agree on all.
  private func disagreement(
    _ seeds: [UInt64], mutant: LedgerModel.Mutant? = nil
  ) throws -> String? {
    var arena = try Arena()
    for (count, seed) in seeds.enumerated() {
      if count % 25 == 24 {
        let differences = try arena.differences()
        if !differences.isEmpty { return "seed \(seed) or before it: \(differences)" }
        arena = try Arena()
      }
      var random = SeededRandom(seed: seed)
      let history = History(&random)
      let model = LedgerModel(history, mutant: mutant)
      let expected = Arena.Outcome(
        balance: model.balance, unexplained: model.unexplained, expiring: model.expiring)
      let orders = [history.inOrder, history.shuffledTwice(&random)]
      for (index, order) in orders.enumerated() {
        let found = try arena.enter(history, order: order, name: "\(seed)-\(index)")
        if found != expected {
          return "seed \(seed), order \(order): \(found), expected \(expected)\n\(history.events)"
        }
      }
    }
    let differences = try arena.differences()
    return differences.isEmpty ? nil : "\(differences)"
  }

  @Test func `any order of arrival, and everything twice, gives what the model gives`() throws {
    let found = try disagreement(seeds(60))
    #expect(found == nil)
  }

  @Test(arguments: LedgerModel.Mutant.allCases)
  func `a broken rule is noticed`(mutant: LedgerModel.Mutant) throws {
    let found = try disagreement(seeds(60), mutant: mutant)
    #expect(found != nil, "\(mutant) went unnoticed")
  }
}
