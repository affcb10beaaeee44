import Values

extension Form {
  /// Preset amounts, in the account's currency.
  static let presets = [5, 10, 25, 50, 100]
}

extension Money {
  /// As a person would type it: in full precision, with at least the currency's decimals.
  func typed(decimals: Int) -> String {
    var text = rounded(to: Money.scale)
    guard let point = text.firstIndex(of: ".") else { return text }
    let needed = text.index(point, offsetBy: decimals == 0 ? 0 : decimals + 1)
    while text.endIndex > needed, text.last == "0" || text.last == "." { text.removeLast() }
    return text
  }
}
