/// Reads plain decimal text, such as typed amounts and prices in price tables, into scaled integers. No
/// floating-point number is involved.
package enum DecimalText {
  /// Why a text is not a plain decimal number. The description is a whole sentence.
  package enum Fault: Error, Equatable, CustomStringConvertible {
    case empty
    case character(Character)
    case secondPoint
    case noDigits
    case tooManyDecimals(allowed: Int)
    case tooLarge

    package var description: String {
      switch self {
      case .empty: "the amount is empty"
      case .character(let found): "\(Fault.reason(against: found)): write it as in 12.50"
      case .secondPoint: "an amount has at most one point, as in 12.50"
      case .noDigits: "an amount needs a digit on each side of its point, as in 0.50"
      case .tooManyDecimals(let allowed):
        allowed == 0
          ? "this amount cannot have decimals" : "this amount can have at most \(allowed) decimals"
      case .tooLarge: "the amount is too large"
      }
    }

    /// Why a character does not belong in an amount.
    private static func reason(against found: Character) -> String {
      switch found {
      case ",": "an amount has no commas, neither for decimals nor for thousands"
      case "-", "+", "−": "an amount has no sign"
      case "e", "E": "an amount has no exponent"
      case _ where found.isWhitespace: "an amount has no spaces"
      case _ where found.isCurrencySymbol: "leave out “\(found)”; the account sets the currency"
      case _ where found.isNumber: "“\(found)” is not one of the digits 0 to 9"
      default: "“\(found)” does not belong in an amount"
      }
    }
  }

  /// The value of `text` times 10^`scale`: ASCII digits with at most one point between digits.
  ///
  /// - Parameters:
  ///   - scale: how many decimal digits to keep, 0…18.
  ///   - decimals: how many decimals the text may have, at most `scale`.
  /// - Throws: ``Fault`` for any other character (sign, `$`, space, grouping, exponent, digits of
  ///   other scripts), more decimals than allowed, or a value beyond `Int64`.
  package static func scaled(
    _ text: some StringProtocol, scale: Int, decimals: Int
  ) throws(Fault) -> Int64 {
    guard !text.isEmpty else { throw .empty }
    var value: Int64 = 0
    var whole = 0
    var fraction: Int?
    for character in text {
      if character == "." {
        guard fraction == nil else { throw .secondPoint }
        guard whole > 0 else { throw .noDigits }
        fraction = 0
        continue
      }
      guard let ascii = character.asciiValue, (48...57).contains(ascii) else {
        throw .character(character)
      }
      if let count = fraction { fraction = count + 1 } else { whole += 1 }
      value = try appending(Int64(ascii - 48), to: value)
    }
    guard fraction != 0 else { throw .noDigits }
    let found = fraction ?? 0
    guard found <= decimals else { throw .tooManyDecimals(allowed: decimals) }
    for _ in found..<max(found, scale) { value = try appending(0, to: value) }
    return value
  }

  /// `value` ÷ 10^`scale` with all its `scale` decimals: `print(98_500_000_000, scale: 9)` is
  /// "98.500000000".
  package static func print(_ value: Int64, scale: Int) -> String {
    let digits = String(value.magnitude)
    let padded = String(repeating: "0", count: max(0, scale + 1 - digits.count)) + digits
    let point = padded.index(padded.endIndex, offsetBy: -scale)
    let sign = value < 0 ? "-" : ""
    return scale == 0 ? sign + padded : "\(sign)\(padded[..<point]).\(padded[point...])"
  }

  private static func appending(_ digit: Int64, to value: Int64) throws(Fault) -> Int64 {
    let (tens, overflowed) = value.multipliedReportingOverflow(by: 10)
    let (sum, overflowedAgain) = tens.addingReportingOverflow(digit)
    guard !overflowed, !overflowedAgain else { throw .tooLarge }
    return sum
  }
}
