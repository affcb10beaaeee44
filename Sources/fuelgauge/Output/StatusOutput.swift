import Advice
import Canvas
import Ledger
import Values

/// The current state as text, one line, and JSON. What is not known is null in JSON and “unknown” in text.
struct StatusOutput {
  let snapshot: UsageSnapshot
  /// The account it is about; nil if there is none.
  let account: AccountState?
  /// The warnings to show, in order.
  let warnings: [Warning]
  private let isRefused: Bool

  /// - Parameters:
  ///   - account: the account it is about.
  ///   - isNamed: whether the user named the account, so that warnings about others are left out.
  init(snapshot: UsageSnapshot, account: AccountState?, isNamed: Bool) {
    self.snapshot = snapshot
    self.account = account
    func isWanted(_ name: String?) -> Bool { !isNamed || name == account?.account.name }
    // A snoozed refusal is still a refusal, and the exit status needs its reason.
    let told = snapshot.funds.warnings + snapshot.funds.snoozed.filter { $0.id == .refused }
    warnings = told.inOrder.filter { isWanted($0.account) }
    isRefused = snapshot.funds.refusals.contains { isWanted($0.account) }
  }

  /// The exit status for scripts: tools are being refused, or something needs attention.
  var exitStatus: Failure.Status? {
    if isRefused { return .rejected }
    return warnings.contains { $0.severity > .info } ? .attention : nil
  }

  /// One object, always with the same keys.
  var json: JSONText {
    let all = snapshot.all
    let (timeToZero, reason) = ForecastOutput.timeToZero(account, at: snapshot.at)
    return .fields([
      "at": .string(snapshot.at.rfc3339),
      "account": .fields([
        "name": .optional(account?.account.name), "email": .optional(account?.account.email),
        "organization": .optional(account?.account.organization),
        "plan": .optional(account?.account.plan?.rawValue),
        "billing": .optional(account?.account.billing?.rawValue),
      ]),
      "balance": MoneyOutput.balance(account?.balance),
      "drawn": .fields([
        "today": .money(account?.drawn.today), "month": .money(account?.drawn.month),
        "source": .optional(
          account.map { $0.drawn.isReported ? $0.account.authority.keeper : "counted" }),
      ]),
      "plan": .array((account?.observed.windows ?? []).map(window)),
      "burn": .fields([
        "perHour": .string(snapshot.perHour(all.burn).decimalText),
        "chargedPerHour": .money(account?.drawn.perHour),
        "tokensPerMinute": .int(snapshot.tokensPerMinute(all.burn)),
      ]),
      "tools": .array(snapshot.tools.map(tool)),
      "timeToZero": timeToZero,
      "timeToZeroReason": .optional(reason),
      "next": .array(account?.ahead.outlook.map(ForecastOutput.events) ?? []),
      "autoReload": MoneyOutput.autoReloadJSON(account?.autoReload ?? AutoReload()),
      "limits": account.map(MoneyOutput.limitsJSON) ?? .array([]),
      "guards": .array(snapshot.funds.guards.map(guardFields)),
      "warnings": .array(warnings.map(warning)),
    ])
  }

  private func guardFields(_ found: GuardInstallation) -> JSONText {
    .fields([
      "tool": .string(found.tool.rawValue), "by": .string(found.by.rawValue),
      "installed": .bool(found.isInstalled), "works": .bool(found.works),
      "why": .optional(found.why),
    ])
  }

  private func window(_ window: PlanWindow) -> JSONText {
    .fields([
      "window": .string(window.id), "usedPercent": .number(window.usedPercent),
      "resetsAt": .time(window.resetsAt), "asOf": .time(window.asOf),
    ])
  }

  private func warning(_ warning: Warning) -> JSONText {
    .fields([
      "id": .string(warning.id.rawValue), "severity": .string(warning.severity.rawValue),
      "tool": .optional(warning.tool?.rawValue),
      "account": .optional(warning.account),
      "message": .string(warning.message), "action": .string(warning.action),
      "since": .time(warning.since), "reason": .optional(warning.reason?.rawValue),
    ])
  }

  private func tool(_ tool: ToolUsage) -> JSONText {
    .fields([
      "tool": .string(tool.tool.rawValue), "purse": .string(tool.purse.rawValue),
      "basis": .string(tool.basis.rawValue),
      "account": .optional(tool.account),
      "perHour": .string(snapshot.perHour(tool.burn).decimalText),
      "chargedPerHour": hasOneCurrency ? .money(snapshot.chargedPerHour(tool.burn)) : .null,
      "tokensPerMinute": .int(snapshot.tokensPerMinute(tool.burn)),
      "lastHour": .string(tool.lastHour.cost.decimalText),
      "today": .string(tool.today.cost.decimalText),
      "month": .string(tool.month.cost.decimalText), "requests": .int(tool.month.requests),
      "share": snapshot.share(of: tool).map { .number($0) } ?? .null,
    ])
  }

  /// Whether the amounts tools draw are in one currency and can be summed.
  private var hasOneCurrency: Bool {
    Set(snapshot.funds.accounts.map(\.account.currency)).count == 1
  }

