extension Screen {
  /// The sequence that makes a terminal show a desktop notification.
  package enum NoticeForm: Sendable {
    /// OSC 9: iTerm2, WezTerm, Ghostty, kitty, Windows Terminal.
    case osc9
    /// OSC 777: rxvt-unicode, foot, Ghostty, and VTE in some distributions.
    case osc777
  }

  /// Rings the terminal's bell.
  package func ringBell() { send("\u{7}") }

  /// Asks the terminal to show a desktop notification. Terminals that cannot do it ignore the request. Terminals
  /// that do not understand such sequences are not asked.
  /// - Parameter text: one line that is safe to print.
  package func notify(_ text: String, as form: NoticeForm) {
    guard understandsSequences else { return }
    // A semicolon ends a field in the longer form.
    let plain = text.replacing(";", with: ",")
    let sequence =
      switch form {
      case .osc9: "\u{1b}]9;\(plain)\u{7}"
      case .osc777: "\u{1b}]777;notify;Fuelgauge;\(plain)\u{7}"
      }
    // tmux passes a sequence on only if it is wrapped in tmux's own, and if it is configured to allow that.
    send(
      terminalName.hasPrefix("tmux")
        ? "\u{1b}Ptmux;\(sequence.replacing("\u{1b}", with: "\u{1b}\u{1b}"))\u{1b}\\" : sequence)
  }
}
