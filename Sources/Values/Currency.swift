/// A currency, identified by its ISO 4217 code.
package struct Currency: Hashable, Sendable {
  /// Three capital letters, such as "USD".
  package let code: String

  /// Creates the currency with a code; nil unless the code is three letters from A to Z.
  package init?(code: String) {
    let code = code.uppercased()
    guard code.utf8.count == 3, code.utf8.allSatisfy({ (65...90).contains($0) }) else { return nil }
    self.init(unchecked: code)
  }

  private init(unchecked code: String) { self.code = code }

  /// The US dollar. All prices are in it.
  package static let usd = Currency(unchecked: "USD")

  /// How many decimals an amount may have: 2 for most currencies, see ISO 4217 for the others.
  package var decimals: Int {
    if Currency.withoutDecimals.contains(code) { return 0 }
    return Currency.withThreeDecimals.contains(code) ? 3 : 2
  }

  private static let withoutDecimals: Set = [
    "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND",
    "VUV", "XAF", "XOF", "XPF",
  ]
  private static let withThreeDecimals: Set = ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"]
}

extension Money {
  /// The amount in a currency, as people read it: "$12.34", "12.34 EUR".
  package func display(in currency: Currency) -> String {
    if currency == .usd { return display }
    let text = display.filter { $0 != "$" }
    return "\(text) \(currency.code)"
  }

  /// The amount with all the currency's decimals and every digit, even in the millions. An amount too small for
  /// those decimals is shown as in ``display(in:)``.
  package func fullDisplay(in currency: Currency) -> String {
    let decimals = currency.decimals
    let least = (decimals..<Money.scale).reduce(UInt64(1)) { unit, _ in unit * 10 }
    guard nanos.magnitude >= least || nanos == 0 else { return display(in: currency) }
    return display(in: currency, decimals: decimals)
  }

  /// The amount in whole units, for narrow places. Less than one unit is shown as in ``fullDisplay(in:)``.
  package func wholeDisplay(in currency: Currency) -> String {
    nanos.magnitude < 1_000_000_000
      ? fullDisplay(in: currency) : display(in: currency, decimals: 0)
  }

  private func display(in currency: Currency, decimals: Int) -> String {
    let size = Money(nanos: Int64(clamping: nanos.magnitude)).rounded(to: decimals)
    let point = size.firstIndex(of: ".") ?? size.endIndex
    let digits = CountDisplay.full(Int(size[..<point]) ?? 0) + size[point...]
    let sign = nanos < 0 ? "-" : ""
    return currency == .usd ? sign + "$" + digits : "\(sign)\(digits) \(currency.code)"
  }

  /// The full amount with a sign, for movements: "+$25.00", "-$0.42".
  package func signedDisplay(in currency: Currency) -> String {
    (nanos > 0 ? "+" : "") + fullDisplay(in: currency)
  }
}

/// How much of a currency one US dollar buys, with nine decimals.
package struct ExchangeRate: Hashable, Comparable, Sendable {
  /// Billionths of the currency's unit per dollar; more than 0.
  package let nanos: Int64

  /// Creates a rate; nil unless it is more than 0.
  package init?(nanos: Int64) {
    guard nanos > 0 else { return nil }
    self.nanos = nanos
  }

  /// The rates accepted as plausible: a ten-thousandth to ten million units per dollar.
  package static let credible =
    ExchangeRate(unchecked: 100_000)...ExchangeRate(unchecked: 10_000_000_000_000_000)

  /// A rate of 1.
  package static let par = ExchangeRate(unchecked: 1_000_000_000)

  private init(unchecked nanos: Int64) { self.nanos = nanos }

  package static func < (left: ExchangeRate, right: ExchangeRate) -> Bool {
    left.nanos < right.nanos
  }

  /// Converts US dollars to the currency, rounded half away from zero to the nano-unit. Nil if the result is too
  /// large.
  package func amount(of dollars: Money) -> Money? {
    if self == .par { return dollars }
    let product = Int128(dollars.nanos) * Int128(nanos)
    let half: Int128 = product < 0 ? -500_000_000 : 500_000_000
    return Int64(exactly: (product + half) / 1_000_000_000).map(Money.init(nanos:))
  }
}
