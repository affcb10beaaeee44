extension Screen {
  /// How a terminal is told to show a notice on the desktop.
  package enum NoticeForm: Sendable {
    /// OSC 9: iTerm2, WezTerm, Ghostty, kitty, Windows Terminal.
    case osc9
    /// OSC 777: rxvt-unicode, foot, Ghostty, VTE of some distributions.
    case osc777
  }

  /// Rings the terminal's bell.
  package func ringBell() { send("\u{7}") }

  /// Asks the terminal to show a notice on the desktop. Terminals that cannot do it ignore it; ones that know
  /// nothing of such sequences are not asked.
  /// - Parameter text: one line that is safe to print.
  package func notify(_ text: String, as form: NoticeForm) {
    guard understandsSequences else { return }
    // A semicolon ends a field of the longer form.
    let plain = text.replacing(";", with: ",")
    let sequence =
      switch form {
      case .osc9: "\u{1b}]9;\(plain)\u{7}"
      case .osc777: "\u{1b}]777;notify;Fuelgauge;\(plain)\u{7}"
      }
    // tmux hands a sequence on only in a wrapping of its own, and where it is set to allow that.
    send(
      terminalName.hasPrefix("tmux")
        ? "\u{1b}Ptmux;\(sequence.replacing("\u{1b}", with: "\u{1b}\u{1b}"))\u{1b}\\" : sequence)
  }
}
