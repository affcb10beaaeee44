/// Mouse handling: clicking something does what its key does.
extension DashboardModel {
  mutating func point(
    _ action: MouseAction, row: Int, column: Int, _ typing: Typing
  ) -> [DashboardEffect] {
    switch action {
    case .wheelUp: return act(on: .up, .apart)
    case .wheelDown: return act(on: .down, .apart)
    case .press:
      guard let target = Dashboard.view(self).target(row: row, column: column) else {
        helpScroll = nil
        return []
      }
      isFiltering = false
      return click(target, typing)
    }
  }

  private mutating func click(
    _ target: Frame.Target, _ typing: Typing
  ) -> [DashboardEffect] {
    switch target {
    case .action(let action): return perform(action)
    case .form(let target): return clickInForm(target, typing)
    case .row(let index): return view.pane.clickRow(index, &self)
    case .heading(let index): view.pane.clickHeading(index, &self)
    case .option(let index, let choice): view.pane.clickOption(index, of: choice, &self)
    }
    return []
  }
}
