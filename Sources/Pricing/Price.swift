import Ledger
import Values

/// What a model's tokens cost, in pico-dollars (10⁻¹²) per token, which equals micro-dollars per million tokens.
/// Every published price is a whole number of them.
package struct Price: Hashable, Sendable {
  /// A prompt token that did not touch the cache.
  package var input: Int64
  /// A prompt token written to the cache for five minutes; nil if unknown, as for the two below.
  package var cacheWrite5m: Int64?
  /// A prompt token written to the cache for one hour.
  package var cacheWrite1h: Int64?
  /// A prompt token read from the cache.
  package var cacheRead: Int64?
  /// An answer token.
  package var output: Int64

  /// Creates a price from the cost of each kind of token, in pico-dollars.
  package init(
    input: Int64, cacheWrite5m: Int64?, cacheWrite1h: Int64?, cacheRead: Int64?, output: Int64
  ) {
    self.input = input
    self.cacheWrite5m = cacheWrite5m
    self.cacheWrite1h = cacheWrite1h
    self.cacheRead = cacheRead
    self.output = output
  }

  /// What `tokens` cost, in pico-dollars, without searches; nil if the price of one of their kinds is unknown.
  func picoDollars(of tokens: TokenCounts) -> Int128? {
    var sum = Int128(tokens.input) * Int128(input) + Int128(tokens.output) * Int128(output)
    let cached = [
      (tokens.cacheWrite5m, cacheWrite5m), (tokens.cacheWrite1h, cacheWrite1h),
      (tokens.cacheRead, cacheRead),
    ]
    for (count, price) in cached where count != 0 {
      guard let price else { return nil }
      sum += Int128(count) * Int128(price)
    }
    return sum
  }
}

/// What `speed: "fast"` costs.
package enum FastPrice: Hashable, Sendable {
  /// A multiple of the standard price, for every kind of token; 1 if there is no fast speed or it costs no more.
  case times(Int)
  /// More, but the price is unpublished.
  case unknown

  /// The same as standard speed.
  package static let standard = times(1)
}

/// The price of a family of models from a moment on.
package struct PriceEntry: Hashable, Sendable {
  /// The model, without date or version, such as `claude-opus-4-6`.
  package var model: String
  /// When the price starts; nil if it always applies.
  package var from: Instant?
  /// The longest prompt it applies to, in tokens; nil for any length.
  package var promptUpTo: Int?
  /// The price at standard speed.
  package var price: Price
  /// What `speed: "fast"` costs.
  package var fast: FastPrice
  /// Whether US-only inference costs a tenth more.
  package var usIsTenthMore: Bool

  /// Creates the price of `model`, its plain name, from `from` on.
  package init(
    model: String, from: Instant?, promptUpTo: Int?, price: Price, fast: FastPrice,
    usIsTenthMore: Bool
  ) {
    self.model = model
    self.from = from
    self.promptUpTo = promptUpTo
    self.price = price
    self.fast = fast
    self.usIsTenthMore = usIsTenthMore
  }

  /// When the price starts, in milliseconds since 1970.
  var start: Int64 { from?.milliseconds ?? .min }
}

extension Price {
  /// A million dollars per million tokens, the highest price accepted. Below it no sum overflows.
  package static let highest: Int64 = 1_000_000_000_000

  /// Converts a published price, such as "6.25" dollars per million tokens, to pico-dollars per token.
  static func picoDollars(perMillion text: some StringProtocol) throws(DecimalText.Fault) -> Int64 {
    try DecimalText.scaled(text, scale: 6, decimals: 6)
  }
}
