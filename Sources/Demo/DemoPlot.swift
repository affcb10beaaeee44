import Ledger
import Pricing
import Values

/// What becomes of the money on the day a demo opens on: two balances that are just large enough to be used
/// up at the right moment.
struct DemoPlot: Sendable {
  /// From when on the account that Windsurf is signed in to is empty, until it is signed in to another one.
  var mistake: Range<Instant>
  /// When the balance of the other account is empty.
  var drought: DemoDrought?
  /// What the two accounts hold when the day begins.
  var work = Money.zero
  var home = Money.zero

  /// Nothing is used up, and Windsurf stays where it is.
  static let none: DemoPlot = {
    let never = Instant(milliseconds: .max)
    return DemoPlot(mistake: never..<never)
  }()

  /// A sum of whole `unit`s that the draws have used up a little before `end`, and when; nil: they draw less
  /// than one.
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

/// What one request takes out of a balance.
struct DemoDraw: Sendable {
  let time: Instant
  let account: String
  let amount: Money
}

extension [DemoEvent] {
  /// What is drawn by them from the accounts, in their order.
  func draws(by prices: PriceTable) -> [DemoDraw] {
    compactMap { event in
      guard let draw = event.draw,
        let amount = prices.cost(of: draw.use, on: PriceTerms(), at: event.time)
      else { return nil }
      return DemoDraw(time: event.time, account: draw.account, amount: amount)
    }
  }
}
