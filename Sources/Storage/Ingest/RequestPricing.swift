import Ledger
import Pricing
import Values

/// Splits requests into their priced parts.
struct RequestPricing {
  private let table: PriceTable
  /// The prices of the model met last, which is that of most requests after it.
  private var latest: ModelPrices?
  /// Those of models met before; a hostile history may name any number.
  private var known: [String: ModelPrices] = [:]
  private static let most = 256

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
    let prices = known[model] ?? table.prices(of: model)
    if known.count < RequestPricing.most { known[model] = prices }
    latest = prices
    return prices
  }
}

extension [RequestPart] {
  /// What the parts cost together; nil if one of them has no price.
  var cost: Money? {
    contains { $0.totals.unpriced > 0 } ? nil : reduce(.zero) { $0 + $1.totals.cost }
  }

  /// The parts with what is charged for all of them shared like their cost; the first one bears what
  /// does not divide.
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
