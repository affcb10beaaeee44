import Advice
import Ledger
import Pricing
import TestSupport
import Testing
import Values

@testable import Storage

/// A store in memory in which a day is played by the minute.
final class Desk {
  static let start = Instant(milliseconds: 1_772_323_200_000)

  let store: UsageStore
  let clock = SetClock()
  let writer: UsageWriter

  init(path: String = ":memory:", burnMinutes: Int = 15) throws {
    clock.now = Desk.start
    store = try UsageStore(path: path, rules: clock.rules(burnMinutes: burnMinutes))
    writer = UsageWriter(store: store, prices: .builtIn)
  }

  static func at(_ minute: Int) -> Instant { start.advanced(by: Int64(minute) * Instant.perMinute) }

  /// Adds an account that begins with nothing.
  func open(_ name: String, _ facts: (inout Account) -> Void = { _ in }) throws {
    _ = try store.addAccount(named: name, at: clock.now, facts)
  }

  /// Takes in a request that says what it costs.
  func charge(
    _ id: String, _ price: Int, at minute: Int, account: String? = nil, tool: Tool = .api
  ) throws {
    clock.now = max(clock.now, Desk.at(minute))
    var made = request("msg_" + id, "req_" + id)
    made.time = Desk.at(minute)
    made.tool = tool
    made.account = account
    made.recordedCost = dollars(price)
    try writer.take(made)
  }

  @discardableResult
  func act(_ action: MoneyAction, at minute: Int, on name: String? = nil) throws -> MoneyOutcome {
    clock.now = Desk.at(minute)
    return try store.perform(action, on: name, at: clock.now)
  }

  func state(_ name: String? = nil) throws -> AccountState {
    let funds = try store.funds(at: clock.now)
    return try #require(
      funds.accounts.first { $0.account.name == name ?? funds.current ?? "" })
  }

  /// The balance in dollars; nil: not known.
  func balance(_ name: String? = nil) throws -> Double? {
    try state(name).balance.amount.map { Double($0.nanos) / 1e9 }
  }

  func differences() throws -> [String] { try store.verify(prices: .builtIn).differences }
}
