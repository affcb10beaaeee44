import Ledger
import Pricing

/// Splits requests into their priced parts.
struct RequestPricing {
  private let table: PriceTable
  /// The prices of the model met last, which is that of most requests after it.
  private var latest: ModelPrices?

  /// Pricing by `table`.
  init(_ table: PriceTable) { self.table = table }

  /// The parts of `request`, each with its cost.
  mutating func parts(of request: Request) -> [RequestPart] {
    request.parts { use in
      let prices = prices(of: use.model)
      return prices.cost(of: use.tokens, on: request.terms, at: request.time)
    }
  }

  private mutating func prices(of model: String) -> ModelPrices {
    if let latest, latest.model == model { return latest }
    let prices = table.prices(of: model)
    latest = prices
    return prices
  }
}

extension [RequestPart] {
  /// What the parts cost together; nil if one of them has no price.
  var cost: Money? {
    contains { $0.totals.unpriced > 0 } ? nil : reduce(.zero) { $0 + $1.totals.cost }
  }
}
