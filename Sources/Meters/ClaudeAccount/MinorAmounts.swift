import Foundation
import Ledger
import Values

/// Reads amounts that claude.ai gives in minor units of one currency, such as cents. If anything about an amount is
/// odd, it is reported and left out: a wrong amount would be worse than none.
struct MinorAmounts {
  /// The currency; nil if not given.
  private(set) var currency: Currency?
  /// Descriptions of values that cannot be right; may quote them.
  private(set) var faults: [String] = []
  private var isInOneCurrency = true

  /// - Parameter stated: the currency as given in each place; null and missing values are ignored.
  init(in stated: [JSONValue?]) {
    for value in stated {
      guard let value, !value.isNull else { continue }
      guard let next = value.text.flatMap(Currency.init(code:)) else {
        faults.append("currency is \(value.shown), which is not a currency")
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

  /// Computes `minor` ÷ 10^`exponent`. Without an exponent, the currency's decimals are used: a yen has no minor
  /// unit.
  /// - Returns: nil for a missing amount, including -1, which means none, and for an invalid one.
  mutating func amount(
    _ name: String, _ minor: JSONValue?, exponent: JSONValue?, mayBeOwed: Bool = false
  ) -> Money? {
    guard isInOneCurrency, let minor, !minor.isNull, minor.number != "-1" else { return nil }
    var decimals = (currency ?? .usd).decimals
    if let exponent, !exponent.isNull {
      guard let stated = exponent.double.flatMap(Int.init(exactly:)),
        (0...Money.scale).contains(stated)
      else {
        faults.append(
          "\(name) has the exponent \(exponent.shown), which is not a number of decimals")
        return nil
      }
      decimals = stated
    }
    let isOwed = mayBeOwed && minor.number?.hasPrefix("-") == true
    let size = minor.number.flatMap {
      Money(minor: String(isOwed ? $0.dropFirst() : $0[...]), exponent: decimals)
    }
    guard let size else {
      faults.append("\(name) is \(minor.shown), which is not an amount")
      return nil
    }
    return isOwed ? Money(nanos: -size.nanos) : size
  }
}

extension JSONValue {
  /// The start of the value, for messages about it; not safe to print.
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
  /// Computes `minor` ÷ 10^`exponent`; nil if it is negative, too large, or finer than a nano-unit.
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

  /// The largest amount accepted from a source: a hundred million, ten times the most that one action may move.
  private static let largestStated = Money(nanos: 100_000_000 * 1_000_000_000)
}

extension AutoReload.Settings {
  /// Reads auto-reload settings from an answer. Auto-reload either adds an amount or raises the balance to one,
  /// once the balance is below a threshold.
  /// - Parameter amounts: reads amounts in the answer's currency.
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
