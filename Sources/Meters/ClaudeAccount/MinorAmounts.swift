import Foundation
import Ledger
import Values

/// Amounts that claude.ai states in minor units of one currency, such as cents. Whatever is odd about one is named,
/// and the amount left out: a wrong one would be worse than none.
struct MinorAmounts {
  /// What they are in; nil: it is not stated.
  private(set) var currency: Currency?
  /// What cannot be so, in words; may quote what is stated.
  private(set) var faults: [String] = []
  private var isInOneCurrency = true

  /// - Parameter stated: what is said of the currency in any place; null and nothing say nothing.
  init(in stated: [JSONValue?]) {
    for value in stated {
      guard let value, !value.isNull else { continue }
      guard let next = value.text.flatMap(Currency.init(code:)) else {
        faults.append("currency is \(value.shown), which is none")
        isInOneCurrency = false
        continue
      }
      if let currency, currency != next {
        faults.append("its money is in \(currency.code) and in \(next.code)")
        isInOneCurrency = false
      }
      currency = currency ?? next
    }
    if !isInOneCurrency { currency = nil }
  }

  /// The amount of `minor` ÷ 10^`exponent`; where no exponent is stated it is the currency's: a yen has no minor
  /// unit.
  /// - Returns: nil for what is not there, such as -1, which stands for none, and for what is no amount.
  mutating func amount(
    _ name: String, _ minor: JSONValue?, exponent: JSONValue?, mayBeOwed: Bool = false
  ) -> Money? {
    guard isInOneCurrency, let minor, !minor.isNull, minor.number != "-1" else { return nil }
    var decimals = (currency ?? .usd).decimals
    if let exponent, !exponent.isNull {
      guard let stated = exponent.double.flatMap(Int.init(exactly:)),
        (0...Money.scale).contains(stated)
      else {
        faults.append("\(name) has the exponent \(exponent.shown), which is no number of decimals")
        return nil
      }
      decimals = stated
    }
    let isOwed = mayBeOwed && minor.number?.hasPrefix("-") == true
    let size = minor.number.flatMap {
      Money(minor: String(isOwed ? $0.dropFirst() : $0[...]), exponent: decimals)
    }
    guard let size else {
      faults.append("\(name) is \(minor.shown), which is no amount")
      return nil
    }
    return isOwed ? Money(nanos: -size.nanos) : size
  }
}

extension JSONValue {
  /// The beginning of it, for a sentence about what is wrong with it; not safe to print.
  var shown: String {
    switch self {
    case .string(let text): "“\(text.prefix(20))”"
    case .number(let text): String(text.prefix(20))
    case .bool(let value): "\(value)"
    case .object, .array: "a list"
    case .null: "null"
    }
  }
}

extension Money {
  /// `minor` ÷ 10^`exponent`; nil: it is negative, too large, or finer than a nano-unit.
  fileprivate init?(minor: String, exponent: Int) {
    guard (0...Money.scale).contains(exponent), minor.utf8.count <= 30,
      var value = Decimal(string: minor, locale: Locale(identifier: "en_US_POSIX")),
      value.isFinite
    else { return nil }
    value *= pow(Decimal(10), Money.scale - exponent)
    let nanos = NSDecimalNumber(decimal: value)
    guard value >= 0, value <= Decimal(Money.largestStated.nanos),
      Decimal(nanos.int64Value) == value
    else { return nil }
    self.init(nanos: nanos.int64Value)
  }

  /// The largest amount that a source is believed in: a hundred million, ten times what can be moved at once.
  private static let largestStated = Money(nanos: 100_000_000 * 1_000_000_000)
}

extension AutoReload.Settings {
  /// Auto-reload as an answer states it: it adds an amount, or lifts the balance to one, once it is below a
  /// threshold.
  /// - Parameter amounts: reads what it is stated in.
  init?(stated: JSONValue?, _ amounts: inout MinorAmounts) {
    guard let stated, let isOn = stated["enabled"]?.bool else { return nil }
    func amount(_ keys: [String]) -> Money? {
      for key in keys {
        guard let value = stated[key], !value.isNull else { continue }
        return amounts.amount("auto-reload’s \(key)", value, exponent: nil)
      }
      return nil
    }
    guard let below = amount(["threshold_in_minor_units", "threshold"]) else { return nil }
    if let target = amount(["reload_to_in_minor_units"]), target > below {
      self.init(isOn: isOn, below: below, add: target - below)
    } else if let add = amount(["reload_amount"]), add > .zero {
      self.init(isOn: isOn, below: below, add: add)
    } else {
      return nil
    }
  }
}
