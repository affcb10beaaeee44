import Advice
import Ledger
import Values

/// Sets or clears a limit of an account or tool that Fuelgauge keeps, or the cap at claude.ai.
package struct LimitForm: FormRules {
  /// The initial form.
  /// - Parameter limit: a limit to start with.
  static func form(about state: AccountState, startingWith limit: Limit?) -> Form {
    let decimals = state.account.currency.decimals
    var fields: [FormField] = []
    if state.account.authority == .claude {
      // If claude.ai's own cap refuses requests, a limit of Fuelgauge's would change nothing.
      let isClaudes = limit.map { $0.source == .claude } ?? state.refused.isByCap
      fields.append(
        .choice(
          .keeper, "kept by", [Limit.Source.fuelgauge, .claude].map(\.keeper),
          chosen: isClaudes ? 1 : 0))
    }
    let scope = limit?.tool.flatMap { Tool.allCases.firstIndex(of: $0) }.map { $0 + 1 } ?? 0
    fields += [
      .choice(.scope, "for", ["whole account"] + Tool.allCases.map(\.title), chosen: scope),
      .choice(.period, "per", ["month", "day"], chosen: limit?.period == .day ? 1 : 0),
      .choice(
        .counts, "counts", ["all it uses", "what it draws"],
        chosen: limit?.tool != nil && limit?.counts == .drawn ? 1 : 0),
      .choice(.change, "action", ["set", "clear"]),
      .amount(
        .amount, "amount", FormField.Rule(decimals: decimals, mayBeZero: true),
        text: limit?.amount.typed(decimals: decimals) ?? ""),
    ]
    return Form(LimitForm(), account: state.account.name, fields: fields)
  }

  package func title(of state: AccountState) -> String { "limits of \(state.account.name)" }

  /// A field already says who keeps it.
  package func note(about state: AccountState) -> String { "" }

  package func facts(
    _ form: Form, about state: AccountState, _ action: MoneyAction?, days: CivilDays, now: Instant
  ) -> [String] { instruction(action, about: state) ?? [] }

  package func shows(_ field: FormField.ID, in form: Form) -> Bool {
    switch field {
    case .scope, .period: form.chosen(.keeper) == 0
    case .counts:
      form.chosen(.keeper) == 0 && form.chosen(.scope) != 0 && form.chosen(.change) == 0
    case .amount: form.chosen(.change) == 0
    default: true
    }
  }

  package func answer(_ form: Form, about state: AccountState) -> FormAnswer {
    let isCleared = form.chosen(.change) == 1
    if form.chosen(.keeper) == 1 {
      return isCleared ? .action(.wishCap(nil)) : form.withAmount { .wishCap($0) }
    }
    let scope = form.chosen(.scope)
    let tool = scope == 0 ? nil : Tool.allCases[scope - 1]
    let period: Limit.Period = form.chosen(.period) == 0 ? .month : .day
    guard isCleared else {
      let isDrawn = tool != nil && form.chosen(.counts) == 1
      return form.withAmount {
        .setLimit(tool: tool, period: period, amount: $0, isDrawn: isDrawn)
      }
    }
    guard state.ownLimit(tool: tool, period: period) != nil else {
      return .incomplete(.change, "there is no such limit to clear")
    }
    return .action(.clearLimit(tool: tool, period: period))
  }
}

extension FormField.ID {
  package static let keeper = FormField.ID("keeper")
  package static let scope = FormField.ID("scope")
  package static let period = FormField.ID("period")
  package static let counts = FormField.ID("counts")
  package static let change = FormField.ID("change")
}

extension Action.ID {
  static let limit = Action.ID.form("limit")
}

extension Action {
  static let limit = asking(
    .limit, "c", label: "limits", asksAmount: true,
    "Limit what an account or a tool may spend per month or day."
  ) { state, topic in
    let limit: Limit? = if case .limit(let limit) = topic { limit } else { nil }
    return LimitForm.form(about: state, startingWith: limit)
  }
}
