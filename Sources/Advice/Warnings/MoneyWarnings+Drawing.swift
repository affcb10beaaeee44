import Values

/// Warnings about how money is drawn: how soon it runs out, whether a cap is high enough, and what was not counted.
extension MoneyWarnings {
  mutating func findEnd() {
    guard case .at(let end) = state.timeToZero(at: now),
      !state.autoReload.canAdd(cap: state.monthlyCap)
    else { return }
    let left = end - now
    let (soon, over) = (Span.minutes(60), Span.minutes(90))
    guard isOn(.runsOutSoon, begins: left < soon, ends: left > over) else { return }
    warn(
      .runsOutSoon, left < .minutes(15) ? .critical : .warning,
      state.ahead.outlook == nil
        ? "\(name) runs out in \(left.text) at this pace."
        : "\(name) runs out \(state.runsOutText(at: now)).", action: "top up",
      key: "t")
  }

  /// Compares what the month will cost at last week's pace with the monthly cap.
  mutating func findCapTooLow() {
    guard let cap = state.monthlyCap, !cap.isReached, let first = state.drawn.recent.firstCharge
    else {
      return
    }
    let known = min(.days(7), now - first)
    guard known >= .days(3) else { return }
    let rest = Int128((cap.resetsAt - now).milliseconds)
    let more = Int128(state.drawn.recent.week.nanos) * rest / Int128(known.milliseconds)
    let projected = Int128(cap.used.nanos) + more
    let amount = Int128(cap.limit.amount.nanos)
    guard isOn(.capTooLow, begins: projected > amount, ends: projected < amount * 9 / 10) else {
      return
    }
    let text = text(Money(nanos: Int64(clamping: projected)))
    warn(
      .capTooLow, .warning,
      "At last week's pace \(name) draws \(text) this month; its cap is"
        + " \(self.text(cap.limit.amount)).",
      action: cap.limit.source == .claude ? "raise it at claude.ai" : "raise it", key: "c",
      isOurs: cap.limit.source == .fuelgauge)
  }

  mutating func findDrawing() {
    findCapTooLow()
    if let correction = state.balance.correction {
      warn(
        .unexplainedSpend, .info, part: "never paid", "\(name): \(correction).",
        action: "see the ledger", key: "3")
    }
    if let gap = state.balance.gone, gap > inCurrency(MoneyWarnings.unexplainedLeast),
      let drop = state.drawn.recent.dropBetweenReadings,
      gap.nanos > (drop - state.balance.neverPaid).nanos / 20
    {
      warn(
        .unexplainedSpend, .info,
        "\(text(gap)) of \(name) was spent outside these tools, according to the last reading.",
        action: "check chat and other machines", key: nil)
    }
    if let draw = state.drawn.despitePlan {
      let amount = draw.amount > .zero ? text(draw.amount) : "Money"
      warn(
        .drawnWithPlanLeft, .warning,
        "\(amount) was drawn from \(name) in the last day although its plan had room.",
        action: "see the ledger", key: "3")
    }
    if state.drawn.recent.drawBegan != nil {
      warn(
        .drawBegan, .info, "Money is drawn from \(name) again, after a day without.",
        action: "see which tool", key: "2")
    }
    let month = state.drawn.recent.monthByKeyTools
    if month >= inCurrency(MoneyWarnings.keyIsWorth) {
      warn(
        .considerApiKey, .info,
        "\(text(month)) of \(name) was drawn in 30 days; with an API key the same tokens cost the"
          + " same \(text(month)), with limits and figures for each key.",
        action: "see console.anthropic.com", key: nil)
    }
  }

  /// Dollars in the account's currency; one to one if no rate is known.
  private func inCurrency(_ dollars: Money) -> Money {
    state.account.exchange?.amount(of: dollars) ?? dollars
  }

  private static let unexplainedLeast = Money(nanos: 1_000_000_000)
  private static let keyIsWorth = Money(nanos: 100_000_000_000)
}
