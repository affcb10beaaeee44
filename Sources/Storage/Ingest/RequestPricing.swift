import Ledger
import Pricing
import Values

/// Splits requests into their priced parts.
struct RequestPricing {
  private let table: PriceTable
  /// The prices of the latest model, which the next request usually shares.
  private var latest: ModelPrices?
  /// The prices of earlier models, limited because a hostile history may name any number of them.
  private var known: [String: ModelPrices] = [:]
  private static let most = 256

  /// Prices by `table`.
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
    let prices = known[model] ?? table.prices(of: model)
    if known.count < RequestPricing.most { known[model] = prices }
    latest = prices
    return prices
  }
}

extension [RequestPart] {
  /// The total cost of the parts; nil if one of them has no price.
  var cost: Money? {
    contains { $0.totals.unpriced > 0 } ? nil : reduce(.zero) { $0 + $1.totals.cost }
  }

  /// The parts with the total charge divided in proportion to their cost; the first one takes the remainder.
  func charged(_ charge: Money) -> [RequestPart] {
    guard let whole = cost, whole != charge else {
      return map { part in
        var part = part
        part.totals.charged = part.totals.cost
        return part
      }
    }
    var shared = self
    for index in indices {
      let share = Int128(charge.nanos) * Int128(self[index].totals.cost.nanos)
      shared[index].totals.charged = Money(
        nanos: whole == .zero ? 0 : Int64(clamping: share / Int128(whole.nanos)))
    }
    let rest = charge - shared.reduce(.zero) { $0 + $1.totals.charged }
    if !shared.isEmpty { shared[0].totals.charged += rest }
    return shared
  }
}
