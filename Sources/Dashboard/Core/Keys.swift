import Values

/// Key handling.
extension DashboardModel {
  mutating func press(_ key: Key, _ typing: Typing) -> [DashboardEffect] {
    isTyped(key, typing) ? act(on: key, typing) : []
  }

  /// Handles a key that was not mistaken for pasted text.
  mutating func act(on key: Key, _ typing: Typing) -> [DashboardEffect] {
    // ^C always quits.
    if key == .control("c") { return [.quit] }
    if form != nil { return pressInForm(key, typing) }
    if isFiltering, let effects = typeFilter(key) { return effects }
    guard let action = Action.of(key, in: view) else {
      if let place = Action.place(of: key) { tell(place) }
      return []
    }
    if action.id == .open, !showsHelp, view.pane.actsOnOpen(self), !typing.isApart {
      tell(DashboardModel.enterAmongKeys)
      return []
    }
    return carryOut(action)
  }

  /// The current view's filter.
  var filter: String {
    get { view.pane.filter.map { self[keyPath: $0] } ?? "" }
    set { if let path = view.pane.filter { self[keyPath: path] = newValue } }
  }

  /// Returns nil for keys that keep their usual meaning.
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

  /// Moves the selection by some rows; with the help open, scrolls it.
  mutating func choose(_ steps: Int) {
    if showsHelp { return scrollHelp(by: steps) }
    view.pane.step(steps, &self, in: ScreenLayout(self).view)
  }

  /// Moves the selection by some pages; with the help open, scrolls it.
  mutating func choosePage(_ pages: Int) {
    if showsHelp { return scrollHelp(by: pages * HelpPanel.height(self)) }
    let rect = ScreenLayout(self).view
    view.pane.step(pages * view.pane.rowsInSight(self, in: rect), &self, in: rect)
  }

  private mutating func scrollHelp(by steps: Int) {
    let last = max(0, HelpPanel.lines(self) - HelpPanel.height(self))
    helpScroll = min(max(0, (helpScroll ?? 0).addingClamped(steps)), last)
  }

  /// Clears the filter, or else goes one step back in the view.
  mutating func goBack() {
    if filter.isEmpty { view.pane.back(&self) } else { filter = "" }
  }
}
