/// A currency, by the code that banks use for it (ISO 4217).
package struct Currency: Hashable, Sendable {
  /// Three capital letters, such as "USD".
  package let code: String

  /// The currency of a code; nil if the code is not three letters from A to Z.
  package init?(code: String) {
    let code = code.uppercased()
    guard code.utf8.count == 3, code.utf8.allSatisfy({ (65...90).contains($0) }) else { return nil }
    self.init(unchecked: code)
  }

  private init(unchecked code: String) { self.code = code }

  /// Dollars of the United States, in which all prices are.
  package static let usd = Currency(unchecked: "USD")

  /// Decimals that an amount of it has at most: 2 for most, see ISO 4217 for the others.
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
  /// The amount as people read it in a currency: "$12.34", "12.34 EUR".
  package func display(in currency: Currency) -> String {
    if currency == .usd { return display }
    let text = display.filter { $0 != "$" }
    return "\(text) \(currency.code)"
  }

  /// The amount with the decimals of the currency and every digit, also of millions; what is less than
  /// those decimals can show, as ``display(in:)`` has it.
  package func fullDisplay(in currency: Currency) -> String {
    let decimals = currency.decimals
    let least = (decimals..<Money.scale).reduce(UInt64(1)) { unit, _ in unit * 10 }
    guard nanos.magnitude >= least || nanos == 0 else { return display(in: currency) }
    return display(in: currency, decimals: decimals)
  }

  /// The amount in whole units of the currency, where there is little room; of less than one, as
  /// ``fullDisplay(in:)`` has it.
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

  /// The same with a sign, as a movement is shown: "+$25.00", "-$0.42".
  package func signedDisplay(in currency: Currency) -> String {
    (nanos > 0 ? "+" : "") + fullDisplay(in: currency)
  }
}

/// How much of a currency one US dollar is, with nine decimals.
package struct ExchangeRate: Hashable, Comparable, Sendable {
  /// Billionths of the currency's unit for a dollar; more than 0.
  package let nanos: Int64

  /// A rate; nil if it is not more than 0.
  package init?(nanos: Int64) {
    guard nanos > 0 else { return nil }
    self.nanos = nanos
  }

  /// What a dollar can be worth of any money: between a ten-thousandth and ten million of it.
  package static let credible =
    ExchangeRate(unchecked: 100_000)...ExchangeRate(unchecked: 10_000_000_000_000_000)

  /// One for one.
  package static let par = ExchangeRate(unchecked: 1_000_000_000)

  private init(unchecked nanos: Int64) { self.nanos = nanos }

  package static func < (left: ExchangeRate, right: ExchangeRate) -> Bool {
    left.nanos < right.nanos
  }

  /// What an amount of US dollars is in the currency, rounded half away from zero to the nano-unit; nil: too
  /// much to be counted.
  package func amount(of dollars: Money) -> Money? {
    if self == .par { return dollars }
    let product = Int128(dollars.nanos) * Int128(nanos)
    let half: Int128 = product < 0 ? -500_000_000 : 500_000_000
    return Int64(exactly: (product + half) / 1_000_000_000).map(Money.init(nanos:))
  }
}
