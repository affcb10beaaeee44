import Ledger
import Values

/// One account and what is known about its money at one moment.
package struct AccountState: Equatable, Sendable {
  package var account: Account
  package var balance: Balance
  package var autoReload = AutoReload()
  /// Its limits: the account's first, then by tool; monthly before daily.
  package var limits: [LimitState] = []
  /// Changes still to be made at claude.ai, the oldest first.
  package var pending: [PendingChange] = []
  /// Unspent credits that expire, the earliest first.
  package var expiring: [CreditPools.Pool] = []
  /// The balance right after the latest credit that still counts, and when that was; nil: there is none.
  package var latestCredit: CreditMoment?
  /// What `undo` would do; nil: there is nothing to undo.
  package var undoable: Undoable?
  /// What was drawn from it.
  package var drawn = Drawn()
  /// What claude.ai reported about it.
  package var observed = Observed()
  /// Why its requests are refused.
  package var refused = Refused()
  /// The outlook, and the history it is based on.
  package var ahead = Ahead()

  /// Sets the pace from what was drawn over a window. For an account younger than the window its age counts instead,
  /// but at least five minutes: a few seconds say nothing about an hour.
  package mutating func setPace(drawn: Money, over window: Span, at now: Instant) {
    let age = now - account.since
    let length = max(Span(milliseconds: 1), min(window, max(.minutes(5), age)))
    let perHour = Int128(drawn.nanos) * Int128(Instant.perHour) / Int128(length.milliseconds)
    self.drawn.perHour = Money(nanos: Int64(clamping: perHour))
  }

  /// Whether its requests are refused at present, for lack of money or by its cap: then nothing runs out later.
  package var isStopped: Bool { refused.forMoney != nil || refused.isByCap }

  /// Updates the outlook from the history, as of a moment.
  package mutating func lookAhead(at now: Instant) {
    guard let history = ahead.history else {
      ahead.outlook = nil
      return
    }
    let forecast = Forecast(history, at: now)
    ahead.outlook = Outlook(
      balance: balance.amount, estimate: forecast.map { forecast in { forecast.estimate(of: $0) } },
      autoReload: autoReload, cap: monthlyCap, expiring: expiring,
      hasLittleHistory: forecast?.hasLittleHistory ?? false, at: now)
    // The outlook already includes the account's monthly cap.
    let others = limits.filter { $0.limit.tool != nil || $0.limit.period != .month }
    ahead.outlook?.add(others, at: now) { limit in
      let counted =
        limit.tool.map { tool in ahead.toolHistories[tool].flatMap { Forecast($0, at: now) } }
        ?? forecast
      return counted.map { counted in { counted.estimate(of: $0) } }
    }
  }

  /// Creates the state of an account about which nothing else is known.
  package init(account: Account, balance: Balance) {
    self.account = account
    self.balance = balance
  }

  /// The balance after the latest credit or reading, whichever is later: what the gauge shows as full. Nil: unknown.
  package var fullBalance: Money? {
    guard let credit = latestCredit, let after = credit.balance else { return balance.reading }
    guard let asOf = balance.asOf, let reading = balance.reading, asOf > credit.time else {
      return after
    }
    return reading
  }

  /// The monthly cap of the whole account; nil if there is none.
  package var monthlyCap: LimitState? { limits.monthlyCap }

  /// What a tool, or without one the whole account, drew in the current period.
  package func drawn(by tool: Tool?, per period: Limit.Period) -> Money {
    guard let tool else { return period == .month ? drawn.month : drawn.today }
    let drawn = drawn.byTool[tool]
    return (period == .month ? drawn?.month : drawn?.today) ?? .zero
  }

  /// The list value of what a tool used in the current period, whoever paid; nil: there is no rate.
  package func used(by tool: Tool, per period: Limit.Period) -> Money? {
    guard let all = drawn.usedByTool else { return nil }
    let used = all[tool]
    return (period == .month ? used?.month : used?.today) ?? .zero
  }

  /// The limit of one kind that Fuelgauge keeps.
  package func ownLimit(tool: Tool?, period: Limit.Period) -> LimitState? {
    limits.first {
      $0.limit.tool == tool && $0.limit.period == period && $0.limit.source == .fuelgauge
    }
  }

  /// When the balance will be empty, or when a cap stops everything before that, in words.
  package func runsOutText(at now: Instant) -> String {
    if isStopped { return "refused now" }
    guard let outlook = ahead.outlook else { return timeToZero(at: now).text(at: now) }
    return outlook.stop.map { "stops \(outlook.text(ofStop: $0, at: now))" }
      ?? outlook.textWithSpan(at: now)
  }

  /// When the balance will be empty: by the outlook if there is one, else at the pace of the burn window.
  package func timeToZero(at now: Instant) -> TimeToZero {
    if let outlook = ahead.outlook { return outlook.zero }
    return TimeToZero(
      balance: balance.amount, perHour: drawn.perHour, autoReload: autoReload,
      cap: monthlyCap?.limit.amount, at: now)
  }
}
