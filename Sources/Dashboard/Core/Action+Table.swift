/// All actions, in display order.
extension Action {
  /// The actions of every view, with those specific to some views in between.
  package static let all: [Action] = {
    var own: [Action] = []
    for action in ViewID.allCases.flatMap(\.pane.keys)
    where !own.contains(where: { $0.id == action.id && $0.help == action.help }) {
      own.append(action)
    }
    return leading + own + trailing
  }()

  /// The actions of one view.
  package static func all(in view: ViewID) -> [Action] { leading + view.pane.keys + trailing }

  /// The actions available in every view.
  static let common = leading + trailing

  private static let leading: [Action] =
    [
      .changing(
        .help, [.character("?")], "?", label: "help", inHelp: .closes,
        "Explain the keys and the signs."
      ) { $0.helpScroll = 0 },
      .changing(
        .nextView, [.tab], "Tab", label: "views", inHelp: .closesAndActs,
        "Go to the next view; Shift-Tab goes back."
      ) { $0.view = $0.view.stepped(by: 1) },
      .changing(.previousView, [.backTab], inHelp: .closesAndActs) {
        $0.view = $0.view.stepped(by: -1)
      },
    ] + views + forms + [.snooze]

  /// A key for each view, described by a single line of help.
  private static let views = ViewID.allCases.enumerated().map { index, view in
    Action.changing(
      .show(view), [.character(view.digit)], index == 0 ? "1 2 3 …" : "", inHelp: .closesAndActs,
      index == 0 ? "Go to a view." : ""
    ) { $0.view = view }
  }

  private static let trailing: [Action] = [
    .changing(
      .up, [.up, .character("k")], "↑ k", inHelp: .acts,
      "Select the row above; the mouse wheel works too."
    ) { $0.choose(-1) },
    .changing(.down, [.down, .character("j")], "↓ j", inHelp: .acts, "Select the row below.") {
      $0.choose(1)
    },
    .changing(.top, [.home, .character("g")], "g", inHelp: .acts, "Select the first row.") {
      $0.choose(.min)
    },
    .changing(.bottom, [.end, .character("G")], "G", inHelp: .acts, "Select the last row.") {
      $0.choose(.max)
    },
    .changing(.pageUp, [.pageUp], "PgUp", inHelp: .acts, "Go up one screen.") {
      $0.choosePage(-1)
    },
    .changing(.pageDown, [.pageDown], "PgDn", inHelp: .acts, "Go down one screen.") {
      $0.choosePage(1)
    },
    Action(
      .export, [.character("e")], "e", label: "export", isRare: true,
      "Export what is shown to a new CSV file.",
      whyNot: { $0.view.pane.canExport($0) ? nil : "there is nothing to export" }
    ) { model in model.view.pane.export(model).map { [.export($0)] } ?? [] },
    .changing(
      .back, [.escape], "Esc", inHelp: .closes,
      "Close the help or a form; clear the filter or the selection."
    ) { $0.goBack() },
    Action(
      .pause, [.character("p")], "p", label: "pause",
      "Pause the screen; press again to resume."
    ) { model in
      model.isPaused.toggle()
      return model.isPaused ? [] : [.readSnapshot]
    },
    Action(
      .readAgain, [.character("r")], "r", label: "read", "Read all sources now."
    ) { model in
      model.tell("reading all sources")
      return [.collect, .readSnapshot]
    },
    Action(
      .theme, [.character("T")], "T", label: "theme", inHelp: .acts,
      "Switch to the next theme."
    ) { _ in [.nextTheme] },
    Action(.redraw, [.control("l")], "^L", inHelp: .acts, "Redraw the screen.") { _ in
      [.redraw]
    },
    Action(.suspend, [.control("z")], "^Z", inHelp: .acts, "Suspend to the shell; fg resumes.") {
      _ in
      [.suspend]
    },
    Action(
      .quit, [.character("q"), .control("c")], "q", label: "quit", inHelp: .closes,
      "Quit; ^C does too."
    ) { _ in [.quit] },
  ]

  /// Names the views in which a key works; nil if none.
  static func place(of key: Key) -> String? {
    let titles = ViewID.allCases.filter { of(key, in: $0) != nil }.map(\.title)
    guard case .character(let character) = key, !titles.isEmpty else { return nil }
    return "\(character) works in \(titles.joined(separator: ", "))"
  }

  /// The action bound to a key in a view.
  static func of(_ key: Key, in view: ViewID) -> Action? {
    all(in: view).first { $0.keys.contains(key) }
  }
}

/// Actions that several views share, each giving them its own meaning.
extension Action {
  /// Enter: opens whatever is selected in the current view.
  static let open = Action(
    .open, [.enter], "Enter", label: "open", inHelp: .closes,
    "Open the selected row."
  ) { $0.view.pane.open(&$0) }

  /// Starts typing a filter for the rows.
  static let filter = Action.changing(
    .filter, [.character("/")], "/", label: "filter", "Show only rows that contain a text."
  ) { $0.isFiltering = true }

  /// Change the time span shown.
  /// - Parameter stretch: moves this many steps towards a longer span.
  static func stretching(
    _ stretch: @escaping @Sendable (Int, inout DashboardModel) -> Void
  ) -> [Action] {
    [
      .changing(
        .longer, [.character("+"), .character("=")], "+ -", label: "time",
        "Show a longer or a shorter time span."
      ) { stretch(1, &$0) },
      .changing(.shorter, [.character("-")]) { stretch(-1, &$0) },
    ]
  }

  /// Change the order of the rows.
  static func sorting(
    byNext: @escaping @Sendable (inout DashboardModel) -> Void,
    reversed: @escaping @Sendable (inout DashboardModel) -> Void
  ) -> [Action] {
    [
      .changing(
        .sort, [.character("s")], "s", label: "sort", "Sort by the next column.", change: byNext),
      .changing(.reverse, [.character("S")], "S", "Reverse the sort order.", change: reversed),
    ]
  }
}
