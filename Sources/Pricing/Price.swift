import Ledger

/// What a model's tokens cost, in pico-dollars (10⁻¹²) per token, which is micro-dollars per million
/// tokens: every published price is a whole number of them.
package struct Price: Hashable, Sendable {
  /// A prompt token that did not touch the cache.
  package var input: Int64
  /// A prompt token written to the cache for five minutes.
  package var cacheWrite5m: Int64
  /// A prompt token written to the cache for one hour.
  package var cacheWrite1h: Int64
  /// A prompt token read from the cache.
  package var cacheRead: Int64
  /// An answer token.
  package var output: Int64

  /// What `tokens` cost, in pico-dollars, searches left aside.
  func picoDollars(of tokens: TokenCounts) -> Int128 {
    Int128(tokens.input) * Int128(input) + Int128(tokens.cacheWrite5m) * Int128(cacheWrite5m)
      + Int128(tokens.cacheWrite1h) * Int128(cacheWrite1h)
      + Int128(tokens.cacheRead) * Int128(cacheRead) + Int128(tokens.output) * Int128(output)
  }
}

/// The price of a family of models from a moment on.
package struct PriceEntry: Hashable, Sendable {
  /// The model it is for, without date or version, such as `claude-opus-4-6`.
  package var model: String
  /// From when it holds; nil: always.
  package var from: Instant?
  /// The longest prompt, in tokens, it is for; nil: any length.
  package var promptUpTo: Int?
  /// The price at standard speed.
  package var price: Price
  /// Whether `speed: "fast"` costs twice as much.
  package var fastIsDouble: Bool
  /// Whether inference in the US alone costs a tenth more.
  package var usIsTenthMore: Bool

  /// From when it holds, in milliseconds since 1970.
  var start: Int64 { from?.milliseconds ?? .min }
}

extension Price {
  /// A million dollars per million tokens: no price is believed beyond it, and no sum overflows below.
  static let highest: Int64 = 1_000_000_000_000

  /// Pico-dollars per token of a published price such as "6.25" dollars per million tokens.
  static func picoDollars(perMillion text: some StringProtocol) throws(DecimalText.Fault) -> Int64 {
    try DecimalText.scaled(text, scale: 6, decimals: 6)
  }
}
