/// What a click does while a form is open.
package enum FormTarget: Equatable, Sendable {
  case proceed, back
  /// Whether it has been done at claude.ai already.
  case answer(isDoneThere: Bool)
  case field(FormField.ID)
  case option(FormField.ID, Int)
  /// Nothing: what lies under the form waits until it is closed.
  case beside
}
