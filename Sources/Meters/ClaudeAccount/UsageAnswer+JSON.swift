import Foundation
import Ledger

extension UsageAnswer {
  /// The answer in a body of JSON that was given at `asOf`.
  init(_ body: JSONValue, asOf: Instant) {
    self.init()
    readWindows(body, asOf)
    if let extra = body["extra_usage"] { read(extra: extra) }
    if let spend = body["spend"] { read(spend: spend) }
  }

  private mutating func readWindows(_ body: JSONValue, _ asOf: Instant) {
    for (key, value) in body.members where key == "five_hour" || key.hasPrefix("seven_day") {
      guard key.utf8.count <= 64, key.utf8.allSatisfy(isOfName) else {
        faults.append("“\(key.prefix(20))” is no name of a window")
        continue
      }
      addWindow(camelCase(key), used: value["utilization"], value, asOf)
    }
    // Newer bodies name the model of a weekly limit beside the limit.
    for limit in body["limits"]?.elements ?? [] where limit["kind"]?.text == "weekly_scoped" {
      guard let model = limit["scope"]?["model"]?["display_name"]?.text else { continue }
      let id = "sevenDay" + model.filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
      guard !windows.contains(where: { $0.id == id }) else { continue }
      addWindow(id, used: limit["percent"], limit, asOf)
    }
    windows.sort { $0.id < $1.id }
  }

  private mutating func addWindow(
    _ id: String, used: JSONValue?, _ value: JSONValue, _ asOf: Instant
  ) {
    guard let used, !used.isNull else { return }
    guard let percent = used.double, (0...PlanWindow.largestCredible).contains(percent) else {
      faults.append("\(id) is \(used.shown), which is not a percentage")
      return
    }
    let resets = value["resets_at"]?.text.flatMap { Instant($0) }
    windows.append(PlanWindow(id: id, usedPercent: percent, resetsAt: resets, asOf: asOf))
  }

  private mutating func read(extra: JSONValue) {
    isExtraOn = extra["is_enabled"]?.bool
    offReason = extra["disabled_reason"]?.text
    currency = extra["currency"]?.text.flatMap(Currency.init(code:))
    let exponent = extra["decimal_places"]?.number.flatMap(Int.init) ?? minorDecimals
    used = amount("used_credits", extra["used_credits"], exponent)
    guard let limit = extra["monthly_limit"] else { return }
    if limit.isNull { cap = .some(nil) }
    if let amount = amount("monthly_limit", limit, exponent) { cap = amount }
  }

  private mutating func read(spend: JSONValue) {
    isExtraOn = spend["enabled"]?.bool ?? isExtraOn
    offReason = spend["disabled_reason"]?.text ?? offReason
    let stated = [spend["used"], spend["limit"], spend["balance"]].compactMap { $0 }
    currency =
      stated.compactMap { $0["currency"]?.text.flatMap(Currency.init(code:)) }.first ?? currency
    used = amount("used", stated: spend["used"]) ?? used
    if let limit = spend["limit"] {
      if limit.isNull { cap = .some(nil) }
      if let amount = amount("limit", stated: limit) { cap = amount }
    }
    balance = amount("balance", stated: spend["balance"])
    autoReload = spend["auto_reload"].flatMap {
      AutoReload.Settings(stated: $0, decimals: minorDecimals)
    }
  }

  /// Decimals of the minor unit where the answer does not say: a yen has none.
  private var minorDecimals: Int { (currency ?? .usd).decimals }

  /// An amount as newer answers state one: minor units with their exponent.
  private mutating func amount(_ name: String, stated: JSONValue?) -> Money? {
    let exponent = stated?["exponent"]?.number.flatMap(Int.init) ?? minorDecimals
    return amount(name, stated?["amount_minor"], exponent)
  }

  /// Nil for what is not there, such as -1, which stands for none.
  private mutating func amount(_ name: String, _ minor: JSONValue?, _ exponent: Int) -> Money? {
    guard let minor, !minor.isNull, minor.number != "-1" else { return nil }
    if let money = minor.number.flatMap({ Money(minor: $0, exponent: exponent) }) { return money }
    faults.append("\(name) is \(minor.shown), which is no amount")
    return nil
  }
}

extension JSONValue {
  /// The beginning of it, for a sentence about what is wrong with it; not safe to print.
  fileprivate var shown: String {
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
  init?(minor: String, exponent: Int) {
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
  /// - Parameter decimals: of the minor unit that the amounts are in.
  init?(stated: JSONValue, decimals: Int) {
    guard let isOn = stated["enabled"]?.bool else { return nil }
    func amount(_ keys: [String]) -> Money? {
      keys.compactMap { stated[$0]?.number.flatMap { Money(minor: $0, exponent: decimals) } }.first
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

/// "seven_day_opus" as "sevenDayOpus".
private func camelCase(_ key: String) -> String {
  key.split(separator: "_").enumerated().map { index, word in
    index == 0 ? String(word) : word.prefix(1).uppercased() + word.dropFirst()
  }.joined()
}

/// Whether a byte may stand in the name of a window, which is shown as it is.
private func isOfName(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
    UInt8(ascii: "_"):
    true
  default: false
  }
}
