import Advice
import Canvas
import Ledger
import Values

/// Accounts and tool linkage, as text and JSON.
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
          "online": online(state),
        ])
      })
  }

  /// Null if online readings are off.
  private static func online(_ state: AccountState) -> JSONText {
    guard state.account.isOnline else { return .null }
    let online = state.observed.online ?? OnlineState()
    return .fields([
      "askedAt": .time(online.askedAt), "answeredAt": .time(online.answeredAt),
      "nextAt": .time(online.askedAt == nil ? nil : online.nextAt),
      "failure": .optional(online.failure?.kind.rawValue),
      "reason": .optional(online.failure?.reason),
    ])
  }

  static func text(_ funds: Funds, at now: Instant) -> String {
    guard !funds.accounts.isEmpty else { return MoneyFault.noAccounts.description }
    let heading = ["account", "balance", "kept by", "plan", "billing", "online", "e-mail"]
    let rows = funds.accounts.map { state in
      let account = state.account
      return [
        (account.name == funds.current ? "* " : "  ") + account.title,
        state.balance.amount?.fullDisplay(in: account.currency) ?? "unknown",
        account.authority.keeper, account.plan?.rawValue ?? "-",
        account.billing?.rawValue ?? "-",
        account.isOnline ? state.observed.online?.failure?.title ?? "on" : "off",
        account.email ?? "-",
      ]
    }
    var table = TextColumns.aligned([heading] + rows)
    table.insert(TextColumns.rule(like: table[0]), at: 1)
    let asked = funds.accounts.filter(\.account.isOnline).map { state in
      "\(state.account.name) online: "
        + (state.observed.online?.sentence(at: now) ?? "not asked yet")
    }
    let note =
      funds.current == nil
      ? ["", "there is no current account; choose one with fuelgauge account use NAME"] : []
    return (table + (asked.isEmpty ? [] : [""] + asked) + note).joined(separator: "\n")
  }

  static func toolsJSON(_ tools: [ToolLinkage]) -> JSONText {
    .array(
      tools.map { tool in
        .fields([
          "tool": .string(tool.tool.rawValue), "purse": .optional(tool.purse?.rawValue),
          "latestPurse": .optional(tool.lastPurse?.rawValue),
          "basis": .optional(tool.purse == nil ? tool.lastBasis?.rawValue : Basis.proven.rawValue),
          "account": .optional(tool.account), "evidence": .string(tool.evidence.rawValue),
          "accountIsAssumed": .bool(tool.evidence == .assumed),
          "credential": .optional(tool.credential?.name), "file": .optional(tool.file),
          "since": .time(tool.since), "probablyExtraSince": .time(tool.extraSince),
        ])
      })
  }

  static func toolsText(_ tools: [ToolLinkage]) -> String {
    let heading = ["tool", "paid from", "basis", "account", "source"]
    let rows = tools.map { tool in
      [
        tool.tool.title, tool.paidBy, tool.paidByReason, tool.account ?? "unknown", evidence(tool),
      ]
    }
    var table = TextColumns.aligned([heading] + rows)
    table.insert(TextColumns.rule(like: table[0]), at: 1)
    return table.joined(separator: "\n")
  }

  private static func evidence(_ tool: ToolLinkage) -> String {
    guard tool.evidence == .login else { return tool.evidenceText() }
    return "\(tool.evidenceText()) since \(tool.since?.rfc3339 ?? "unknown")"
  }
}
