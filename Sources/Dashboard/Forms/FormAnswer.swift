import Advice
import Ledger
import Values

/// What a form's input amounts to.
package enum FormAnswer: Equatable {
  /// Something is missing; with a request for it.
  case incomplete(FormField.ID?, String)
  /// A field is invalid.
  case wrong(FormField.ID)
  case action(MoneyAction)
  /// Make this the current account.
  case account(String)
  /// Turn online readings on or off.
  case online(Bool)
  /// Just close the form.
  case nothing
}

extension Form {
  /// What its input amounts to for an account.
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

  /// The amount typed into a field; nil if it is empty or invalid.
  func money(_ id: FormField.ID) -> Money? {
    if case .money(let money)? = self[id]?.reading { money } else { nil }
  }

  /// An action with the typed amount; if there is none, asks for it.
  func withAmount(_ action: (Money) -> MoneyAction) -> FormAnswer {
    money(.amount).map { .action(action($0)) } ?? .incomplete(.amount, "type an amount first")
  }

  /// The largest amount above ``Ledger/Amount/confirmedTwiceAbove``, which must be typed again; nil if there is
  /// none.
  var amountToRetype: FormField? {
    func size(_ field: FormField) -> Money {
      if case .money(let money) = field.reading { money } else { .zero }
    }
    let typed = shownFields.filter { size($0) > Amount.confirmedTwiceAbove }
    return typed.max { size($0) < size($1) }
  }
}
