import Advice
import Ledger
import Values

/// What a form says so far.
package enum FormAnswer: Equatable {
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
    return rules.answer(self, about: state)
  }

  /// What was typed into a field; nil: nothing that can be used.
  func money(_ id: FormField.ID) -> Money? {
    if case .money(let money)? = self[id]?.reading { money } else { nil }
  }

  /// An action with the amount that was typed; without one that is asked for.
  func withAmount(_ action: (Money) -> MoneyAction) -> FormAnswer {
    money(.amount).map { .action(action($0)) } ?? .incomplete(.amount, "type an amount first")
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
