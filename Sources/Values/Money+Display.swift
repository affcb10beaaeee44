extension Money {
  /// The amount in dollars, as people read it: "$0.0042", "$12.34", "$1,234.56", "$1.23M".
  ///
  /// Below one cent it has four decimals; anything smaller is "<$0.0001".
  package var display: String {
    let sign = nanos < 0 ? "-" : ""
    let size = Money(nanos: Int64(clamping: nanos.magnitude))
    if size == .zero { return "$0.00" }
    if size.nanos < 100_000 { return sign + "<$0.0001" }
    if size.nanos < 10_000_000 { return "\(sign)$\(size.rounded(to: 4))" }
    if size.nanos < 1_000_000 * 1_000_000_000 { return "\(sign)$\(grouped(size.rounded(to: 2)))" }
    return "\(sign)$\(Money(nanos: size.nanos / 1_000_000).rounded(to: 2))M"
  }

  /// The amount for narrow places: no cents from $10,000 up.
  package var shortDisplay: String {
    guard (10_000 * 1_000_000_000..<1_000_000 * 1_000_000_000).contains(nanos.magnitude) else {
      return display
    }
    return "\(nanos < 0 ? "-" : "")$"
      + grouped(Money(nanos: Int64(clamping: nanos.magnitude)).rounded(to: 0))
  }

  private func grouped(_ text: String) -> String {
    let point = text.firstIndex(of: ".") ?? text.endIndex
    return groupedDigits(text[..<point]) + text[point...]
  }
}

/// Counts as people read them.
package enum CountDisplay {
  /// Every digit, in groups of three: "1,234,567".
  package static func full(_ count: Int) -> String {
    (count < 0 ? "-" : "") + groupedDigits(Substring(String(count.magnitude)))
  }

  /// A count with its noun: "1 model", "1,234 models".
  package static func of(_ count: Int, _ noun: String) -> String {
    "\(full(count)) \(noun)\(count == 1 ? "" : "s")"
  }

  /// Three digits and a unit letter: "987", "12.3k", "4.57M", "1.20G".
  package static func short(_ count: Int) -> String {
    let size = Int(clamping: count.magnitude)
    let sign = count < 0 ? "-" : ""
    let units = [(1_000_000_000_000, "T"), (1_000_000_000, "G"), (1_000_000, "M"), (1000, "k")]
    // A count that would round up to 1000 of a unit uses the next unit.
    guard let (unit, letter) = units.first(where: { size >= $0.0 - $0.0 / 2000 }) else {
      return sign + String(size)
    }
    let whole = size / unit
    let decimals = whole < 10 ? 2 : whole < 100 ? 1 : 0
    let scale = decimals == 2 ? 100 : decimals == 1 ? 10 : 1
    let steps = Int((Int128(size) * Int128(scale) + Int128(unit / 2)) / Int128(unit))
    return sign + DecimalText.print(Int64(steps), scale: decimals) + letter
  }

  /// A size in bytes: "166.2 MB".
  package static func bytes(_ count: Int64) -> String {
    let units: [(Int64, String)] = [(1_000_000_000, "GB"), (1_000_000, "MB"), (1000, "kB")]
    guard let (unit, name) = units.first(where: { count >= $0.0 }) else { return "\(count) B" }
    return DecimalText.print(count * 10 / unit, scale: 1) + " " + name
  }
}

private func groupedDigits(_ digits: Substring) -> String {
  var result = ""
  for (index, digit) in digits.enumerated() {
    if index > 0, (digits.count - index) % 3 == 0 { result.append(",") }
    result.append(digit)
  }
  return result
}
