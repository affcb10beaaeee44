/// Something the person can do. Keys, key bar and help are all made from this one table.
package struct Action: Sendable {
  /// What it does.
  package enum ID: Equatable, Sendable {
    case nextView, previousView, show(ViewID)
    case up, down, left, right, top, bottom, pageUp, pageDown, open, back
    case filter, sort, reverse, longer, shorter
    case theme, pause, readAgain, help, redraw, suspend, quit
  }

  package let id: ID
  /// The keys that do it.
  package let keys: [Key]
  /// The keys as they are shown.
  package let keyText: String
  /// A word or two for the key bar; empty: it is not in the bar.
  package let label: String
  /// A sentence for the help.
  package let help: String
  /// The only view it works in; nil: it works everywhere.
  package let view: ViewID?

  private init(
    _ id: ID, _ keys: [Key], _ keyText: String, _ label: String, in view: ViewID? = nil,
    _ help: String
  ) {
    self.id = id
    self.keys = keys
    self.keyText = keyText
    self.label = label
    self.help = help
    self.view = view
  }

  /// All of them, in the order they are shown.
  package static let all: [Action] =
    [
      Action(.help, [.character("?")], "?", "help", "Explain the keys and the signs."),
      Action(.nextView, [.tab], "Tab", "views", "Go to the next view; Shift-Tab goes back."),
      Action(.previousView, [.backTab], "", "", ""),
    ]
    + ViewID.allCases.map { view in
      Action(
        .show(view), [.character(view.digit)], String(view.digit), "",
        "Go to the view \(view.title).")
    } + [
      Action(
        .up, [.up, .character("k")], "↑ k", "", "Choose the row above; also with the wheel."),
      Action(.down, [.down, .character("j")], "↓ j", "", "Choose the row below."),
      Action(
        .left, [.left, .character("h")], "← h", "", in: .tools,
        "Break down by the kind before."),
      Action(
        .right, [.right, .character("l")], "→ l", "breakdown", in: .tools,
        "Break down by the next kind: models, projects, and so on."),
      Action(.top, [.home, .character("g")], "g", "", "Choose the first row."),
      Action(.bottom, [.end, .character("G")], "G", "", "Choose the last row."),
      Action(.pageUp, [.pageUp], "PgUp", "", "Go up by a screenful."),
      Action(.pageDown, [.pageDown], "PgDn", "", "Go down by a screenful."),
      Action(
        .open, [.enter], "Enter", "open",
        "Overview: see what a tool is made of. Tools: fold or unfold it."),
      Action(
        .longer, [.character("+"), .character("=")], "+ -", "time",
        "Look over a longer time, and over a shorter one."),
      Action(.shorter, [.character("-")], "", "", ""),
      Action(
        .filter, [.character("/")], "/", "filter", "Show only the rows that hold a text."),
      Action(.sort, [.character("s")], "s", "sort", "Sort by the next column."),
      Action(.reverse, [.character("S")], "S", "", "Sort the other way round."),
      Action(
        .back, [.escape], "Esc", "", "Close the help; show all rows again; choose none."),
      Action(.pause, [.character("p")], "p", "pause", "Stop the picture; press again to go on."),
      Action(.readAgain, [.character("r")], "r", "read", "Look through all sources now."),
      Action(.theme, [.character("T")], "T", "theme", "Draw in the colours of the next theme."),
      Action(.redraw, [.control("l")], "^L", "", "Draw the whole screen anew."),
      Action(.suspend, [.control("z")], "^Z", "", "Back to the shell; fg returns."),
      Action(.quit, [.character("q"), .control("c")], "q", "quit", "Leave; ^C does so too."),
    ]

  /// The action of a key in a view.
  static func of(_ key: Key, in view: ViewID) -> Action? {
    all.first { $0.keys.contains(key) && ($0.view == nil || $0.view == view) }
  }
}
