import Ledger
import Values

/// One account and what is known of its money at one moment.
package struct AccountState: Equatable, Sendable {
  package var account: Account
  package var balance: Balance
  package var autoReload = AutoReload()
  /// Its limits: of the account first, then by tool; of each the month before the day.
  package var limits: [LimitState] = []
  /// What is to be done at claude.ai, the oldest first.
  package var pending: [PendingChange] = []
  /// Credits that expire and are not spent yet, the first to do so first.
  package var expiring: [CreditPools.Pool] = []
  /// What the balance was right after the latest credit that still counts, and when; nil: there is none.
  package var latestCredit: CreditMoment?
  /// What `undo` would do; nil: there is nothing to take back.
  package var undoable: Undoable?
  /// What was drawn from it.
  package var drawn = Drawn()
  /// What claude.ai has told of it.
  package var observed = Observed()
  /// What requests are refused for.
  package var refused = Refused()
  /// What is to come, by what was.
  package var ahead = Ahead()

  /// Takes what was drawn over a window as the pace. An account younger than the window was not drawn on for all of
  /// it; but a few seconds say nothing about an hour.
  package mutating func setPace(drawn: Money, over window: Span, at now: Instant) {
    let age = now - account.since
    let length = max(Span(milliseconds: 1), min(window, max(.minutes(5), age)))
    let perHour = Int128(drawn.nanos) * Int128(Instant.perHour) / Int128(length.milliseconds)
    self.drawn.perHour = Money(nanos: Int64(clamping: perHour))
  }

  /// Whether what spends from it is refused at present, for want of money or by its cap: then nothing runs out later.
  package var isStopped: Bool { refused.forMoney != nil || refused.isByCap }

  /// Looks ahead from a moment, by the history.
  package mutating func lookAhead(at now: Instant) {
    guard let history = ahead.history else {
      ahead.outlook = nil
      return
    }
    let forecast = Forecast(history, at: now)
    ahead.outlook = Outlook(
      balance: balance.amount, estimate: forecast.map { forecast in { forecast.estimate(of: $0) } },
      autoReload: autoReload, cap: monthlyCap, expiring: expiring, at: now)
    // The monthly cap of the account is on the way already.
    let others = limits.filter { $0.limit.tool != nil || $0.limit.period != .month }
    ahead.outlook?.add(others, at: now) { limit in
      let counted =
        limit.tool.map { tool in ahead.toolHistories[tool].flatMap { Forecast($0, at: now) } }
        ?? forecast
      return counted.map { counted in { counted.estimate(of: $0) } }
    }
  }

  /// An account of which nothing else is known.
  package init(account: Account, balance: Balance) {
    self.account = account
    self.balance = balance
  }

  /// What the balance was after the latest credit or reading, whichever is later: a tank is full when
  /// it holds that. Nil: not known.
  package var fullBalance: Money? {
    guard let credit = latestCredit, let after = credit.balance else { return balance.reading }
    guard let asOf = balance.asOf, let reading = balance.reading, asOf > credit.time else {
      return after
    }
    return reading
  }

  /// The monthly cap of the whole account; nil if there is none.
  package var monthlyCap: LimitState? { limits.monthlyCap }

  /// What was drawn in the running period, by a tool or, without one, by all.
  package func drawn(by tool: Tool?, per period: Limit.Period) -> Money {
    guard let tool else { return period == .month ? drawn.month : drawn.today }
    let drawn = drawn.byTool[tool]
    return (period == .month ? drawn?.month : drawn?.today) ?? .zero
  }

  /// The limit of one kind that is kept here.
  package func ownLimit(tool: Tool?, period: Limit.Period) -> LimitState? {
    limits.first {
      $0.limit.tool == tool && $0.limit.period == period && $0.limit.source == .fuelgauge
    }
  }

  /// When the balance is empty, or a cap stops everything before, in words.
  package func runsOutText(at now: Instant) -> String {
    if isStopped { return "refused now" }
    guard let outlook = ahead.outlook else { return timeToZero(at: now).text(at: now) }
    return outlook.stop.map { "stops \(outlook.text(ofStop: $0, at: now))" }
      ?? outlook.textWithSpan(at: now)
  }

  /// When the balance is empty: as the past tells where there is one, else if money goes on being drawn as over
  /// the burn window.
  package func timeToZero(at now: Instant) -> TimeToZero {
    if let outlook = ahead.outlook { return outlook.zero }
    return TimeToZero(
      balance: balance.amount, perHour: drawn.perHour, autoReload: autoReload,
      cap: monthlyCap?.limit.amount, at: now)
  }
}
