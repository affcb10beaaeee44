import Values

/// Sums of requests, as shown in a row of a usage table.
package struct UsageTotals: Hashable, Sendable, AdditiveArithmetic {
  /// How many requests. A pass of an advisor or a compaction adds tokens but no request.
  package var requests: Int
  /// What they consumed.
  package var tokens: TokenCounts
  /// The list value in USD of those with a price.
  package var cost: Money
  /// How many parts have no known price. They add nothing to `cost`.
  package var unpriced: Int
  /// How many requests lack their final output count. Then `cost` and `tokens.output` are lower bounds.
  package var unfinished: Int
  /// What was charged to prepaid balances, in the currency of the account. Sums over accounts with different
  /// currencies are meaningless.
  package var charged: Money

  /// Creates sums; the default is zero.
  package init(
    requests: Int = 0, tokens: TokenCounts = .zero, cost: Money = .zero, unpriced: Int = 0,
    unfinished: Int = 0, charged: Money = .zero
  ) {
    self.requests = requests
    self.tokens = tokens
    self.cost = cost
    self.unpriced = unpriced
    self.unfinished = unfinished
    self.charged = charged
  }

  /// Nothing counted.
  package static let zero = UsageTotals()

  package static func += (left: inout UsageTotals, right: UsageTotals) { left = left + right }
  package static func + (left: UsageTotals, right: UsageTotals) -> UsageTotals {
    UsageTotals(
      requests: left.requests.addingClamped(right.requests), tokens: left.tokens + right.tokens,
      cost: left.cost + right.cost, unpriced: left.unpriced.addingClamped(right.unpriced),
      unfinished: left.unfinished.addingClamped(right.unfinished),
      charged: left.charged + right.charged)
  }
  package static func - (left: UsageTotals, right: UsageTotals) -> UsageTotals {
    UsageTotals(
      requests: left.requests.subtractingClamped(right.requests),
      tokens: left.tokens - right.tokens, cost: left.cost - right.cost,
      unpriced: left.unpriced.subtractingClamped(right.unpriced),
      unfinished: left.unfinished.subtractingClamped(right.unfinished),
      charged: left.charged - right.charged)
  }
}
