import Advice
import Canvas
import Ledger
import Values

/// An account's money, as text and JSON.
enum MoneyOutput {
  /// The outcome of an action: a sentence, and the balance now.
  static func outcome(_ outcome: MoneyOutcome, _ state: AccountState) -> String {
    let balance = state.balance.amount?.fullDisplay(in: state.account.currency) ?? "unknown"
    var lines = [SafeText.clean(outcome.sentence), "balance       \(balance)"]
    if outcome.wish != nil, let number = outcome.entry {
      lines.append("pending       \(settling(number))")
    }
    return lines.joined(separator: "\n")
  }

  /// The pending changes, a line each, with the commands that settle them.
  static func pendingLines(_ state: AccountState) -> [String] {
    state.pending.map {
      "pending       \($0.wish.instruction(in: state.account.currency)): \(settling($0.id))"
    }
  }

  private static func settling(_ number: Int64) -> String {
    "fuelgauge confirm \(number) once it is done, or fuelgauge cancel \(number) to drop it"
  }

  /// Each figure before and after, a line each, then other consequences.
  static func preview(_ preview: MoneyPreview) -> String {
    let rows = preview.rows.map { row in
      let label = TextWidth.fit(row.label, 14)
      return row.isChange
        ? "\(label)\(row.before)  →  \(row.after)" : "\(label)\(row.before)"
    }
    return (rows + preview.notices).map(SafeText.clean).joined(separator: "\n")
  }

  // MARK: - Balance

  /// What a report says while no account is known.
  static let noAccount =
    "balance       unknown: see claude.ai/settings/usage, then fuelgauge balance set AMOUNT"

  static func balanceJSON(_ state: AccountState?) -> JSONText {
    var fields: [JSONText.Field] = [
      JSONText.Field(key: "account", value: .optional(state?.account.name))
    ]
    if case .object(let more) = balance(state?.balance) { fields += more }
    return .object(fields)
  }

  /// The balance as in `status`.
  static func balance(_ balance: Balance?) -> JSONText {
    guard let balance else {
      return .fields([
        "amount": .null, "low": .null, "high": .null,
        "currency": .string(Currency.usd.code), "authority": .null, "asOf": .null,
        "stale": .null, "held": .null, "pending": .null, "unexplained": .null,
      ])
    }
    return .fields([
      "amount": .money(balance.amount), "low": .money(balance.low), "high": .money(balance.high),
      "currency": .string(balance.currency.code),
      "authority": .string(balance.authority.rawValue), "asOf": .time(balance.asOf),
      "stale": .bool(balance.isStale), "held": .money(balance.held),
      "pending": .money(balance.pending), "unexplained": .money(balance.unexplained),
    ])
  }

  /// One fact per line.
  static func balanceText(_ state: AccountState, at now: Instant) -> String {
    (["account       \(SafeText.clean(state.account.title))"] + balanceLines(state, at: now))
      .joined(separator: "\n")
  }

  /// The lines about the balance, shared with `status`.
  static func balanceLines(_ state: AccountState, at now: Instant) -> [String] {
    let (balance, currency) = (state.balance, state.account.currency)
    func text(_ amount: Money) -> String { amount.fullDisplay(in: currency) }
    let amount =
      balance.amount.map(text)
      ?? "unknown: see claude.ai/settings/usage, then fuelgauge balance set AMOUNT"
    var lines = ["balance       \(amount)\(age(balance, at: now))"]
    if balance.isDoubtful, let low = balance.low, let high = balance.high {
      lines.append(
        "at least      \(text(low)), at most \(text(high)): who paid for some requests is only assumed"
      )
    }
    lines += pendingLines(state)
    if let correction = balance.correction { lines.append("corrected     \(correction)") }
    if let unexplained = balance.gone, unexplained != .zero {
      lines.append(
        unexplained > .zero
          ? "unexplained   the last reading was \(text(unexplained)) lower than counted"
          : "unexplained   the last reading was \(text(.zero - unexplained)) higher than counted"
      )
    }
    if state.account.exchange == nil {
      lines.append(
        "not charged   prices are in USD; set a rate with fuelgauge account set --usd-rate"
      )
    }
    return lines
  }

