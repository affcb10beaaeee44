import Ledger
import Values

/// All accounts and what is known of their money at one moment.
package struct Funds: Equatable, Sendable {
  /// In the order they were added.
  package var accounts: [AccountState]
  /// The name of the one that everything is about unless said otherwise; nil: there is none.
  package var current: String?
  /// What the person must know, the most severe first.
  package var warnings: [Warning]
  /// What is so too, but the person does not want to be told for a while.
  package var snoozed: [Warning] = []
  /// What requests are refused for at present, the latest first.
  package internal(set) var refusals: [Refusal] = []
  /// Who is signed in to Claude Code, in the order that its folders are looked at.
  package var signIns: [SignIn] = []
  /// How tools burn that were used within the last minutes.
  package var burns: [ToolBurn] = []
  /// What pays in projects that were used lately, where that is not the login.
  package var projects: [ProjectCredential] = []
  /// Who is signed in to Cursor; nil: nobody is known to be.
  package var editor: EditorSignIn?
  /// Every tool and the account that it spends from.
  package var tools: [ToolLinkage] = []
  /// What is to be known of usage and its sources.
  package var sources = SourceFacts()
  /// From where on warnings begin.
  package var levels = WarningLevels()

  /// Funds of their parts.
  package init(accounts: [AccountState] = [], current: String? = nil, warnings: [Warning] = []) {
    self.accounts = accounts
    self.current = current
    self.warnings = warnings
  }

  /// Whether what becomes of an account's money matters: it is the current one, somebody is signed in to it or
  /// a tool said to be, or it was drawn on or refused of late. An account that is merely known is no alarm.
  package func concern(_ state: AccountState, at now: Instant) -> Bool {
    let name = state.account.name
    let isUsed = state.lastCharge.map {
      now.milliseconds - $0.milliseconds < 7 * Instant.perDay
    }
    return current == nil || name == current || state.refusal != nil || isUsed ?? false
      || signIns.contains { $0.account == name }
      || tools.contains { $0.evidence == .said && $0.account == name }
  }

  /// The tools that spend from an account now.
  package func tools(spendingFrom account: String) -> Set<Tool> {
    Set(tools.filter { $0.account == account }.map(\.tool))
  }

  /// The current account.
  package var account: AccountState? { state(of: current) }

  /// What is known of the account of a name; nil: there is none.
  package func state(of name: String?) -> AccountState? {
    name.flatMap { name in accounts.first { $0.account.name == name } }
  }
}

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
  /// Money drawn over the burn window, per hour.
  package var chargedPerHour = Money.zero
  /// Money drawn since midnight of the person's day, and since the first of the UTC month.
  package var chargedToday = Money.zero
  package var chargedThisMonth = Money.zero
  /// Money drawn by each tool that drew any, over the same stretches as a limit is counted over.
  package var drawnByTool: [Tool: Drawn] = [:]
  /// When money was last drawn; nil: never.
  package var lastCharge: Instant?
  /// What the balance was right after the latest credit that still counts, and when; nil: there is none.
  package var latestCredit: CreditMoment?
  /// Takes what was drawn over some milliseconds as the pace. A balance that is known for less than that was
  /// drawn on no longer; but a few seconds say nothing of an hour.
  package mutating func setPace(drawn: Money, over window: Int64, at now: Instant) {
    let age = now.milliseconds - account.since.milliseconds
    let length = max(1, min(window, max(5 * Instant.perMinute, age)))
    let perHour = Int128(drawn.nanos) * Int128(Instant.perHour) / Int128(length)
    chargedPerHour = Money(nanos: Int64(clamping: perHour))
  }

  /// What `undo` would do; nil: there is nothing to take back.
  package var undoable: Undoable?
  /// The plan's windows, as they were read last.
  package var windows: [PlanWindow] = []
  /// What became of asking claude.ai; nil: nobody has turned that on, or it was not asked yet.
  package var online: OnlineState?
  /// The latest request that was refused because the balance was empty, as long as that stands.
  package var refusal: Rejection?
  /// Whether what spends from it is refused at present by its cap.
  package var isCapRefused = false
  /// Whether what spends from it is refused at present, for want of money or by its cap: then nothing runs out later.
  package var isStopped: Bool { refusal != nil || isCapRefused }
  /// When claude.ai's own cap was last seen to be higher than before; nil: never.
  package var capRaised: Instant?
  /// What was drawn lately, for what is to come.
  package var recentDraws = RecentDraws()
  /// What was drawn in the past, for what is to come; nil: it was not asked for, or there is nothing to go by.
  package var history: DrawHistory?
  /// What becomes of the balance; nil: nothing tells.
  package private(set) var outlook: Outlook?

  /// When claude.ai became known to keep the balance, if it has not been read since; nil: nothing of the kind.
  package var keeperChanged: Instant?

  /// The same of tools that have a limit.
  package var toolHistories: [Tool: DrawHistory] = [:]

  /// Looks ahead from a moment, by the history.
  package mutating func lookAhead(at now: Instant) {
    guard let history else {
      outlook = nil
      return
    }
    let forecast = Forecast(history, at: now)
    outlook = Outlook(
      balance: balance.amount, estimate: forecast.map { forecast in { forecast.estimate(of: $0) } },
      autoReload: autoReload, cap: monthlyCap, expiring: expiring, at: now)
    // The monthly cap of the account is on the way already.
    let others = limits.filter { $0.limit.tool != nil || $0.limit.period != .month }
    outlook?.add(others, at: now) { limit in
      let counted =
        limit.tool.map { tool in toolHistories[tool].flatMap { Forecast($0, at: now) } } ?? forecast
      return counted.map { counted in { counted.estimate(of: $0) } }
    }
  }

  /// What was drawn from an account lately.
  package struct RecentDraws: Equatable, Sendable {
    /// Within 24 hours.
    package var day = Money.zero
    /// Within 7 days, and since when there were charges if that is less.
    package var week = Money.zero
    package var firstCharge: Instant?
    /// Within 30 days, by tools that take an API key.
    package var monthByKeyTools = Money.zero
    /// When drawing began after a day without; nil: it has not within an hour.
    package var drawBegan: Instant?
    /// What was gone between the latest two readings, as both showed it; nil: there are none.
    package var dropBetweenReadings: Money?

    /// Nothing.
    package init() {}
  }

  /// What claude.ai says was drawn in the month; nil: nothing was read.
  package var spend: SpendReading?

  /// What claude.ai says has been drawn in a UTC month, by every program.
  package struct SpendReading: Equatable, Sendable {
    package var used: Money
    package var asOf: Instant
    /// The same with what was charged since, in the running month.
    package var usedByNow: Money

    /// A reading of its parts, after which nothing was charged.
    package init(used: Money, asOf: Instant) {
      self.used = used
      usedByNow = used
      self.asOf = asOf
    }
  }

  /// A moment at which money came.
  package struct CreditMoment: Equatable, Sendable {
    package var time: Instant
    /// Nil: it was not known.
    package var balance: Money?

    /// A moment of its parts.
    package init(time: Instant, balance: Money?) {
      self.time = time
      self.balance = balance
    }
  }

  /// What a tool drew since midnight of the person's day, and since the first of the UTC month.
  package struct Drawn: Equatable, Sendable {
    package var today = Money.zero
    package var month = Money.zero

    /// Nothing.
    package init() {}
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

  /// The monthly cap of the whole account: claude.ai's own where it is known, for one of Fuelgauge's beside it stops
  /// nothing there.
  package var monthlyCap: LimitState? {
    let caps = limits.filter { $0.limit.tool == nil && $0.limit.period == .month }
    return caps.first { $0.limit.source == .claude } ?? caps.first
  }

  /// What was drawn in the running period, by a tool or, without one, by all.
  package func drawn(by tool: Tool?, per period: Limit.Period) -> Money {
    guard let tool else { return period == .month ? chargedThisMonth : chargedToday }
    let drawn = drawnByTool[tool]
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
    guard let outlook else { return timeToZero(at: now).text(at: now) }
    return outlook.stop.map { "stops \(outlook.text(ofStop: $0, at: now))" }
      ?? outlook.textWithSpan(at: now)
  }

  /// When the balance is empty: as the past tells where there is one, else if money goes on being drawn as over
  /// the burn window.
  package func timeToZero(at now: Instant) -> TimeToZero {
    if let outlook { return outlook.zero }
    return TimeToZero(
      balance: balance.amount, perHour: chargedPerHour, autoReload: autoReload,
      cap: monthlyCap?.limit.amount, at: now)
  }
}

