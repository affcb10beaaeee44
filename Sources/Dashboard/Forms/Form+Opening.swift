import Advice
import Ledger
import Values

/// The forms as they open.
extension Form {
  /// Amounts to choose from, in the account's currency.
  static let presets = [5, 10, 25, 50, 100]

  /// Money for an account, and what is pending there.
  static func topUp(_ state: AccountState) -> Form {
    var fields: [FormField] = []
    if !state.pending.isEmpty {
      fields = [
        .choice(.decision, "what", ["add money", "pending: done", "pending: drop"]),
        entries(of: state),
      ]
    }
    fields += [
      .choice(.preset, "add", presets.map(String.init), chosen: nil),
      .amount(.amount, "amount", FormField.Rule(decimals: state.account.currency.decimals)),
    ]
    return Form(
      .topUp, account: state.account.name, fields: fields, pending: state.pending.map(\.id))
  }

  private static func entries(of state: AccountState) -> FormField {
    .choice(
      .entry, "which", state.pending.map { $0.wish.instruction(in: state.account.currency) })
  }

  /// What is pending: the oldest one, or a choice where there are several.
  static func settle(_ state: AccountState) -> Form {
    if let only = state.pending.first, state.pending.count == 1 { return pending(only, of: state) }
    return Form(
      .settle, account: state.account.name,
      fields: [entries(of: state), .choice(.decision, "it is", ["done", "not to be done"])],
      pending: state.pending.map(\.id))
  }

  /// One pending change.
  static func pending(_ change: PendingChange, of state: AccountState) -> Form {
    Form(
      .pending(change.id), account: state.account.name,
      fields: [.choice(.decision, "it is", ["done", "not to be done"])])
  }

  /// Auto-reload, switched over already, so that what follows is seen at once.
  static func autoReload(_ state: AccountState) -> Form {
    let settings = state.autoReload.settings ?? .initial
    let decimals = state.account.currency.decimals
    let rule = FormField.Rule(decimals: decimals)
    return Form(
      .autoReload, account: state.account.name,
      fields: [
        .choice(.state, "auto-reload", ["on", "off"], chosen: settings.isOn ? 1 : 0),
        .amount(.below, "below", rule, text: settings.below.typed(decimals: decimals)),
        .amount(.add, "add", rule, text: settings.add.typed(decimals: decimals)),
        .amount(
          .maximum, "monthly max", FormField.Rule(decimals: decimals, mayBeEmpty: true),
          text: settings.monthlyMax?.typed(decimals: decimals) ?? ""),
      ])
  }

  /// A limit of the account or of a tool.
  /// - Parameter limit: the one that it starts with.
  static func limit(_ state: AccountState, startingWith limit: Limit? = nil) -> Form {
    let decimals = state.account.currency.decimals
    var fields: [FormField] = []
    if state.account.authority == .claude {
      fields.append(
        .choice(
          .keeper, "kept by", ["Fuelgauge", "claude.ai"], chosen: limit?.source == .claude ? 1 : 0))
    }
    let scope = limit?.tool.flatMap { Tool.allCases.firstIndex(of: $0) }.map { $0 + 1 } ?? 0
    fields += [
      .choice(.scope, "for", ["whole account"] + Tool.allCases.map(\.title), chosen: scope),
      .choice(.period, "per", ["month", "day"], chosen: limit?.period == .day ? 1 : 0),
      .choice(.change, "do", ["set", "clear"]),
      .amount(
        .amount, "amount", FormField.Rule(decimals: decimals, mayBeZero: true),
        text: limit?.amount.typed(decimals: decimals) ?? ""),
    ]
    return Form(.limit, account: state.account.name, fields: fields)
  }

  /// What claude.ai shows; without an account it makes one.
  static func balance(account: String?) -> Form {
    let rule = FormField.Rule(decimals: Money.scale, mayBeZero: true)
    return Form(.balance, account: account, fields: [.amount(.amount, "balance", rule)])
  }

  /// The accounts to choose from.
  static func accounts(_ funds: Funds) -> Form {
    let rows = funds.accounts.map { state in
      [
        state.account.name, state.account.email ?? "", state.account.plan?.rawValue ?? "",
        state.balance.amount?.fullDisplay(in: state.account.currency) ?? "unknown",
      ]
    }
    let field = FormField(
      id: .account, label: "", content: .list(rows),
      chosen: funds.accounts.firstIndex { $0.account.name == funds.current } ?? 0)
    return Form(.account, account: nil, fields: [field])
  }
}

extension Money {
  /// As a person would type it: at least the decimals of the currency, and no digit less than there is.
  fileprivate func typed(decimals: Int) -> String {
    var text = rounded(to: Money.scale)
    guard let point = text.firstIndex(of: ".") else { return text }
    let needed = text.index(point, offsetBy: decimals == 0 ? 0 : decimals + 1)
    while text.endIndex > needed, text.last == "0" || text.last == "." { text.removeLast() }
    return text
  }
}
