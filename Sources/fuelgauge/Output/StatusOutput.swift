import Ledger

/// The state of things as text, one line and JSON. What no source has told yet is null in JSON and
/// “unknown” in words.
struct StatusOutput {
  let snapshot: UsageSnapshot

  /// One object, the same keys always.
  var json: JSONText {
    let all = snapshot.all
    return .fields([
      "at": .string(snapshot.at.rfc3339),
      "account": .fields([
        "name": .null, "email": .null, "organization": .null, "plan": .null, "billing": .null,
      ]),
      "balance": .fields([
        "amount": .null, "currency": .string("USD"), "authority": .null, "asOf": .null,
        "stale": .null, "held": .null, "pending": .null, "unexplained": .null,
      ]),
      "plan": .array([]),
      "burn": .fields([
        "perHour": .string(snapshot.perHour(all.burn).decimalText),
        "chargedPerHour": .null,
        "tokensPerMinute": .int(snapshot.tokensPerMinute(all.burn)),
      ]),
      "tools": .array(snapshot.tools.map(tool)),
      "timeToZero": .null,
      "timeToZeroReason": .string("unknownBalance"),
      "next": .array([]),
      "autoReload": .fields([
        "on": .null, "below": .null, "add": .null, "monthlyMax": .null, "addedThisMonth": .null,
        "coolDownUntil": .null, "source": .null,
      ]),
      "limits": .array([]),
      "warnings": .array([]),
    ])
  }

  private func tool(_ tool: ToolUsage) -> JSONText {
    .fields([
      "tool": .string(tool.tool.rawValue), "purse": .string(tool.purse.rawValue),
      "account": .null,
      "perHour": .string(snapshot.perHour(tool.burn).decimalText),
      "chargedPerHour": .null,
      "tokensPerMinute": .int(snapshot.tokensPerMinute(tool.burn)),
      "lastHour": .string(tool.lastHour.cost.decimalText),
      "today": .string(tool.today.cost.decimalText),
      "month": .string(tool.month.cost.decimalText), "requests": .int(tool.month.requests),
      "share": snapshot.share(of: tool).map { .number($0) } ?? .null,
    ])
  }

  /// "$4.20/h · $38.10 today · balance unknown".
  var line: String {
    let all = snapshot.all
    return [
      "\(snapshot.perHour(all.burn).display)/h", "\(all.today.costDisplay) today",
      "balance unknown",
    ].joined(separator: " · ")
  }

  /// A few lines and a table.
  var text: String {
    let all = snapshot.all
    var lines = [
      "balance       unknown: transcripts do not tell it; see claude.ai/settings/usage",
      "burn rate     \(snapshot.perHour(all.burn).display) an hour,"
        + " \(CountDisplay.short(snapshot.tokensPerMinute(all.burn))) tokens a minute"
        + " (list value over the last \(snapshot.burnWindow / Instant.perMinute) minutes)",
      "time to zero  unknown, as the balance is",
    ]
    if snapshot.linesSkipped > 0 {
      lines.append("unusable      \(CountDisplay.full(snapshot.linesSkipped)) lines of the sources")
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
      lines += ["", "≥ at least: some transcripts lack the final output counts"]
    }
    return lines.joined(separator: "\n")
  }

  private func cells(_ title: String, _ tool: ToolUsage) -> [String] {
    [
      title, snapshot.perHour(tool.burn).display,
      CountDisplay.short(snapshot.tokensPerMinute(tool.burn)), tool.lastHour.costDisplay,
      tool.today.costDisplay, tool.month.costDisplay, CountDisplay.full(tool.month.requests),
      snapshot.share(of: tool).map { "\(Int(($0 * 100).rounded()))%" } ?? "-",
    ]
  }
}