/// What `undo` would do.
package struct Undoable: Equatable, Sendable {
  /// The entry that it is about.
  package var entry: Int64
  package var kind: EntryKind
  package var time: Instant
  /// What the entry did to the balance; nil: nothing, such as a limit.
  package var amount: Money?
  /// What is particular to the entry, as the ledger shows it.
  package var note: String
  /// Whether something was spent since: then its amount is booked against it openly.
  package var needsCounterEntry: Bool
  /// What the balance would be afterwards; nil: not known.
  package var balanceAfter: Money?
  /// What of it would expire, where the entry is a reading: one changes what is left of every credit.
  package var expiringAfter: [CreditPools.Pool]?
  /// What only this entry has brought into the ledger beside itself, and goes with it.
  package var brought = Money.zero
  /// What it had settled or called off, and becomes pending again.
  package var pendingAgain: [PendingChange.Wish] = []
  /// What is as it was before; nil: the money alone.
  package var restores: Restored?

  /// A setting as it was before it was changed.
  package enum Restored: Equatable, Sendable {
    /// Nil: there was none.
    case limit(tool: Tool?, Limit.Period, Money?)
    /// Nil: it was not known.
    case reload(AutoReload.Settings?)
    /// claude.ai's own cap; nil: it was not known.
    case cap(Money?)
  }

  /// What else is taken back with it and what is pending again, in a sentence without a full stop; nil: neither.
  package func consequence(in currency: Currency) -> String? {
    let who = kind.isReading ? "this reading" : "it"
    let money =
      "the \(brought.fullDisplay(in: currency)) that only \(who) brought is undone with it"
    let wishes = pendingAgain.map { $0.instruction(in: currency) }.joined(separator: ", ")
    let parts = [brought == .zero ? nil : money, wishes.isEmpty ? nil : "pending again: \(wishes)"]
    let said = parts.compactMap { $0 }
    return said.isEmpty ? nil : said.joined(separator: "; ")
  }

  /// Something to take back.
  package init(
    entry: Int64, kind: EntryKind, time: Instant, amount: Money?, note: String = "",
    needsCounterEntry: Bool, balanceAfter: Money?
  ) {
    self.entry = entry
    self.kind = kind
    self.time = time
    self.amount = amount
    self.note = note
    self.needsCounterEntry = needsCounterEntry
    self.balanceAfter = balanceAfter
  }
}
