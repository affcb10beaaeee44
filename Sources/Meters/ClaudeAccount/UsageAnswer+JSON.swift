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
    guard let used = used?.double, used >= 0, used.isFinite else { return }
    let resets = value["resets_at"]?.text.flatMap { Instant($0) }
    windows.append(PlanWindow(id: id, usedPercent: used, resetsAt: resets, asOf: asOf))
  }

  private mutating func read(extra: JSONValue) {
    isExtraOn = extra["is_enabled"]?.bool
    offReason = extra["disabled_reason"]?.text
    currency = extra["currency"]?.text.flatMap(Currency.init(code:))
    let exponent = extra["decimal_places"]?.number.flatMap(Int.init) ?? 2
    used = extra["used_credits"]?.number.flatMap { Money(minor: $0, exponent: exponent) }
    guard let limit = extra["monthly_limit"] else { return }
    if limit.isNull { cap = .some(nil) }
    if let amount = limit.number.flatMap({ Money(minor: $0, exponent: exponent) }) { cap = amount }
  }

  private mutating func read(spend: JSONValue) {
    isExtraOn = spend["enabled"]?.bool ?? isExtraOn
    offReason = spend["disabled_reason"]?.text ?? offReason
    let stated = [spend["used"], spend["limit"], spend["balance"]].compactMap { $0 }
    currency =
      stated.compactMap { $0["currency"]?.text.flatMap(Currency.init(code:)) }.first ?? currency
    used = spend["used"].flatMap(Money.init(stated:)) ?? used
    if let limit = spend["limit"] {
      if limit.isNull { cap = .some(nil) }
      if let amount = Money(stated: limit) { cap = amount }
    }
    balance = spend["balance"].flatMap(Money.init(stated:))
    autoReload = spend["auto_reload"].flatMap(AutoReload.Settings.init(stated:))
  }
}

extension Money {
  /// An amount as newer answers state one: minor units with their exponent; nil: it is none, such as -1,
  /// which stands for none.
  init?(stated: JSONValue) {
    guard let minor = stated["amount_minor"]?.number else { return nil }
    self.init(minor: minor, exponent: stated["exponent"]?.number.flatMap(Int.init) ?? 2)
  }

  /// `minor` ÷ 10^`exponent`; nil: it is negative, too large, or finer than a nano-unit.
  init?(minor: String, exponent: Int) {
    guard (0...Money.scale).contains(exponent), minor.utf8.count <= 30,
      var value = Decimal(string: minor, locale: Locale(identifier: "en_US_POSIX"))
    else { return nil }
    value *= pow(Decimal(10), Money.scale - exponent)
    let nanos = NSDecimalNumber(decimal: value)
    guard value >= 0, value < Decimal(Int64.max / 4), Decimal(nanos.int64Value) == value else {
      return nil
    }
    self.init(nanos: nanos.int64Value)
  }
}

extension AutoReload.Settings {
  /// Auto-reload as an answer states it: it adds an amount, or lifts the balance to one, once it is below a
  /// threshold.
  init?(stated: JSONValue) {
    guard let isOn = stated["enabled"]?.bool else { return nil }
    func amount(_ keys: [String]) -> Money? {
      keys.compactMap { stated[$0]?.number.flatMap { Money(minor: $0, exponent: 2) } }.first
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
