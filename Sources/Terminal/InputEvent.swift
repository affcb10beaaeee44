/// Something the user did.
package enum InputEvent: Equatable, Hashable, Sendable {
  /// A letter, digit, symbol or space: one scalar, with capitals as typed.
  case character(Character)
  /// Enter or ^J.
  case enter
  /// Escape alone; with a key that follows within 25 ms it is `alt`.
  case escape
  /// Tab, and Tab with Shift.
  case tab, backTab
  /// The arrows.
  case up, down, left, right
  /// The keys above the arrows.
  case home, end, pageUp, pageDown
  /// Delete before the cursor (also ^H), and at the cursor.
  case backspace, delete
  /// A letter with Control, in lower case: `control("c")`.
  case control(Character)
  /// A character with Alt, so that it is not confused with the character alone.
  case alt(Character)
  /// F1, F2 and so on, from 1.
  case function(Int)
  /// A mouse button or the wheel.
  case mouse(MouseEvent)
  /// Text that the terminal reports as pasted: any text, with its line breaks. A long one is cut to its beginning.
  case paste(String)
}

/// The events from one read of the terminal, and the pause before it: the only way to tell typing from pasting in a
/// terminal that does not mark pastes.
package struct InputRead: Equatable, Sendable {
  /// In order; never empty.
  package let events: [InputEvent]
  /// How long nothing had arrived before. Zero if the input arrived before the results of the previous read were
  /// processed and shown.
  package let quiet: Duration

  /// Creates the result of a read.
  package init(_ events: [InputEvent], after quiet: Duration) {
    self.events = events
    self.quiet = quiet
  }
}
