/// An exact amount of money in nano-units of its currency (10⁻⁹ dollars for USD), ±9.2 billion.
///
/// Prices are whole pico-dollars per token, so the cost of a request is exact to the nano-dollar. Floating point is
/// never used.
package struct Money: Hashable, Sendable, Comparable, AdditiveArithmetic {
  /// Billionths of the currency's unit.
  package var nanos: Int64

  /// Creates an amount of `nanos` billionths.
  @inlinable package init(nanos: Int64) { self.nanos = nanos }

  /// Zero: a known amount, unlike an unknown one.
  package static let zero = Money(nanos: 0)

  /// How many decimals a nano-unit has.
  package static let scale = 9

  /// Reads plain decimal text such as "12.5".
  /// - Parameter decimals: how many decimals the text may have, at most nine.
  package init(
    text: some StringProtocol, decimals: Int = Money.scale
  ) throws(DecimalText.Fault) {
    nanos = try DecimalText.scaled(text, scale: Money.scale, decimals: decimals)
  }

  /// Every digit, as JSON and CSV reports print it: "98.500000000", and "0" for zero.
  package var decimalText: String {
    nanos == 0 ? "0" : DecimalText.print(nanos, scale: Money.scale)
  }

  /// The amount rounded half away from zero to `decimals` (0…9) decimals: `rounded(to: 2)` of 1.005 is "1.01".
  package func rounded(to decimals: Int) -> String {
    var unit: Int64 = 1
    for _ in decimals..<Money.scale { unit *= 10 }
    let half = Int64(nanos.magnitude % UInt64(unit)) * 2 >= unit && unit > 1 ? Int64(1) : 0
    let steps = nanos / unit + (nanos < 0 ? -half : half)
    return DecimalText.print(steps, scale: decimals)
  }

  @inlinable package static func < (left: Money, right: Money) -> Bool { left.nanos < right.nanos }
  /// Sums are clamped to the largest amount. Input to the store is bounded, so only a damaged store can get there,
  /// and that must not crash the program.
  @inlinable package static func + (left: Money, right: Money) -> Money {
    Money(nanos: left.nanos.addingClamped(right.nanos))
  }
  @inlinable package static func += (left: inout Money, right: Money) { left = left + right }
  @inlinable package static func - (left: Money, right: Money) -> Money {
    Money(nanos: left.nanos.subtractingClamped(right.nanos))
  }
}

extension Money: Codable {
  package init(from decoder: any Decoder) throws {
    nanos = try decoder.singleValueContainer().decode(Int64.self)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(nanos)
  }
}
