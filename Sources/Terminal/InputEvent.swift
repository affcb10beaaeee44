/// Something the user did.
package enum InputEvent: Equatable, Hashable, Sendable {
  /// A letter, digit, sign or blank; one scalar, capital letters as such.
  case character(Character)
  /// Enter or ^J.
  case enter
  /// Escape alone; together with a key that follows within 25 ms it is `alt`.
  case escape
  /// Tab, and Tab with Shift.
  case tab, backTab
  /// The arrows.
  case up, down, left, right
  /// The keys above the arrows.
  case home, end, pageUp, pageDown
  /// Deletes before the cursor (^H too), and at it.
  case backspace, delete
  /// A letter with Control, in lower case: `control("c")`.
  case control(Character)
  /// A character with Alt, so that it is not taken for the character alone.
  case alt(Character)
  /// F1, F2 and so on, from 1.
  case function(Int)
  /// A mouse button or the wheel.
  case mouse(MouseEvent)
  /// Text that was put in rather than typed, as the terminal says: any text, with its line breaks. Of a
  /// long one only the beginning.
  case paste(String)
}

/// What one read of the terminal has brought, and after which pause: all that tells typing from pasted
/// text in a terminal that does not mark it.
package struct InputRead: Equatable, Sendable {
  /// In order, and never none.
  package let events: [InputEvent]
  /// How long nothing had come before. Zero where it came before all that the read before had led to was
  /// done and shown.
  package let quiet: Duration

  /// What a read has brought.
  package init(_ events: [InputEvent], after quiet: Duration) {
    self.events = events
    self.quiet = quiet
  }
}
