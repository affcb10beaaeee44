import Advice
import Canvas

/// What the views write to a file: the rows they show, with every digit.
extension DashboardModel {
  /// Nil: there is nothing to write.
  var export: Export? {
    switch view {
    case .overview: snapshot == nil ? nil : .table(name: "overview", csv: overviewCSV)
    case .tools: snapshot == nil ? nil : .table(name: "tools", csv: toolsCSV)
    case .ledger: ledgerQuery.map { .ledger($0) }
    case .limits: funds.account.map { .table(name: "limits", csv: limitsCSV($0)) }
    case .accounts: .table(name: "accounts", csv: accountsCSV)
    case .checkup: .table(name: "checkup", csv: checkupCSV)
    }
  }

  private var overviewCSV: String {
    CSVText.table(
      [
        "tool", "account", "purse", "perHour", "tokensPerMinute", "lastHour", "today", "month",
        "requests", "unpriced", "unfinished",
      ],
      overviewTools.map { usage in
        [
          usage.tool.rawValue, CSVText.field(usage.account), usage.purse.rawValue,
          (snapshot?.perHour(usage.burn) ?? .zero).decimalText,
          "\(snapshot?.tokensPerMinute(usage.burn) ?? 0)", usage.lastHour.cost.decimalText,
          usage.today.cost.decimalText, usage.month.cost.decimalText, "\(usage.month.requests)",
          "\(usage.month.unpriced)", "\(usage.month.unfinished)",
        ]
      })
  }

  private var toolsCSV: String {
    CSVText.table(
      [
        "tool", tools.dimension.rawValue, "requests", "input", "output", "cacheWrite5m",
        "cacheWrite1h", "cacheRead", "webSearches", "cost", "unpriced", "unfinished",
      ],
      ToolsList(self).rows.map { row in
        let tokens = row.totals.tokens
        return [
          row.id.tool.rawValue, CSVText.field(row.id.key), "\(row.totals.requests)",
          "\(tokens.input)", "\(tokens.output)", "\(tokens.cacheWrite5m)",
          "\(tokens.cacheWrite1h)", "\(tokens.cacheRead)", "\(tokens.webSearches)",
          row.totals.cost.decimalText, "\(row.totals.unpriced)", "\(row.totals.unfinished)",
        ]
      })
  }

  private var accountsCSV: String {
    CSVText.table(
      ["account", "email", "organization", "plan", "billing", "authority", "currency", "balance"],
      funds.accounts.map { state in
        let account = state.account
        return [
          CSVText.field(account.name), CSVText.field(account.email ?? ""),
          CSVText.field(account.organization ?? ""), account.plan?.rawValue ?? "",
          account.billing?.rawValue ?? "", account.authority.rawValue, account.currency.code,
          state.balance.amount?.decimalText ?? "",
        ]
      })
  }

  private var checkupCSV: String {
    CSVText.table(
      ["point", "state", "evidence", "remedy"],
      checkupPoints.map { point in
        [
          point.id.rawValue, point.state.rawValue, CSVText.field(point.evidence),
          CSVText.field(point.remedy ?? ""),
        ]
      })
  }

  private func limitsCSV(_ state: AccountState) -> String {
    CSVText.table(
      [
        "account", "currency", "tool", "per", "amount", "used", "left", "resetsAt", "source",
      ],
      state.limits.map { limit in
        [
          CSVText.field(state.account.name), state.account.currency.code,
          limit.limit.tool?.rawValue ?? "", limit.limit.period.rawValue,
          limit.limit.amount.decimalText, limit.used.decimalText, limit.left.decimalText,
          limit.resetsAt.rfc3339, limit.limit.source.rawValue,
        ]
      })
  }
}