  /// One line, such as "$4.20/h · $38.10 today · balance $12.00".
  var line: String {
    let all = snapshot.all
    let balance = account?.balance
    let amount = balance?.amount?.fullDisplay(in: balance?.currency ?? .usd) ?? "unknown"
    let worst = warnings.first.flatMap { $0.severity > .info ? $0 : nil }
    let word = worst.map { warning in
      let reason = warning.reason.map { ": \($0.rawValue)" } ?? ""
      let other = warning.account == account?.account.name ? nil : warning.account
      return " (\(warning.id.rawValue)\(reason)\(other.map { " in \($0)" } ?? ""))"
    }
    let changes = account?.pending ?? []
    let more = changes.count > 1 ? " +\(changes.count - 1)" : ""
    let pending = changes.prefix(1).map { change in
      let wish = change.wish.instruction(in: balance?.currency ?? .usd)
      return "pending: \(wish)\(more), fuelgauge confirm \(change.id)"
    }
    return
      ([
        "\(snapshot.perHour(all.burn).display)/h", "\(all.today.costDisplay) today",
        "balance \(amount)\(balance?.isStale == true ? ", stale" : "")\(word ?? "")",
      ] + pending).joined(separator: " · ")
  }

  /// A few lines and a table.
  var text: String {
    let all = snapshot.all
    var lines = warnings.map {
      "\($0.severity.rawValue): \(SafeText.clean($0.message)) (\(SafeText.clean($0.action)))"
    }
    if !lines.isEmpty { lines.append("") }
    lines +=
      account.map { MoneyOutput.balanceText($0, at: snapshot.at) }.map { [$0] }
      ?? [
        snapshot.funds.accounts.isEmpty
          ? MoneyOutput.noAccount
          : "balance       unknown: there is no current account; fuelgauge account use NAME"
      ]
    lines += [
      "burn rate     \(snapshot.perHour(all.burn).display) an hour,"
        + " \(CountDisplay.short(snapshot.tokensPerMinute(all.burn))) tokens a minute"
        + " (list value over the last \(snapshot.burnWindow.milliseconds / Instant.perMinute) minutes)",
      "runs out      \(timeToZeroText)",
    ]
    if let sign = snapshot.funds.tools.lazy.compactMap(\.extraSince).first {
      let second = Instant(milliseconds: sign.milliseconds / 1000 * 1000)
      lines.append(
        "purse         probably extra usage since \(second.rfc3339), when Claude Code changed from"
          + " one-hour to five-minute cache")
    }
    let windows = account?.observed.windows.filter { !$0.hasReset(by: snapshot.at) } ?? []
    if let oldest = windows.map(\.asOf).min() {
      let used = windows.map { "\($0.title) \(Int(nearest: $0.usedPercent))%" }
      let age = (snapshot.at - oldest).text
      lines.append("plan          \(used.joined(separator: ", ")), read \(age) ago")
    }
    if let account {
      lines.append(MoneyOutput.autoReloadText(account, at: snapshot.at))
      lines += account.limits.map { limit in
        let left = limit.left.fullDisplay(in: account.account.currency)
        let amount = limit.limit.amount.fullDisplay(in: account.account.currency)
        let title = limit.limit.title
        let blanks = TextWidth.spaces(max(1, 14 - TextWidth.columns(of: title)))
        let keeper = limit.limit.keeper(on: account.account).map { ", \($0)" } ?? ""
        return "\(title)\(blanks)\(left) left of \(amount)\(keeper)"
      }
    }
    if snapshot.linesSkipped > 0 {
      lines.append(
        "unusable      \(CountDisplay.of(snapshot.linesSkipped, "line")) of the sources; fuelgauge checkup lists them"
      )
    }
    if snapshot.tools.isEmpty {
      return (lines + ["", "no usage this month"]).joined(separator: "\n")
    }
    let heading = [
      "tool", "$/h now", "tokens/min", "last hour", "today", "month", "requests", "share",
    ]
    let rows = snapshot.tools.map { cells($0.tool.title, $0) }
    var table = TextColumns.aligned([heading] + rows + [cells("all", all)])
    table.insert(TextColumns.rule(like: table[0]), at: 1)
    table.insert(TextColumns.rule(like: table[0]), at: table.count - 1)
    lines += [""] + table
    if all.month.unfinished > 0 {
      lines += ["", "≥ at least: some responses lack a final output count"]
    }
    return lines.joined(separator: "\n")
  }

  private var timeToZeroText: String {
    guard let account else { return "unknown, like the balance" }
    if account.account.exchange == nil { return "unknown: nothing is charged without --usd-rate" }
    if let outlook = account.ahead.outlook {
      return ForecastOutput.sentence(outlook, account.account.currency, at: snapshot.at)
        + (account.expectedPaceText(at: snapshot.at).map { "; \($0)" } ?? "")
    }
    return account.timeToZero(at: snapshot.at).text(at: snapshot.at)
      + (account.drawn.perHour > .zero
        ? " at \(account.drawn.perHour.fullDisplay(in: account.account.currency)) an hour" : "")
  }

  private func cells(_ title: String, _ tool: ToolUsage) -> [String] {
    [
      title, snapshot.perHour(tool.burn).display,
      CountDisplay.short(snapshot.tokensPerMinute(tool.burn)), tool.lastHour.costDisplay,
      tool.today.costDisplay, tool.month.costDisplay, CountDisplay.full(tool.month.requests),
      snapshot.share(of: tool).map { "\(Int(nearest: $0 * 100))%" } ?? "-",
    ]
  }
}
