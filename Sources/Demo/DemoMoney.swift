import Advice
import Ledger
import Storage
import Values

/// Something the demo's user does about money.
package struct DemoDeed: Equatable, Sendable {
  /// What is done.
  package enum Act: Equatable, Sendable {
    case money(MoneyAction)
    /// Confirms that a pending top-up was made.
    case confirm(Money)
    /// claude.ai has reloaded an amount while the balance was `at`; both balances are typed in.
    case reload(Money, at: Money)
    case link(Linkage)
    /// Installs a hook that stops a tool at its limits.
    case hook(Tool)
    /// Snoozes a warning about the account, which says nothing new any more, for a week.
    case silence(Warning.ID)
  }

  /// When.
  package var time: Instant
  /// The name of the account.
  package var account: String
  package var act: Act
  /// A sentence about it, without a full stop; nil for what was so when the demo opened.
  package var sentence: String?
}

/// What the demo's user does about money: enters the balances before the demo opens, signs Windsurf in to the
/// account that has money, tops up when requests are refused, and switches auto-reload on at claude.ai so that
/// it does not happen again.
package struct DemoMoney: Sendable {
  private let script: DemoScript
  private let start: Instant
  private var nextDay = 0
  private var waiting: [DemoDeed] = []
  /// What is left of the balances that the script draws from.
  private var home: Money
  private var work: Money
  private var isReloading = false
  private var isOpen = false

  private static let grant = dollars(10)
  private static let topUp = dollars(25)
  private static let reload = AutoReload.Settings(
    isOn: true, below: dollars(10), add: dollars(25), monthlyMax: nil)

  /// The deeds of a script from `start` on.
  package init(script: DemoScript, start: Instant) {
    self.script = script
    self.start = start
    home = script.plot.home
    work = script.plot.work
  }

  /// The next deed due by `now`; nil if none is.
  package mutating func next(upTo now: Instant) -> DemoDeed? {
    while waiting.isEmpty, script.day(nextDay).start <= now {
      plan(script.day(nextDay))
      nextDay += 1
    }
    return waiting.first.flatMap { $0.time <= now ? $0 : nil }
  }

  /// Call when the next deed has been done.
  package mutating func done() { waiting.removeFirst() }

  private mutating func plan(_ day: DemoDay) {
    var fixed = day.number == 0 ? DemoMoney.deeds(of: script.plot) : []
    for draw in day.events.draws(by: script.prices) {
      while let deed = fixed.first, deed.time < draw.time { take(fixed.removeFirst()) }
      take(draw)
    }
    fixed.forEach { take($0) }
    openIfDue(by: .init(milliseconds: .max))
  }

  private mutating func take(_ deed: DemoDeed) {
    openIfDue(by: deed.time)
    switch deed.act {
    case .confirm(let amount): home += amount
    case .money(.count(.autoReload)): isReloading = true
    default: break
    }
    if isOpen { waiting.append(deed) }
  }

  private mutating func take(_ draw: DemoDraw) {
    openIfDue(by: draw.time)
    guard draw.account == DemoAccount.home else {
      work = work - draw.amount
      return
    }
    home = home - draw.amount
    let reload = DemoMoney.reload
    guard isReloading, home < reload.below else { return }
    if isOpen {
      waiting.append(
        DemoDeed(
          time: draw.time, account: DemoAccount.home, act: .reload(reload.add, at: home),
          sentence: "claude.ai reloads \(DemoMoney.text(reload.add)), and Ada types it in"))
    }
    home += reload.add
  }

  /// Adds what is known when the demo opens, with the balances left by then.
  private mutating func openIfDue(by time: Instant) {
    guard !isOpen, time > start else { return }
    isOpen = true
    home = max(.zero, home)
    let isGranted = home > DemoMoney.grant
    func deed(_ account: String, _ act: DemoDeed.Act) {
      waiting.append(DemoDeed(time: start, account: account, act: act))
    }
    func money(_ account: String, _ action: MoneyAction) { deed(account, .money(action)) }
    money(DemoAccount.work, .setBalance(max(.zero, work)))
    money(DemoAccount.home, .setBalance(isGranted ? home - DemoMoney.grant : home))
    if isGranted {
      let expires = start.advanced(by: 9 * Instant.perDay)
      money(DemoAccount.home, .addCredit(.grant, DemoMoney.grant, expires: expires))
    }
    money(
      DemoAccount.home, .setLimit(tool: nil, period: .month, amount: DemoMoney.dollars(400)))
    money(
      DemoAccount.home,
      .setLimit(
        tool: .cursor, period: .day, amount: DemoMoney.dollars(15), isDrawn: true))
    deed(DemoAccount.home, .hook(.cursor))
    if isReloading { money(DemoAccount.home, .count(.autoReload(DemoMoney.reload))) }
    let isMistaken = start < script.plot.mistake.upperBound
    if !isMistaken { deed(DemoAccount.work, .silence(.outOfUsage)) }
    let account = isMistaken ? DemoAccount.work : DemoAccount.home
    deed(account, .link(Linkage(tool: .windsurf, account: account)))
    deed(DemoAccount.work, .link(Linkage(tool: .api, purse: .apiKey, account: DemoAccount.work)))
  }

  private static func deeds(of plot: DemoPlot) -> [DemoDeed] {
    var deeds: [DemoDeed] = []
    func deed(_ time: Instant, _ act: DemoDeed.Act, _ sentence: String) {
      deeds.append(
        DemoDeed(time: time, account: DemoAccount.home, act: act, sentence: sentence))
    }
    if plot.work > .zero {
      deed(
        plot.mistake.upperBound, .link(Linkage(tool: .windsurf, account: DemoAccount.home)),
        "Ada signs Windsurf in to \(DemoAccount.home)")
      deeds.append(
        DemoDeed(
          time: plot.mistake.upperBound, account: DemoAccount.work, act: .silence(.outOfUsage)))
    }
    if let end = plot.drought?.stretch.upperBound {
      deed(
        end.advanced(by: -2 * Instant.perMinute), .money(.topUp(topUp)),
        "Ada opens claude.ai to top up \(text(topUp))")
      deed(end, .confirm(topUp), "Ada tops up \(text(topUp)) at claude.ai")
      deed(
        end.advanced(by: 4 * Instant.perMinute), .money(.count(.autoReload(reload))),
        "Ada switches auto-reload on at claude.ai")
    }
    return deeds.sorted { $0.time < $1.time }
  }

  private static func dollars(_ amount: Int64) -> Money { Money(nanos: amount * 1_000_000_000) }

  private static func text(_ amount: Money) -> String { amount.fullDisplay(in: .usd) }
}

