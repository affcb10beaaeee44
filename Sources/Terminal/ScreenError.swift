/// Why the screen cannot be used, in words for the user.
package enum ScreenError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Standard output, or every way to read keys, is not a terminal.
  case notATerminal
  /// None of these names has a description on this machine.
  case unknownTerminal(tried: [String])
  /// The terminal of that name prints line by line.
  case cannotMoveCursor(term: String)
  /// The system refused a descriptor or memory.
  case systemRefused
  /// A screen is already open.
  case alreadyOpen

  /// What is wrong and what to do about it.
  package var description: String {
    switch self {
    case .notATerminal:
      return "The dashboard needs a terminal, but its output goes somewhere else. "
        + "Start it without a pipe, or use one of the commands that print."
    case .unknownTerminal(let tried):
      return "No terminal description was found (tried \(tried.joined(separator: ", "))). "
        + "Install the package ncurses-base or set TERM, for example TERM=xterm-256color."
    case .cannotMoveCursor(let term):
      return "The terminal type \"\(term)\" prints line by line and cannot show a dashboard. "
        + "If the terminal can do more, set TERM, for example TERM=xterm-256color."
    case .systemRefused:
      return "The system has no file descriptor or memory left for the terminal. "
        + "Close other programs and try again."
    case .alreadyOpen:
      return "The terminal is already in use by this program."
    }
  }
}
