/// What keys do.
extension DashboardModel {
  mutating func press(_ key: Key, _ typing: Typing) -> [DashboardEffect] {
    isTyped(key, typing) ? act(on: key, typing) : []
  }

  /// What a key does that counts.
  mutating func act(on key: Key, _ typing: Typing) -> [DashboardEffect] {
    if form != nil { return pressInForm(key, typing) }
    if isFiltering, let effects = typeFilter(key) { return effects }
    guard let action = Action.of(key, in: view) else {
      if let place = Action.place(of: key) { tell(place) }
      return []
    }
    if showsHelp, key != .control("c"), let effects = scrollHelp(action.id) { return effects }
    if action.id == .open, view.pane.actsOnOpen(self), !typing.isApart {
      tell(DashboardModel.enterAmongKeys)
      return []
    }
    return carryOut(action)
  }

  /// The text that rows are filtered by in the present view.
  var filter: String {
    get { view.pane.filter.map { self[keyPath: $0] } ?? "" }
    set { if let path = view.pane.filter { self[keyPath: path] = newValue } }
  }

  /// Nil for keys that do what they always do.
  private mutating func typeFilter(_ key: Key) -> [DashboardEffect]? {
    switch key {
    case .character(let character):
      if filter.count < DashboardModel.longestFilter { filter.append(character) }
    case .backspace: _ = filter.popLast()
    case .control("u"): filter = ""
    case .enter: isFiltering = false
    case .escape:
      filter = ""
      isFiltering = false
    case .tab, .backTab:
      isFiltering = false
      return nil
    default: return nil
    }
    return []
  }

  /// With the help open, arrows move it, and what leaves it does not leave the program.
  mutating func scrollHelp(_ action: Action.ID) -> [DashboardEffect]? {
    let lines = HelpPanel.lines(self)
    let height = HelpPanel.height(self)
    func scroll(by steps: Int) {
      helpScroll = min(max(0, (helpScroll ?? 0) + steps), max(0, lines - height))
    }
    switch action {
    case .up: scroll(by: -1)
    case .down: scroll(by: 1)
    case .pageUp: scroll(by: -height)
    case .pageDown: scroll(by: height)
    case .top: scroll(by: -lines)
    case .bottom: scroll(by: lines)
    case .back, .open, .help: helpScroll = nil
    case .quit: helpScroll = nil
    case .show, .nextView, .previousView:
      helpScroll = nil
      return nil
    case .redraw, .suspend, .theme: return nil
    default: break
    }
    return []
  }

  /// Chooses the row so many places from the chosen one.
  mutating func choose(_ steps: Int) {
    view.pane.step(steps, &self, in: ScreenLayout(self).view)
  }

  /// Chooses the row so many screenfuls from the chosen one.
  mutating func choosePage(_ pages: Int) {
    let rect = ScreenLayout(self).view
    view.pane.step(pages * view.pane.rowsInSight(self, in: rect), &self, in: rect)
  }

  /// One step back out of what is shown.
  mutating func goBack() {
    if filter.isEmpty { view.pane.back(&self) } else { filter = "" }
  }
}
