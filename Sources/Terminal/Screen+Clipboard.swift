import Foundation
import Glibc

extension Screen {
  /// Asks the terminal to copy a text to the clipboard (OSC 52). Terminals that cannot, or may not, ignore it
  /// silently. Terminals that do not understand such sequences are not asked.
  /// - Returns: Whether it was asked.
  package func copy(_ text: String) -> Bool {
    guard understandsSequences else { return false }
    send("\u{1b}]52;c;\(Data(text.utf8).base64EncodedString())\u{7}")
    return true
  }

  /// Sends bytes around the screen library; they must not move its cursor.
  func send(_ text: String) {
    var left = Array(text.utf8)[...]
    while !left.isEmpty {
      let count = left.withUnsafeBytes { write(output, $0.baseAddress, $0.count) }
      if count < 0, errno != EINTR { return }
      left = left.dropFirst(max(0, count))
    }
  }
}

extension TerminalName {
  /// Prefixes of the names of terminals that ignore unknown sequences.
  private static let lenient = [
    "xterm", "tmux", "screen", "alacritty", "foot", "rxvt", "konsole", "kitty", "wezterm", "vte",
    "gnome", "iterm", "ghostty", "contour", "mintty", "st-",
  ]

  /// Whether a terminal with that name ignores unknown sequences.
  static func isLenient(_ term: String) -> Bool { lenient.contains { term.hasPrefix($0) } }
}
