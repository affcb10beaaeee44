import Advice
import Ledger
import Values

/// What a form says so far.
enum FormAnswer: Equatable {
  /// Something is missing: a sentence that asks for it.
  case incomplete(FormField.ID?, String)
  /// A field holds what cannot be used.
  case wrong(FormField.ID)
  case action(MoneyAction)
  /// This account is to be the current one.
  case account(String)
  /// claude.ai is to be asked for readings, or no longer.
  case online(Bool)
  /// There is nothing to do but to close it.
  case nothing
}

extension Form {
  /// What it says about an account.
  func answer(about state: AccountState) -> FormAnswer {
    let given = given(about: state)
    if isDoneThere, case .action(let action) = given, let wish = action.wish(about: state.account) {
      return .action(.count(wish))
    }
    return given
  }

  private func given(about state: AccountState) -> FormAnswer {
    if let wrong = shownFields.first(where: { $0.fault != nil }) { return .wrong(wrong.id) }
    switch kind {
    case .topUp:
      guard chosen(.decision) == 0 else {
        guard pending.indices.contains(chosen(.entry)) else { return .nothing }
        return settle(pending[chosen(.entry)], isDone: chosen(.decision) == 1)
      }
      return withAmount { .topUp($0) }
    case .pending(let id): return settle(id, isDone: chosen(.decision) == 0)
    case .settle:
      guard pending.indices.contains(chosen(.entry)) else { return .nothing }
      return settle(pending[chosen(.entry)], isDone: chosen(.decision) == 0)
    case .autoReload: return autoReloadAnswer(state)
    case .limit: return limitAnswer(state)
    case .balance: return withAmount { .setBalance($0) }
    case .undo(let entry): return .action(.undo(entry: entry))
    case .account:
      guard case .list(let rows)? = self[.account]?.content,
        rows.indices.contains(chosen(.account)), let name = rows[chosen(.account)].first
      else { return .nothing }
      return .account(name)
    case .online(let isOn): return .online(isOn)
    case .managed: return .nothing
    }
  }

  private func settle(_ id: Int64, isDone: Bool) -> FormAnswer {
    .action(isDone ? .confirm(pending: id) : .cancel(pending: id))
  }

  private func amount(_ id: FormField.ID) -> Money? {
    if case .money(let money)? = self[id]?.reading { money } else { nil }
  }

  private func withAmount(_ action: (Money) -> MoneyAction) -> FormAnswer {
    amount(.amount).map { .action(action($0)) } ?? .incomplete(.amount, "type an amount first")
  }

  private func autoReloadAnswer(_ state: AccountState) -> FormAnswer {
    var settings = state.autoReload.settings ?? .initial
    settings.isOn = chosen(.state) == 0
    guard settings.isOn else { return .action(.setAutoReload(settings)) }
    guard let below = amount(.below) else {
      return .incomplete(.below, "say below which balance it reloads")
    }
    guard let add = amount(.add) else { return .incomplete(.add, "say how much it adds") }
    settings = AutoReload.Settings(
      isOn: true, below: below, add: add, monthlyMax: amount(.maximum))
    if let most = settings.monthlyMax, most < add {
      return .incomplete(.maximum, "with a monthly maximum below what it adds it never reloads")
    }
    return .action(.setAutoReload(settings))
  }

  private func limitAnswer(_ state: AccountState) -> FormAnswer {
    let isCleared = chosen(.change) == 1
    if chosen(.keeper) == 1 {
      return isCleared ? .action(.wishCap(nil)) : withAmount { .wishCap($0) }
    }
    let scope = chosen(.scope)
    let tool = scope == 0 ? nil : Tool.allCases[scope - 1]
    let period: Limit.Period = chosen(.period) == 0 ? .month : .day
    guard isCleared else {
      return withAmount { .setLimit(tool: tool, period: period, amount: $0) }
    }
    guard state.ownLimit(tool: tool, period: period) != nil else {
      return .incomplete(.change, "there is no such limit to clear")
    }
    return .action(.clearLimit(tool: tool, period: period))
  }

  /// The largest amount that was typed, which has to be typed again where it is above
  /// ``Ledger/Amount/confirmedTwiceAbove``; nil: none is.
  var amountToRetype: FormField? {
    func size(_ field: FormField) -> Money {
      if case .money(let money) = field.reading { money } else { .zero }
    }
    let typed = shownFields.filter { size($0) > Amount.confirmedTwiceAbove }
    return typed.max { size($0) < size($1) }
  }
}
