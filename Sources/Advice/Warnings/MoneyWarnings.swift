import Ledger
import Values

/// Finds warnings about an account's money. Each begins and ends at different levels, so that none flickers.
package struct MoneyWarnings {
  let state: AccountState
  let now: Instant
  private let levels: WarningLevels
  private let begun: [Warning.Episode: Instant]
  private var found: [Warning] = []

  /// The warnings of an account, the most severe first.
  /// - Parameter begun: the ongoing episodes, and since when.
  package static func of(
    _ state: AccountState, begun: [Warning.Episode: Instant],
    levels: WarningLevels = WarningLevels(), at now: Instant
  ) -> [Warning] {
    var warnings = MoneyWarnings(state: state, now: now, levels: levels, begun: begun)
    warnings.findAll()
    return warnings.found.inOrder
  }

  var name: String { state.account.name }
  private var currency: Currency { state.account.currency }

  func text(_ amount: Money) -> String { amount.fullDisplay(in: currency) }

  /// Whether a warning that begins under one condition and ends under another is on.
  func isOn(_ id: Warning.ID, part: String = "", begins: Bool, ends: Bool) -> Bool {
    begins || begun[episode(id, part)] != nil && !ends
  }

  private func episode(_ id: Warning.ID, _ part: String) -> Warning.Episode {
    Warning.Episode(id: id, scope: .account(name), part: part)
  }

  /// - Parameter isOurs: whether the person can act on it, whoever manages the account's money.
  mutating func warn(
    _ id: Warning.ID, _ severity: Warning.Severity, tool: Tool? = nil, part: String = "",
    _ message: String, action: String, key: Character?, isOurs: Bool = false
  ) {
    let episode = episode(id, part)
    var warning = Warning(
      episode, severity: severity, tool: tool, message: message, action: action, key: key,
      since: begun[episode] ?? now)
    // A person who cannot act is told whom to ask.
    if state.account.isManaged, key != nil, !isOurs {
      warning.action = "ask the organization's administrator"
      warning.key = nil
    }
    found.append(warning)
  }

  private mutating func findAll() {
    findBalance()
    findEnd()
    findCaps()
    findReload()
    findExpiring()
    findStale()
    findDrawing()
    let moneyIsShort = found.contains { $0.severity > .info }
    if state.account.isManaged, moneyIsShort {
      warn(
        .orgManaged, .info, "The organization manages the money of \(name).",
        action: "ask its administrator", key: nil)
    }
  }

  private mutating func findBalance() {
    let amount = state.balance.amount
    let isEmpty = amount.map { $0 <= .zero } ?? false
    if isEmpty || isRefused {
      let message =
        isEmpty
        ? "\(name) is out of extra usage: \(text(amount ?? .zero)) left."
        : amount.map {
          "\(name) has \(text($0)) left as counted here, but is refused as if it were empty."
        } ?? "\(name) is refused as out of extra usage; its balance is unknown."
      warn(
        .outOfUsage, .critical, message,
        action: isEmpty || amount == nil ? "top up" : "check the balance",
        key: isEmpty || amount == nil ? "t" : "b", isOurs: !isEmpty && amount != nil)
      return
    }
    guard let amount else { return }
    let level = lowLevel
    let ends = amount > level + Money(nanos: level.nanos / 2)
    if isOn(.lowBalance, begins: amount < level, ends: ends) {
      warn(
        .lowBalance, .warning, "\(name) has \(text(amount)) left.", action: "top up", key: "t")
    }
  }

  private var lowLevel: Money {
    let after = state.latestCredit?.balance?.nanos ?? 0
    return max(levels.lowBalance, Money(nanos: after / 100 * Int64(levels.lowBalancePercent)))
  }

  /// Whether requests are refused for lack of money and nothing since has helped.
  private var isRefused: Bool {
    guard let refusal = state.refused.forMoney else { return false }
    return state.nothingIsPaidSinceRefusal && !state.hasMoneyCome(since: refusal.time)
  }

  private mutating func findCaps() {
    for limit in state.limits {
      let what = limit.limit
      let owner = "The \(what.title) on \(name)"
      let part = [what.tool?.rawValue ?? "", what.period.rawValue, what.source.rawValue]
        .joined(separator: "/")
      let action = what.source == .claude ? "raise it at claude.ai" : "raise it"
      if limit.isReached {
        warn(
          .capReached, .critical, tool: what.tool, part: part,
          "\(owner), \(text(what.amount)), is reached; more money does not lift it.",
          action: action, key: "c", isOurs: what.source == .fuelgauge)
      } else if isOn(
        .capNear, part: part, begins: limit.share * 100 >= Double(levels.capNearPercent),
        ends: limit.share * 100 < Double(levels.capNearPercent - 5))
      {
        warn(
          .capNear, .warning, tool: what.tool, part: part,
          "\(owner), \(text(what.amount)), has \(text(limit.left)) left.", action: action, key: "c",
          isOurs: what.source == .fuelgauge)
      }
    }
  }

  private mutating func findReload() {
    let reload = state.autoReload
    let isShort = found.contains { [.lowBalance, .outOfUsage, .runsOutSoon].contains($0.id) }
    // What was drawn in a whole day says more about the next day than the pace of a few minutes.
    let left = state.balance.amount ?? .zero
    let lastDay = state.drawn.recent.day
    let endsInADay = lastDay > .zero && left <= lastDay
    let lasts = left > lastDay + Money(nanos: lastDay.nanos / 2)
    // A budget with reloads counted as added would look full while requests are still refused.
    let isBudget = state.account.authority == .local
    if let settings = reload.settings, !settings.isOn, !(isBudget && isRefused),
      isOn(.autoReloadOff, begins: isShort || endsInADay, ends: !isShort && lasts)
    {
      warn(
        .autoReloadOff, .info, "Auto-reload of \(name) is off.",
        action: isBudget ? "switch it on; it counts, and nothing is paid" : "switch it on", key: "a"
      )
    }
    if let obstacle = reload.obstacle, reload.isOn {
      warn(
        .autoReloadFailed, .critical,
        "Auto-reload of \(name) was stopped by \(obstacle.title).",
        action: obstacle == .maximum ? "raise its maximum, or top up" : "raise the cap",
        key: obstacle == .maximum ? "a" : "c")
    }
    let day = reload.recent.reduce(Money.zero) { $0 + $1.amount }
    let isHalf = reload.settings?.monthlyMax.map { day >= $0 - Money(nanos: $0.nanos / 2) } ?? false
    let isOften = reload.recent.count >= 3 || isHalf && day > .zero
    if isOn(.reloadsTooOften, begins: isOften, ends: reload.recent.count < 2) {
      let count = reload.recent.count
      warn(
        .reloadsTooOften, .warning,
        "Auto-reload of \(name) has added \(text(day)) in 24 hours,"
          + (count >= 3 ? " \(count) times." : " a large part of its monthly maximum."),
        action: "see who burns it, or lower it", key: "a")
    }
  }

  private mutating func findExpiring() {
    let horizon = Span.days(Int64(levels.creditExpiresDays))
    for pool in state.expiring {
      let left = pool.expires - now
      guard left > .zero, left <= horizon else { continue }
      warn(
        .creditExpires, left <= .days(2) ? .warning : .info, part: "\(pool.entry)",
        "\(text(pool.left)) of \(name) expires in \(left.text).",
        action: "used first", key: nil)
    }
  }

  private mutating func findStale() {
    if state.observed.keeperChanged != nil {
      warn(
        .staleReading, .info,
        "claude.ai keeps the balance of \(name), not Fuelgauge: what is shown is an estimate.",
        action: "type in what claude.ai shows", key: "b", isOurs: true)
      return
    }
    guard state.account.authority == .claude, let asOf = state.balance.asOf else { return }
    let age = now - asOf
    let isUsed = state.drawn.last.map { $0 > asOf } ?? false
    let staleAfter = Balance.staleAfter(isTypedIn: state.balance.isTypedIn)
    guard age > .day || isUsed && age > staleAfter else { return }
    warn(
      .staleReading, .info,
      "Read \(age.text) ago, now an estimate: the balance of \(name).",
      action: "type in what claude.ai shows", key: "b", isOurs: true)
  }
}

extension [Warning] {
  /// The most severe first; equally severe ones in the order of ``Warning/ID``.
  package var inOrder: [Warning] {
    func place(_ warning: Warning) -> Int {
      Warning.ID.allCases.firstIndex(of: warning.id) ?? 0
    }
    return enumerated().sorted { left, right in
      if left.element.severity != right.element.severity {
        return left.element.severity > right.element.severity
      }
      return (place(left.element), left.offset) < (place(right.element), right.offset)
    }.map(\.element)
  }
}
