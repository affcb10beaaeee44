import Advice
import ArgumentParser
import Foundation
import Ledger
import Pricing
import Storage
import Values

/// Tops up, charges and changes limits without a pause, and says of each action when it is begun and when
/// it is durable: for watching many processes on one store, and for seeing what is left when one dies.
struct Toil: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Top up, charge and change limits without a pause, saying what is durable.",
    discussion: """
      Prints “try AMOUNT” before an action and “ok” after it; an action that moves nothing has the amount 0. \
      Needs a store with one account.
      """)

  @Argument(help: "The store.")
  var path: String

  @Option(help: "Decides what is done; requests of another seed are other requests.")
  var seed: UInt64 = 1

  @Option(help: "How many actions at most.")
  var rounds = Int.max

  @Option(help: "How many seconds at most.")
  var seconds = 20.0

  func run() throws {
    let store = try UsageStore(
      path: path, rules: LedgerRules(days: .utc) { Instant(Date()) })
    let writer = UsageWriter(store: store, prices: .builtIn)
    var random = SeededRandom(seed: seed)
    let end = ContinuousClock.now + .seconds(seconds)
    for round in 0..<rounds {
      if ContinuousClock.now >= end { return }
      let amount = Money(nanos: Int64(random.pick(1...9999)) * 10_000_000)
      switch random.pick(0...3) {
      case 0:
        try say(amount) { _ = try store.perform(.topUp(amount), on: nil, at: Instant(Date())) }
      case 1:
        try say(.zero) {
          let action = MoneyAction.setLimit(
            tool: random.pick(Tool.allCases), period: .day, amount: amount)
          _ = try store.perform(action, on: nil, at: Instant(Date()))
        }
      default:
        try say(.zero - amount) {
          var batch = UsageBatch()
          batch.add(request(round, costing: amount))
          try writer.write(batch)
          try writer.commit()
        }
      }
    }
  }

  private func request(_ round: Int, costing amount: Money) -> Request {
    var request = Request(
      identity: RequestIdentity(message: "toil-\(seed)-\(round)", request: ""),
      time: Instant(Date()), tool: .api, purse: .extra,
      main: ModelUse(model: "toil", tokens: TokenCounts(input: 1, output: 1)))
    request.recordedCost = amount
    return request
  }

  /// Straight to the descriptor: what was said must have been said even if the process dies next.
  private func say(_ amount: Money, _ act: () throws -> Void) throws {
    FileHandle.standardOutput.write(Data("try \(amount.decimalText)\n".utf8))
    try act()
    FileHandle.standardOutput.write(Data("ok\n".utf8))
  }
}
