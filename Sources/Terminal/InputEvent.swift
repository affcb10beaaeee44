import CCurses

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
}

/// What the mouse did, and where.
package struct MouseEvent: Equatable, Hashable, Sendable {
  /// What was moved.
  package enum Kind: Equatable, Hashable, Sendable {
    /// A button went down.
    case press
    /// The wheel turned away from the user, or towards him.
    case wheelUp, wheelDown
  }

  /// What was moved.
  package let kind: Kind
  /// Counted from 0 at the top.
  package let row: Int
  /// Counted from 0 at the left.
  package let column: Int
  /// 1 left, 2 middle, 3 right; 0 for the wheel.
  package let button: Int

  /// An event of the mouse.
  package init(_ kind: Kind, row: Int, column: Int, button: Int = 1) {
    self.kind = kind
    self.row = row
    self.column = column
    self.button = button
  }
}

extension InputEvent {
  /// The event the C floor has read; nil for what has no meaning here.
  init?(_ event: fg_event) {
    switch Int(event.kind) {
    case FG_EVENT_CHARACTER: self.init(event.value, InputEvent.character)
    case FG_EVENT_CONTROL: self.init(event.value, InputEvent.control)
    case FG_EVENT_ALT: self.init(event.value, InputEvent.alt)
    case FG_EVENT_FUNCTION: self = .function(Int(event.value))
    case FG_EVENT_KEY: self.init(key: Int(event.value))
    case FG_EVENT_PRESS: self = .mouse(MouseEvent(.press, event))
    case FG_EVENT_WHEEL_UP: self = .mouse(MouseEvent(.wheelUp, event))
    case FG_EVENT_WHEEL_DOWN: self = .mouse(MouseEvent(.wheelDown, event))
    default: return nil
    }
  }

  private init?(_ value: UInt32, _ make: (Character) -> InputEvent) {
    guard let scalar = Unicode.Scalar(value) else { return nil }
    self = make(Character(scalar))
  }

  private init?(key: Int) {
    switch key {
    case FG_KEY_ENTER: self = .enter
    case FG_KEY_ESCAPE: self = .escape
    case FG_KEY_TAB: self = .tab
    case FG_KEY_BACK_TAB: self = .backTab
    case FG_KEY_UP: self = .up
    case FG_KEY_DOWN: self = .down
    case FG_KEY_LEFT: self = .left
    case FG_KEY_RIGHT: self = .right
    case FG_KEY_HOME: self = .home
    case FG_KEY_END: self = .end
    case FG_KEY_PAGE_UP: self = .pageUp
    case FG_KEY_PAGE_DOWN: self = .pageDown
    case FG_KEY_BACKSPACE: self = .backspace
    case FG_KEY_DELETE: self = .delete
    default: return nil
    }
  }
}

extension MouseEvent {
  fileprivate init(_ kind: Kind, _ event: fg_event) {
    self.init(
      kind, row: Int(event.row), column: Int(event.column), button: Int(event.button))
  }
}
