/// A key, as far as the dashboard distinguishes keys.
package enum Key: Hashable, Sendable {
  case character(Character)
  case control(Character)
  case enter, escape, tab, backTab, backspace
  case up, down, left, right
  case home, end, pageUp, pageDown
  /// Any key with no meaning here.
  case other
}

/// What the mouse did.
package enum MouseAction: Equatable, Sendable {
  /// The left button went down.
  case press
  case wheelUp, wheelDown
}
