/// How many colours are used.
package enum ColorDepth: String, CaseIterable, Comparable, Sendable {
  /// No colour; bold, dim, underline and reverse remain.
  case none
  /// The 16 colours of the terminal's palette.
  case ansi16 = "16"
  /// The 6×6×6 cube and 24 greys beside them.
  case palette256 = "256"
  /// Red, green and blue of 8 bits each.
  case truecolor = "true"

  /// Fewer colours come first.
  package static func < (left: ColorDepth, right: ColorDepth) -> Bool {
    left.rank < right.rank
  }

  private var rank: Int { ColorDepth.allCases.firstIndex(of: self) ?? 0 }

  /// What the terminal can probably do.
  ///
  /// - Parameters:
  ///   - environment: `NO_COLOR` (not empty), `COLORTERM`, `TERM` and `TMUX` are looked at.
  ///   - requested: What the user asked for; nothing of the environment speaks against it.
  package static func detect(
    environment: [String: String], requested: ColorDepth? = nil
  ) -> ColorDepth {
    if let requested { return requested }
    if environment["NO_COLOR"]?.isEmpty == false { return .none }
    let term = environment["TERM"] ?? ""
    if term == "dumb" { return .none }
    if alwaysTruecolor.contains(where: term.hasPrefix) { return .truecolor }
    let saysTruecolor = ["truecolor", "24bit"].contains(environment["COLORTERM"] ?? "")
    if saysTruecolor, understandsDirectColor(term, environment) { return .truecolor }
    return term.contains("256") ? .palette256 : .ansi16
  }

  /// Terminals that have truecolor in every version, also where ssh has lost `COLORTERM`.
  private static let alwaysTruecolor = [
    "xterm-kitty", "xterm-ghostty", "alacritty", "foot", "wezterm", "contour", "xterm-direct",
  ]

  /// Terminals that take the colour sequences of xterm.
  private static let xtermLike = [
    "xterm", "tmux", "rxvt", "konsole", "gnome", "vte", "st-", "iterm", "mintty", "putty", "mlterm",
    "eterm",
  ]

  /// `COLORTERM` is inherited from the terminal outside. Tmux, which by default calls itself
  /// "screen", translates what it gets; GNU screen does not.
  private static func understandsDirectColor(
    _ term: String, _ environment: [String: String]
  ) -> Bool {
    if term.hasPrefix("screen") { return environment["TMUX"]?.isEmpty == false }
    return xtermLike.contains(where: term.hasPrefix)
  }
}
