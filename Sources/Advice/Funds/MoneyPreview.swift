import Ledger
import Values

/// What an action would change, shown before it is carried out.
package struct MoneyPreview: Equatable, Sendable {
  /// A figure before and after.
  package struct Row: Equatable, Sendable {
    package var label: String
    package var before: String
    package var after: String

    /// Whether it changes at all.
    package var isChange: Bool { before != after }
  }

  /// The balance, when it runs out, what is left of the cap, and what else the action changes.
  package var rows: [Row] = []
  /// Other consequences, one sentence each, the most important first.
  package var notices: [String] = []

  private var before: AccountState
  private(set) var after: AccountState
  private let now: Instant
  private let days: CivilDays

  /// Works out what `action` would change on an account.
  package init(_ action: MoneyAction, of state: AccountState, at now: Instant, days: CivilDays) {
    before = state
    after = state
    self.now = now
    self.days = days
    take(action)
    reload()
    before.lookAhead(at: now)
    after.lookAhead(at: now)
    let currency = state.account.currency
    func money(_ amount: Money?) -> String { amount?.fullDisplay(in: currency) ?? "unknown" }
    add("balance", money(before.balance.amount), money(after.balance.amount))
    if before.balance.pending > .zero || after.balance.pending > .zero {
      add("pending", money(before.balance.pending), money(after.balance.pending))
    }
    add("runs out", before.runsOutText(at: now), after.runsOutText(at: now))
    add("cap left", capText(before), capText(after))
    addParticulars(of: action)
  }

  private mutating func add(_ label: String, _ before: String, _ after: String) {
    rows.append(Row(label: label, before: before, after: after))
  }

  private func capText(_ state: AccountState) -> String {
    state.monthlyCap.map { $0.left.fullDisplay(in: state.account.currency) }
      ?? (state.account.authority == .claude && state.observed.spend == nil ? "unknown" : "no cap")
  }

  private mutating func take(_ action: MoneyAction) {
    switch action {
    case .topUp(let amount):
      if before.account.authority == .local {
        credit(amount)
      } else {
        after.balance.pending += amount
      }
      if before.monthlyCap?.isReached == true {
        notices.append("The monthly cap is reached; more money does not lift it.")
      }
    case .addCredit(_, let amount, let expires): credit(amount, expires: expires)
    case .confirm(let id):
      guard let wish = wish(id) else { return }
      if case .topUp(let amount) = wish { after.balance.pending = after.balance.pending - amount }
      settle(wish)
    case .count(let wish): settle(wish)
    case .cancel(let id):
      if case .topUp(let amount)? = wish(id) {
        after.balance.pending = after.balance.pending - amount
      }
    case .setBalance(let amount): read(amount)
    case .setAutoReload(let settings):
      if before.account.authority == .local {
        after.autoReload.settings = settings
        if after.autoReload.obstacle != nil { after.autoReload.coolDownUntil = nil }
      }
    case .setLimit(let tool, let period, let amount, let isDrawn):
      setLimit(Limit(tool: tool, period: period, amount: amount, isDrawn: isDrawn))
    case .clearLimit(let tool, let period): after.limits.removeAll { $0.isOwn(tool, period) }
    case .wishCap: break
    case .undo:
      guard let undoable = before.undoable else { return }
      if let expiring = undoable.expiringAfter {
        after.expiring = expiring
      } else {
        changePools { pools in
          let change = (undoable.balanceAfter ?? pools.total) - pools.total
          pools.add(change, entry: .max, expires: nil, refers: undoable.entry)
        }
      }
      switch undoable.restores {
      case .limit(let tool, let period, let amount?, let isDrawn):
        setLimit(Limit(tool: tool, period: period, amount: amount, isDrawn: isDrawn))
      case .cap(let amount): setClaudeCap(amount)
      case .limit(let tool, let period, nil, _): after.limits.removeAll { $0.isOwn(tool, period) }
      case .reload(let settings):
        after.autoReload.settings = settings ?? (after.account.authority == .local ? .initial : nil)
      case nil: break
      }
      if undoable.kind == .pending, let amount = undoable.amount {
        after.balance.pending = after.balance.pending - amount
      }
      for case .topUp(let amount) in undoable.pendingAgain {
        after.balance.pending = after.balance.pending + amount
      }
      after.balance.amount = undoable.balanceAfter
      if undoable.needsCounterEntry {
        notices.append("Some of it has been spent, so a correction is booked.")
      }
    }
  }

  private func wish(_ id: Int64) -> PendingChange.Wish? {
    before.pending.first { $0.id == id }?.wish
  }

  /// Applies a change that was made at claude.ai.
  private mutating func settle(_ wish: PendingChange.Wish) {
    switch wish {
    case .topUp(let amount): credit(amount)
    case .autoReload(let settings): after.autoReload.settings = settings
    case .cap(let amount): setClaudeCap(amount)
    }
  }

  private mutating func setClaudeCap(_ amount: Money?) {
    guard let amount else { return after.limits.removeAll(where: \.isClaudeCap) }
    guard let index = after.limits.firstIndex(where: \.isClaudeCap) else {
      let limit = Limit(tool: nil, period: .month, amount: amount, source: .claude)
      let used = before.observed.spend?.usedByNow ?? before.drawn.month
      after.limits.append(
        LimitState(limit: limit, used: used, resetsAt: now.startOfNextUTCMonth))
      return
    }
    after.limits[index].limit.amount = amount
  }

  /// Where claude.ai keeps the balance, a surplus in a reading is money that arrived there.
  private mutating func read(_ amount: Money) {
    var rest = before.balance.amount.map { amount - $0 } ?? .zero
    if before.balance.isUntouched {
      rest = .zero
    } else if before.account.authority == .claude, let counted = before.balance.amount,
      let previous = before.balance.reading
    {
      let match = RiseMatch(
        previous: previous, expected: counted, reading: amount, pending: before.pending.topUps)
      after.balance.pending = after.balance.pending - match.settledAmount
      credit(match.settledAmount + match.recognised)
      rest = match.rest
      notices += match.consequences(in: before.account.currency, reload: before.autoReload).map {
        "\($0)."
      }
    }
    changePools { $0.adjust(to: amount) }
    after.balance.amount = amount
    guard rest != .zero else { return }
    let gap = (rest < .zero ? .zero - rest : rest).fullDisplay(in: before.account.currency)
    notices.append(
      "\(gap) \(rest < .zero ? "less" : "more") is left than was counted; it is kept as unexplained."
    )
  }

  private mutating func credit(_ amount: Money, expires: Instant? = nil) {
    changePools { $0.add(amount, entry: .max, expires: expires) }
    after.balance.amount = after.balance.amount.map { $0 + amount }
  }

  /// Changes which part of the balance expires; to be called before the balance itself changes.
  private mutating func changePools(_ change: (inout CreditPools) -> Void) {
    guard let balance = after.balance.amount else { return }
    var pools = CreditPools(balance, expiring: after.expiring)
    change(&pools)
    after.expiring = pools.expiring
  }

  private mutating func setLimit(_ limit: Limit) {
    let index = after.limits.firstIndex { $0.isOwn(limit.tool, limit.period) }
    if let index, after.limits[index].limit.counts == limit.counts {
      after.limits[index].limit.amount = limit.amount
      return
    }
    let used =
      limit.counts == .used
      ? limit.tool.flatMap { before.used(by: $0, per: limit.period) }
      : before.drawn(by: limit.tool, per: limit.period)
    let end = limit.period.stretch(at: now, days: days).upperBound
    let state = LimitState(limit: limit, used: used, resetsAt: end)
    if let index { after.limits[index] = state } else { after.limits.append(state) }
  }

  /// Applies what auto-reload would add at once.
  private mutating func reload() {
    guard after.account.authority == .local else { return }
    let cap = after.monthlyCap.map { (amount: $0.limit.amount, used: $0.used) }
    let currency = after.account.currency
    switch after.autoReload.verdict(balance: after.balance.amount, cap: cap, at: now) {
    case .nothing: break
    case .add(let amount, _):
      after.autoReload.addedThisMonth += amount
      credit(amount)
      notices.append(
        "Auto-reload counts \(amount.fullDisplay(in: currency)) as added at once; nothing is paid.")
    case .stopped(let obstacle):
      notices.append("Auto-reload is stopped by \(obstacle.title).")
    }
  }

  private mutating func addParticulars(of action: MoneyAction) {
    switch action {
    case .count(let wish): addParticulars(of: wish)
    case .confirm(let id): wish(id).map { addParticulars(of: $0) }
    case .setAutoReload(let settings):
      addReload(settings)
      if before.account.authority == .claude { noteClaude() }
    case .setLimit(let tool, let period, _, _), .clearLimit(let tool, let period):
      addLimit(tool, period)
    case .undo:
      switch before.undoable?.restores {
      case .limit(let tool, let period, _, _): addLimit(tool, period)
      case .reload: addReload(after.autoReload.settings)
      case .cap(let amount): addCap(amount, unsaid: "unknown")
      case nil: break
      }
    case .wishCap(let amount):
      addCap(amount)
      noteClaude()
    case .topUp where before.account.authority == .claude: noteClaude()
    default: break
    }
  }

  private mutating func addParticulars(of wish: PendingChange.Wish) {
    switch wish {
    case .topUp: break
    case .autoReload(let settings): addReload(settings)
    case .cap(let amount): addCap(amount)
    }
  }

  /// - Parameter unsaid: the text for a cap of nil afterwards.
  private mutating func addCap(_ amount: Money?, unsaid: String = "none") {
    let currency = before.account.currency
    let cap = before.limits.first(where: \.isClaudeCap)
    add(
      "claude.ai's cap", cap?.limit.amount.fullDisplay(in: currency) ?? "unknown",
      amount?.fullDisplay(in: currency) ?? unsaid)
  }

  /// - Parameter wanted: the new settings, here or at claude.ai.
  private mutating func addReload(_ wanted: AutoReload.Settings?) {
    func terms(_ settings: AutoReload.Settings?) -> String {
      guard let settings else { return "unknown" }
      return settings.isOn ? settings.terms(in: before.account.currency) : "off"
    }
    add("auto-reload", terms(before.autoReload.settings), terms(wanted))
  }

  private mutating func addLimit(_ tool: Tool?, _ period: Limit.Period) {
    func text(_ state: AccountState) -> String {
      state.limits.first { $0.isOwn(tool, period) }?.limit.amount.fullDisplay(
        in: state.account.currency) ?? "none"
    }
    add(Limit(tool: tool, period: period, amount: .zero).title, text(before), text(after))
    let limit = after.limits.first { $0.isOwn(tool, period) }
    if let limit, !limit.isCounted {
      notices.insert("It cannot be counted without a rate from dollars.", at: 0)
    } else if let limit, limit.isReached {
      let used = limit.used.fullDisplay(in: after.account.currency)
      let word = limit.limit.counts == .used ? "used" : "spent"
      notices.insert(
        limit.used == .zero
          ? "Any spending reaches it." : "It is reached: \(used) is already \(word).",
        at: 0)
    }
    if after.limits.contains(where: { $0.isOwn(tool, period) }) {
      notices.append("It stops a tool only where its hook is installed (fuelgauge setup).")
    }
  }

  private mutating func noteClaude() {
    notices.append(
      "claude.ai keeps this: it is pending until a reading shows it or you confirm it.")
  }
}

extension LimitState {
  /// Whether it is the account's own cap at claude.ai.
  fileprivate var isClaudeCap: Bool {
    limit.tool == nil && limit.period == .month && limit.source == .claude
  }

  /// Whether it is the limit of that kind that Fuelgauge keeps.
  fileprivate func isOwn(_ tool: Tool?, _ period: Limit.Period) -> Bool {
    limit.tool == tool && limit.period == period && limit.source == .fuelgauge
  }
}
