import Advice
import ArgumentParser
import Foundation
import Ledger
import Pricing
import Storage
import Values

/// Tops up, charges and changes limits without pause, and prints when each action begins and when it is durable.
/// For testing many processes on one store, and what is left when one dies.
struct Toil: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Top up, charge and change limits without pause, and print what is durable.",
    discussion: """
      Prints “try AMOUNT” before an action and “ok” after it; an action that moves nothing has the amount 0. \
      Needs a store with one account.
      """)

  @Argument(help: "The store.")
  var path: String

  @Option(help: "The seed for the actions; different seeds make different requests.")
  var seed: UInt64 = 1

  @Option(help: "The maximum number of actions.")
  var rounds = Int.max

  @Option(help: "The maximum number of seconds.")
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

  /// Unbuffered, so that the output is complete even if the process dies next.
  private func say(_ amount: Money, _ act: () throws -> Void) throws {
    FileHandle.standardOutput.write(Data("try \(amount.decimalText)\n".utf8))
    try act()
    FileHandle.standardOutput.write(Data("ok\n".utf8))
  }
}
