import Ledger
import Values

extension UsageAnswer {
  /// Reads the answer in a JSON body received at `asOf`.
  init(_ body: JSONValue, asOf: Instant) {
    self.init()
    readWindows(body, asOf)
    readMoney(extra: body["extra_usage"] ?? .null, spend: body["spend"] ?? .null)
    let more = faults.count - UsageAnswer.mostFaults
    if more > 0 { faults[UsageAnswer.mostFaults...] = ["\(more) more values are impossible"] }
  }

  /// How many faults are listed.
  private static let mostFaults = 10

  private mutating func readWindows(_ body: JSONValue, _ asOf: Instant) {
    for (key, value) in body.members where key == "five_hour" || key.hasPrefix("seven_day") {
      guard key.utf8.count <= 64, key.utf8.allSatisfy(isOfName) else {
        faults.append("“\(key.prefix(20))” is not a window name")
        continue
      }
      guard value.isNull || value.isObject else {
        faults.append("\(camelCase(key)) is \(value.shown), which is not a window")
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
    if resets == nil, let stated = value["resets_at"], !stated.isNull {
      faults.append("\(id) renews at \(stated.shown), which is not a time")
    }
    windows.append(PlanWindow(id: id, usedPercent: percent, resetsAt: resets, asOf: asOf))
  }

  private mutating func readMoney(extra: JSONValue, spend: JSONValue) {
    for (name, part) in [("extra_usage", extra), ("spend", spend)]
    where !part.isNull && !part.isObject {
      faults.append("\(name) is \(part.shown), which has no amounts")
    }
    isExtraOn = spend["enabled"]?.bool ?? extra["is_enabled"]?.bool
    offReason = spend["disabled_reason"]?.text ?? extra["disabled_reason"]?.text
    // The newer part takes precedence over the older, which may not name its currency.
    var newer = MinorAmounts(
      in: ["used", "limit", "balance"].map { spend[$0]?["currency"] })
    func stated(_ name: String) -> Money? {
      newer.amount(name, spend[name]?["amount_minor"], exponent: spend[name]?["exponent"])
    }
    (used, balance) = (stated("used"), stated("balance"))
    cap = spend["limit"].flatMap { $0.isNull ? .some(nil) : stated("limit").map(Optional.some) }
    autoReload = AutoReload.Settings(stated: spend["auto_reload"], &newer)

    let code = newer.currency.map { JSONValue.string($0.code) }
    var older = MinorAmounts(in: [code, extra["currency"]])
    let exponent = extra["decimal_places"]
    // If the newer part is faulty, the older one is not used instead.
    func isStated(_ name: String) -> Bool {
      let minor = spend[name]?["amount_minor"]
      return minor.map { !$0.isNull && $0.number != "-1" } ?? false
    }
    if !isStated("used") {
      used = older.amount("used_credits", extra["used_credits"], exponent: exponent)
    }
    if cap == nil, !isStated("limit"), let limit = extra["monthly_limit"] {
      let amount = older.amount("monthly_limit", limit, exponent: exponent)
      cap = limit.isNull ? .some(nil) : amount.map(Optional.some)
    }
    currency = newer.currency ?? older.currency
    faults += newer.faults + older.faults
  }
}

/// "seven_day_opus" as "sevenDayOpus".
private func camelCase(_ key: String) -> String {
  key.split(separator: "_").enumerated().map { index, word in
    index == 0 ? String(word) : word.prefix(1).uppercased() + word.dropFirst()
  }.joined()
}

/// Whether a byte may appear in the name of a window, which is shown unchanged.
private func isOfName(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
    UInt8(ascii: "_"):
    true
  default: false
  }
}
