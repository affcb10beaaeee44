import Values

/// Sums of requests: what a row of any usage table shows.
package struct UsageTotals: Hashable, Sendable, AdditiveArithmetic {
  /// Requests counted; a pass of an advisor or a compaction adds tokens but no request.
  package var requests: Int
  /// What they consumed.
  package var tokens: TokenCounts
  /// List value in USD of those that have a price.
  package var cost: Money
  /// Parts without a known price; their cost is not in `cost`.
  package var unpriced: Int
  /// Requests whose final output count is missing: `cost` and `tokens.output` are lower bounds.
  package var unfinished: Int
  /// What was taken out of prepaid balances for them, in the currency of the account; sums over accounts
  /// of different currencies mean nothing.
  package var charged: Money

  /// Sums; what is not given is zero.
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