extension UsageStore {
  /// Whether everything that must precede a deed has been counted. A balance typed in before all requests are
  /// read would contradict them.
  func isReady(for deed: DemoDeed) throws -> Bool {
    guard case .reload(_, let balance) = deed.act else { return true }
    return try amount(of: deed) == balance
  }

  /// Carries out a deed.
  func perform(_ deed: DemoDeed) throws {
    func perform(_ action: MoneyAction) throws {
      _ = try self.perform(action, on: deed.account, at: deed.time)
    }
    switch deed.act {
    case .money(let action): try perform(action)
    case .confirm(let amount):
      let pending = try state(of: deed)?.pending.first { $0.wish == .topUp(amount) }
      // The viewer may have cancelled it.
      try perform(pending.map { .confirm(pending: $0.id) } ?? .count(.topUp(amount)))
    case .reload(let amount, let balance):
      guard try isReady(for: deed) else { return try perform(.count(.topUp(amount))) }
      try perform(.setBalance(balance))
      try perform(.setBalance(balance + amount))
    case .link(let linkage): _ = try link(linkage, at: deed.time)
    case .hook(let tool):
      try record([GuardInstallation(tool: tool, by: .hook, isInstalled: true, works: true)])
    case .silence(let id):
      try snooze(id, account: deed.account, until: deed.time.advanced(by: 7 * Instant.perDay))
    }
  }

  private func state(of deed: DemoDeed) throws -> AccountState? {
    try funds(at: deed.time).accounts.first { $0.account.name == deed.account }
  }

  private func amount(of deed: DemoDeed) throws -> Money? {
    try state(of: deed)?.balance.amount
  }
}
