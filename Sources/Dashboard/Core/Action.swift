/// Something the person can do. Keys, key bar and help are all made from this one table.
package struct Action: Sendable {
  /// What it does.
  package enum ID: Equatable, Sendable {
    case nextView, previousView, show(ViewID)
    case up, down, left, right, top, bottom, pageUp, pageDown, open, back
    case filter, sort, reverse, longer, shorter
    case topUp, autoReload, limit, balance, settle, undo, account, online, snooze, export
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
  /// The views it works in.
  package let views: [ViewID]
  /// Whether it leaves its place in the key bar to those that are needed more often.
  package let isRare: Bool

  private init(
    _ id: ID, _ keys: [Key], _ keyText: String, _ label: String,
    in views: [ViewID] = ViewID.allCases, isRare: Bool = false, _ help: String
  ) {
    self.id = id
    self.keys = keys
    self.keyText = keyText
    self.label = label
    self.help = help
    self.views = views
    self.isRare = isRare
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
      Action(.topUp, [.character("t")], "t", "top up", "Add money to the balance."),
      Action(.autoReload, [.character("a")], "a", "reload", "Switch auto-reload on or off."),
      Action(
        .limit, [.character("c")], "c", "limits",
        "Cap what an account or a tool may spend a month or a day."),
      Action(
        .balance, [.character("b")], "b", "balance",
        "Type in the balance that claude.ai/settings/usage shows."),
      Action(
        .settle, [.character("y")], "y", "",
        "Settle what is pending at claude.ai: it is done there, or will not be done."),
      Action(
        .undo, [.character("u")], "u", "undo", isRare: true, "Take the last money action back."),
      Action(
        .account, [.character("w")], "w", "account", isRare: true,
        "Choose the account that everything is about."),
      Action(
        .online, [.character("o")], "o", "online", isRare: true,
        "Let claude.ai be asked for the balance every five minutes, or no longer."),
      Action(
        .snooze, [.character("z")], "z", "snooze", isRare: true,
        "Silence the warning on top for a day."),
      Action(
        .up, [.up, .character("k")], "↑ k", "", "Choose the row above; also with the wheel."),
      Action(.down, [.down, .character("j")], "↓ j", "", "Choose the row below."),
      Action(
        .left, [.left, .character("h")], "← h", "", in: [.tools],
        "Tools: break down by the kind before."),
      Action(
        .right, [.right, .character("l")], "→ l", "breakdown", in: [.tools],
        "Tools: break down by the next kind: models, projects, and so on."),
      Action(
        .left, [.left, .character("h")], "← h", "", in: [.ledger],
        "Ledger: put charges together by day and tool."),
      Action(
        .right, [.right, .character("l")], "→ l", "entries", in: [.ledger],
        "Ledger: show every entry."),
      Action(.top, [.home, .character("g")], "g", "", "Choose the first row."),
      Action(.bottom, [.end, .character("G")], "G", "", "Choose the last row."),
      Action(.pageUp, [.pageUp], "PgUp", "", "Go up by a screenful."),
      Action(.pageDown, [.pageDown], "PgDn", "", "Go down by a screenful."),
      Action(
        .open, [.enter], "Enter", "open",
        "Open what is chosen: a tool, entries, a limit, an account, a point."
      ),
      Action(
        .longer, [.character("+"), .character("=")], "+ -", "time", in: [.overview, .tools],
        "Look over a longer time, and over a shorter one."),
      Action(.shorter, [.character("-")], "", "", in: [.overview, .tools], ""),
      Action(
        .filter, [.character("/")], "/", "filter", in: [.overview, .tools, .ledger],
        "Show only the rows that hold a text."),
      Action(
        .sort, [.character("s")], "s", "sort", in: [.overview, .tools], "Sort by the next column."),
      Action(
        .reverse, [.character("S")], "S", "", in: [.overview, .tools], "Sort the other way round."),
      Action(
        .export, [.character("e")], "e", "export", isRare: true,
        "Write what is shown to a new CSV file."),
      Action(
        .back, [.escape], "Esc", "", "Close the help or a form; show all rows again; choose none."),
      Action(.pause, [.character("p")], "p", "pause", "Hold what is shown; press again to go on."),
      Action(.readAgain, [.character("r")], "r", "read", "Look through all sources now."),
      Action(.theme, [.character("T")], "T", "theme", "Draw in the colours of the next theme."),
      Action(.redraw, [.control("l")], "^L", "", "Draw the whole screen anew."),
      Action(.suspend, [.control("z")], "^Z", "", "Back to the shell; fg returns."),
      Action(.quit, [.character("q"), .control("c")], "q", "quit", "Leave; ^C does so too."),
    ]

  /// Where a key of other views works, in a few words; nil: nowhere.
  static func place(of key: Key) -> String? {
    let titles = all.filter { $0.keys.contains(key) }.flatMap(\.views).map(\.title)
    guard case .character(let character) = key, !titles.isEmpty else { return nil }
    return "\(character) works in \(titles.joined(separator: ", "))"
  }

  /// The action of a key in a view.
  static func of(_ key: Key, in view: ViewID) -> Action? {
    all.first { $0.keys.contains(key) && $0.views.contains(view) }
  }
}
