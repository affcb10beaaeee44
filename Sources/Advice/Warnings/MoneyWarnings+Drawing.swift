import Values

/// Warnings about how money is drawn: how soon it ends, whether a cap fits, what nobody counted.
extension MoneyWarnings {
  mutating func findEnd() {
    guard case .at(let end) = state.timeToZero(at: now),
      !state.autoReload.canAdd(cap: state.monthlyCap)
    else { return }
    let left = end.milliseconds - now.milliseconds
    let (soon, over) = (60 * Instant.perMinute, 90 * Instant.perMinute)
    guard isOn(.runsOutSoon, begins: left < soon, ends: left > over) else { return }
    warn(
      .runsOutSoon, left < 15 * Instant.perMinute ? .critical : .warning,
      state.outlook == nil
        ? "\(name) runs out in \(Span(milliseconds: left).text) at this pace."
        : "\(name) runs out \(state.runsOutText(at: now)).", action: "top up",
      key: "t")
  }

  /// What a month will have cost if it goes on as in the last week, against the monthly cap.
  mutating func findCapTooLow() {
    guard let cap = state.monthlyCap, !cap.isReached, let first = state.recentDraws.firstCharge
    else {
      return
    }
    let known = min(7 * Instant.perDay, now.milliseconds - first.milliseconds)
    guard known >= 3 * Instant.perDay else { return }
    let rest = Int128(cap.resetsAt.milliseconds - now.milliseconds)
    let more = Int128(state.recentDraws.week.nanos) * rest / Int128(known)
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
      let drop = state.recentDraws.dropBetweenReadings,
      gap.nanos > (drop - state.balance.neverPaid).nanos / 20
    {
      warn(
        .unexplainedSpend, .info,
        "\(text(gap)) of \(name) was spent by no tool here, the last reading shows.",
        action: "check chat and other machines", key: nil)
    }
    if state.recentDraws.drawBegan != nil {
      warn(
        .drawBegan, .info, "Money is drawn from \(name) again, after a day without.",
        action: "see which tool", key: "2")
    }
    let month = state.recentDraws.monthByKeyTools
    if month >= inCurrency(MoneyWarnings.keyIsWorth) {
      warn(
        .considerApiKey, .info,
        "\(text(month)) of \(name) was drawn in 30 days; with an API key the same tokens cost the"
          + " same \(text(month)), with limits and figures for each key.",
        action: "see console.anthropic.com", key: nil)
    }
  }

  /// Dollars in the account's currency; one for one where no rate is known.
  private func inCurrency(_ dollars: Money) -> Money {
    state.account.exchange?.amount(of: dollars) ?? dollars
  }

  private static let unexplainedLeast = Money(nanos: 1_000_000_000)
  private static let keyIsWorth = Money(nanos: 100_000_000_000)
}
