import Ledger
import Pricing
import Values

/// The money on the demo's opening day: two balances just large enough to run out at the right moment.
struct DemoPlot: Sendable {
  /// From when Windsurf's account is empty until Windsurf is signed in to another one.
  var mistake: Range<Instant>
  /// When the other account's balance is empty.
  var drought: DemoDrought?
  /// The two balances at the start of the day.
  var work = Money.zero
  var home = Money.zero

  /// Nothing runs out, and Windsurf keeps its account.
  static let none: DemoPlot = {
    let never = Instant(milliseconds: .max)
    return DemoPlot(mistake: never..<never)
  }()

  /// An amount in whole `unit`s that the draws use up shortly before `end`, and when they do; nil if they draw
  /// less than one unit.
  static func amount(
    of draws: [DemoDraw], before end: Instant, in unit: Money
  ) -> (amount: Money, usedUp: Instant)? {
    let sum = draws.filter { $0.time < end }.reduce(Money.zero) { $0 + $1.amount }
    let amount = Money(nanos: sum.nanos / unit.nanos * unit.nanos)
    var drawn = Money.zero
    for draw in draws where amount > .zero {
      drawn += draw.amount
      if drawn >= amount { return (amount, draw.time) }
    }
    return nil
  }
}

/// What a request draws from a balance.
struct DemoDraw: Sendable {
  let time: Instant
  let account: String
  let amount: Money
}

extension [DemoEvent] {
  /// What they draw from the accounts, in order.
  func draws(by prices: PriceTable) -> [DemoDraw] {
    compactMap { event in
      guard let draw = event.draw,
        let amount = prices.cost(of: draw.use, on: PriceTerms(), at: event.time)
      else { return nil }
      return DemoDraw(time: event.time, account: draw.account, amount: amount)
    }
  }
}