  private static func age(_ balance: Balance, at now: Instant) -> String {
    guard balance.authority == .claude, let asOf = balance.asOf else { return "" }
    let age = (now - asOf).text
    return balance.isStale ? "  read \(age) ago, estimated since" : "  read \(age) ago"
  }

  // MARK: - Auto-reload

  static func autoReloadJSON(_ reload: AutoReload) -> JSONText {
    .fields([
      "on": reload.settings.map { .bool($0.isOn) } ?? .null,
      "below": .money(reload.settings?.below), "add": .money(reload.settings?.add),
      "monthlyMax": .money(reload.settings?.monthlyMax),
      "addedThisMonth": reload.source == nil ? .null : .money(reload.addedThisMonth),
      "coolDownUntil": .time(reload.coolDownUntil),
      "source": .optional(reload.source?.rawValue),
    ])
  }

  static func autoReloadText(_ state: AccountState, at now: Instant) -> String {
    let (reload, currency) = (state.autoReload, state.account.currency)
    guard let settings = reload.settings else {
      return "auto-reload   unknown: see claude.ai/settings/usage"
    }
    var lines = [
      "auto-reload   " + (settings.isOn ? "on" : "off") + ": "
        + settings.terms(in: currency)
        + (state.account.authority == .local ? "; it counts as added, and nothing is paid" : ""),
      "reloaded      \(reload.addedThisMonth.fullDisplay(in: currency)) this month",
    ]
    if let obstacle = reload.obstacle { lines.append("stopped by    \(obstacle.title)") }
    if let until = reload.coolDownUntil, until > now {
      lines.append("paused until  \(until.rfc3339)")
    }
    return lines.joined(separator: "\n")
  }

  // MARK: - Limits

  static func limitsJSON(_ state: AccountState) -> JSONText {
    .array(
      state.limits.map { limit in
        .fields([
          "tool": .optional(limit.limit.tool?.rawValue),
          "per": .string(limit.limit.period.rawValue), "amount": .money(limit.limit.amount),
          "used": .money(limit.isCounted ? limit.used : nil),
          "left": .money(limit.isCounted ? limit.left : nil),
          "resetsAt": .time(limit.resetsAt), "source": .string(limit.limit.source.rawValue),
          "counts": .string(limit.limit.counts.rawValue),
        ])
      })
  }

  static func limitsText(_ state: AccountState) -> String {
    let pending = pendingLines(state)
    guard !state.limits.isEmpty else {
      return
        (["no limits; to set one: fuelgauge limit set AMOUNT [--tool T] [--per month|day]"]
        + pending).joined(separator: "\n")
    }
    let currency = state.account.currency
    let heading = ["limit", "amount", "used", "left", "counts", "resets", "kept by"]
    let rows = state.limits.map { limit in
      [
        limit.limit.title, limit.limit.amount.fullDisplay(in: currency),
        limit.isCounted ? limit.used.fullDisplay(in: currency) : "unknown",
        limit.isCounted ? limit.left.fullDisplay(in: currency) : "unknown",
        limit.limit.counts.rawValue, limit.resetsAt.rfc3339, limit.limit.source.keeper,
      ]
    }
    var table = TextColumns.aligned([heading] + rows)
    table.insert(TextColumns.rule(like: table[0]), at: 1)
    return (table + (pending.isEmpty ? [] : [""] + pending)).joined(separator: "\n")
  }
}

extension JSONText {
  /// An amount in full precision, or null.
  static func money(_ amount: Money?) -> JSONText { .optional(amount?.decimalText) }

  /// A moment, or null.
  static func time(_ time: Instant?) -> JSONText { .optional(time?.rfc3339) }
}
