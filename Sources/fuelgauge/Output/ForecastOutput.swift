import Advice
import Canvas
import Values

/// Forecasts and backtests, as text and JSON.
enum ForecastOutput {
  static func events(_ outlook: Outlook) -> [JSONText] {
    outlook.next.map { event in
      var fields = [
        JSONText.Field(key: "at", value: .time(event.at)),
        JSONText.Field(key: "event", value: .string(event.kind.id)),
      ]
      if let amount = event.kind.amount {
        fields.append(JSONText.Field(key: "amount", value: .money(amount)))
      }
      if case .limitReached(let limit) = event.kind {
        fields.append(JSONText.Field(key: "tool", value: .optional(limit.tool?.rawValue)))
        fields.append(JSONText.Field(key: "per", value: .string(limit.period.rawValue)))
      }
      return .object(fields)
    }
  }

  /// When it runs out, and what comes first: "in about 3 h (2 h – 7 h 30); reload of $20.00 in 45 min".
  static func sentence(_ outlook: Outlook, _ currency: Currency, at now: Instant) -> String {
    let end = outlook.textWithSpan(at: now)
    if let stop = outlook.stop {
      return "stops \(outlook.text(ofStop: stop, at: now)); empty: \(end)"
    }
    return end
      + (outlook.first.map { "; \($0.kind.title(in: currency)) \($0.when(at: now))" } ?? "")
  }

  /// When an account's balance runs out, or why that is unknown. It is a forecast from the past, or else comes
  /// from the present pace, without an interval.
  static func timeToZero(
    _ state: AccountState?, at now: Instant
  ) -> (JSONText, reason: String?) {
    guard let state else { return (.null, "unknownBalance") }
    if state.account.exchange == nil { return (.null, "currency") }
    // An interval that reaches the forecast's horizon has no known end.
    func moment(_ median: Instant, _ low: Instant?, _ high: Instant?) -> JSONText {
      let known = high.flatMap { $0 < now + Forecast.farthest ? $0 : nil }
      return .fields(["median": .time(median), "low": .time(low), "high": .time(known)])
    }
    switch state.timeToZero(at: now) {
    case .at(let time):
      return (moment(time, state.ahead.outlook?.low, state.ahead.outlook?.high), nil)
    case .now: return (moment(now, nil, nil), nil)
    case .noUsage: return (.null, "noUsage")
    case .never: return (.null, "never")
    case .unknownBalance: return (.null, "unknownBalance")
    }
  }

  static func json(_ state: AccountState?, at now: Instant) -> JSONText {
    let (zero, reason) = timeToZero(state, at: now)
    return .fields([
      "at": .time(now), "account": .optional(state?.account.name), "timeToZero": zero,
      "timeToZeroReason": .optional(reason),
      "littleHistory": .bool(state?.ahead.outlook?.hasLittleHistory ?? false),
      "next": .array(state?.ahead.outlook.map(events) ?? []),
    ])
  }

  static func text(_ state: AccountState, at now: Instant) -> String {
    let currency = state.account.currency
    guard let outlook = state.ahead.outlook else {
      return state.account.exchange == nil
        ? "unknown: nothing is charged to \(state.account.name) without --usd-rate"
        : "unknown: nothing was charged to \(state.account.name) in the last \(DrawHistory.days) days;"
          + " to see what pays, run fuelgauge tool list"
    }
    let isFound = if case .at = outlook.zero { true } else { false }
    let verb = outlook.stop != nil ? "" : isFound ? " runs out" : " runs out:"
    var lines = ["\(state.account.name)\(verb) \(sentence(outlook, currency, at: now))"]
    if let pace = state.expectedPaceText(at: now) { lines.append("expected: \(pace)") }
    if outlook.hasLittleHistory { lines.append(Outlook.littleHistorySentence) }
    if !outlook.next.isEmpty { lines.append("") }
    lines += outlook.next.map {
      "\($0.at.rfc3339.prefix(16))Z  \($0.when(at: now))  \($0.kind.title(in: currency))"
    }
    return lines.joined(separator: "\n")
  }

  // MARK: - Backtest

  static func json(_ test: Backtest) -> JSONText {
    .fields(["overall": group(test.overall), "groups": .array(test.groups.map(group))])
  }

  private static func group(_ group: Backtest.Group) -> JSONText {
    .fields([
      "group": .string(group.name), "n": .int(group.cases), "censored": .int(group.censored),
      "ours": .fields([
        "medianAbsLogError": number(group.ours.medianAbsLogError), "bias": number(group.ours.bias),
        "coverage": number(group.coverage), "never": number(group.never),
        "unknown": number(group.unknown),
      ]),
      "baselines": .array(
        group.baselines.map { name, score in
          .fields([
            "name": .string(name), "medianAbsLogError": number(score.medianAbsLogError),
            "bias": number(score.bias),
          ])
        }),
    ])
  }

  /// JSON has no infinity and no NaN.
  private static func number(_ value: Double) -> JSONText {
    value.isFinite ? .number(value) : .null
  }

  static func text(_ test: Backtest) -> String {
    guard test.overall.cases > 0 else {
      return "not enough history for a test: it needs some hours of use in that time span"
    }
    let names = ["last hour", "block", "24 hours", "month"]
    let heading = ["balance", "cases", "censored", "error", "bias", "inside"] + names
    let rows = (test.groups + [test.overall]).map { group in
      [
        group.name, CountDisplay.full(group.cases), CountDisplay.full(group.censored),
        shown(group.ours.medianAbsLogError), shown(group.ours.bias),
        group.coverage.isNaN ? "-" : "\(Int(nearest: group.coverage * 100))%",
      ] + group.baselines.map { shown($0.score.medianAbsLogError) }
    }
    var table = TextColumns.aligned([heading] + rows)
    table.insert(TextColumns.rule(like: table[0]), at: 1)
    let best = test.overall.baselines.min {
      $0.score.medianAbsLogError < $1.score.medianAbsLogError
    }
    let verdict =
      best.map { $0.score.medianAbsLogError < test.overall.ours.medianAbsLogError } ?? false
      ? ["", "on this history the best of these averages would have beaten the forecast"]
      : []
    return
      (table + [
        "",
        "balance: in hours of the previous week's average burn",
        "cases: those with a known end; censored: those that outlast the history or the horizon",
        "error: median of |ln(predicted ÷ actual)|, also for the averages; 0.7 means half or double",
        "bias: median of ln(predicted ÷ actual), above 0 means too late; inside: within the 80 % interval",
        "averages: of the last hour, the five-hour block, the last 24 hours, and the month so far",
      ] + verdict).joined(separator: "\n")
  }

  private static func shown(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "-" : "never" }
    let hundredths = Int(nearest: abs(value) * 100)
    return (value < 0 && hundredths > 0 ? "-" : "")
      + "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
  }
}
