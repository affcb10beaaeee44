import Canvas
import Ledger

/// Accounts and what is said of tools, as text and JSON.
enum AccountOutput {
  static func json(_ funds: Funds) -> JSONText {
    .array(
      funds.accounts.map { state in
        let account = state.account
        return .fields([
          "name": .string(account.name), "email": .optional(account.email),
          "organization": .optional(account.organization),
          "plan": .optional(account.plan?.rawValue),
          "authority": .string(account.authority.rawValue),
          "billing": .optional(account.billing?.rawValue),
          "currency": .string(account.currency.code),
          "usdRate": account.rate.map { .money(Money(nanos: $0.nanos)) } ?? .null,
          "balance": .money(state.balance.amount), "current": .bool(account.name == funds.current),
        ])
      })
  }

  static func text(_ funds: Funds) -> String {
    guard !funds.accounts.isEmpty else { return MoneyFault.noAccounts.description }
    let heading = ["account", "balance", "kept by", "plan", "billing", "e-mail"]
    let rows = funds.accounts.map { state in
      let account = state.account
      return [
        (account.name == funds.current ? "* " : "  ") + account.name,
        state.balance.amount?.fullDisplay(in: account.currency) ?? "unknown",
        account.authority == .local ? "Fuelgauge" : "claude.ai", account.plan?.rawValue ?? "-",
        account.billing?.rawValue ?? "-", account.email ?? "-",
      ]
    }
    var table = TextColumns.aligned([heading] + rows)
    table.insert(TextColumns.rule(like: table[0]), at: 1)
    let note =
      funds.current == nil ? ["", "none is the current one; fuelgauge account use NAME"] : []
    return (table + note).joined(separator: "\n")
  }

  static func toolsJSON(_ linkages: [Linkage], current: String?) -> JSONText {
    .array(
      Tool.allCases.map { tool in
        let linkage = linkages.first { $0.tool == tool }
        return .fields([
          "tool": .string(tool.rawValue), "purse": .optional(linkage?.purse?.rawValue),
          "account": .optional(linkage?.account ?? current),
          "accountIsAssumed": .bool(linkage?.account == nil),
        ])
      })
  }

  static func toolsText(_ linkages: [Linkage], current: String?) -> String {
    let heading = ["tool", "paid from", "account"]
    let rows = Tool.allCases.map { tool in
      let linkage = linkages.first { $0.tool == tool }
      return [
        tool.title, linkage?.purse?.rawValue ?? "as the evidence shows",
        linkage?.account ?? current.map { "\($0) (the current one)" } ?? "unknown",
      ]
    }
    var table = TextColumns.aligned([heading] + rows)
    table.insert(TextColumns.rule(like: table[0]), at: 1)
    return table.joined(separator: "\n")
  }
}
