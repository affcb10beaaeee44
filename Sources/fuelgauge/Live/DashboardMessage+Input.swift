import Dashboard
import Terminal

extension DashboardMessage {
  /// The messages for one read of the terminal, in order.
  static func all(of read: InputRead) -> [DashboardMessage] {
    // A ^C after a key does not make it pasted text.
    let isAlone = read.events.count { $0 != .control("c") } <= 1
    let isMouseAlone = read.events.allSatisfy { if case .mouse = $0 { true } else { false } }
    var typing = Typing(
      after: Int64(read.quiet / .milliseconds(1)), isAlone: isAlone || isMouseAlone,
      keys: read.events.compactMap(Key.init))
    var messages: [DashboardMessage] = []
    for event in read.events {
      if let key = Key(event) {
        messages.append(.keyPressed(key, typing))
        typing.index += 1
      } else if case .paste(let text) = event {
        messages.append(.pasted(text))
      } else if case .mouse(let event) = event, let action = MouseAction(event) {
        messages.append(.mouse(action, row: event.row, column: event.column, typing))
      }
    }
    return messages
  }
}

extension Key {
  /// The key of an input event; nil for events other than keys.
  init?(_ event: InputEvent) {
    switch event {
    case .character(let character): self = .character(character)
    case .control(let character): self = .control(character)
    case .enter: self = .enter
    case .escape: self = .escape
    case .tab: self = .tab
    case .backTab: self = .backTab
    case .backspace: self = .backspace
    case .up: self = .up
    case .down: self = .down
    case .left: self = .left
    case .right: self = .right
    case .home: self = .home
    case .end: self = .end
    case .pageUp: self = .pageUp
    case .pageDown: self = .pageDown
    case .delete, .alt, .function: self = .other
    case .mouse, .paste: return nil
    }
  }
}

extension MouseAction {
  /// The action of a mouse event; nil for buttons without a meaning here.
  init?(_ event: MouseEvent) {
    switch event.kind {
    case .wheelUp: self = .wheelUp
    case .wheelDown: self = .wheelDown
    case .press:
      guard event.button == 1 else { return nil }
      self = .press
    }
  }
}
