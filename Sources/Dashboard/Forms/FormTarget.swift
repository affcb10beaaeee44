/// Click targets while a form is open.
package enum FormTarget: Equatable, Sendable {
  case proceed, back
  /// One of the two answers: whether it is already done at claude.ai.
  case answer(isDoneThere: Bool)
  case field(FormField.ID)
  case option(FormField.ID, Int)
  /// Does nothing; what is under the form cannot be clicked.
  case beside
}
