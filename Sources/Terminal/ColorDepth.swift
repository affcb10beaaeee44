/// How many colours to use.
package enum ColorDepth: String, CaseIterable, Comparable, Sendable {
  /// No colours; bold, dim, underline and reverse remain.
  case none
  /// The 16 colours of the terminal's palette.
  case ansi16 = "16"
  /// Also the 6×6×6 cube and 24 greys.
  case palette256 = "256"
  /// Red, green and blue with 8 bits each.
  case truecolor = "true"

  /// Fewer colours come first.
  package static func < (left: ColorDepth, right: ColorDepth) -> Bool {
    left.rank < right.rank
  }

  private var rank: Int { ColorDepth.allCases.firstIndex(of: self) ?? 0 }

  /// What the terminal probably supports.
  ///
  /// - Parameters:
  ///   - environment: `NO_COLOR` (not empty), `COLORTERM`, `TERM` and `TMUX` are used.
  ///   - requested: What the user asked for; overrides the environment.
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

  /// Terminals with truecolor in every version, even if ssh has dropped `COLORTERM`.
  private static let alwaysTruecolor = [
    "xterm-kitty", "xterm-ghostty", "alacritty", "foot", "wezterm", "contour", "xterm-direct",
  ]

  /// Terminals that accept xterm's colour sequences.
  private static let xtermLike = [
    "xterm", "tmux", "rxvt", "konsole", "gnome", "vte", "st-", "iterm", "mintty", "putty", "mlterm",
    "eterm",
  ]

  /// `COLORTERM` is inherited from the outer terminal. Tmux, which by default calls itself "screen", translates
  /// direct colours; GNU screen does not.
  private static func understandsDirectColor(
    _ term: String, _ environment: [String: String]
  ) -> Bool {
    if term.hasPrefix("screen") { return environment["TMUX"]?.isEmpty == false }
    return xtermLike.contains(where: term.hasPrefix)
  }
}
