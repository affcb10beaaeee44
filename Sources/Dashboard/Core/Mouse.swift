/// What the mouse does: a click on something does what its key does.
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
    case .action(let action):
      return (showsHelp ? scrollHelp(action) : nil) ?? perform(action)
    case .form(let target): return clickInForm(target, typing)
    case .grouping(let isGrouped): group(isGrouped)
    case .ledgerRow(let row):
      if ledger.selected == row { return perform(.open) }
      ledger.selected = row
    case .limitRow(let row):
      if limits.list.selected == row { return perform(.open) }
      limits.list.selected = row
    case .accountRow(let name):
      if accounts.selected == name { return perform(.open) }
      accounts.selected = name
    case .checkupRow(let id):
      if chosenPoint?.id == id { return perform(.open) }
      checkup.selected = id
    case .chart(let window):
      chart = window
      return [.readSnapshot]
    case .period(let period): tools.period = period
    case .dimension(let dimension): show(dimension)
    case .overviewColumn(let column): clickHeading(column)
    case .toolsColumn(let column): clickHeading(column)
    case .overviewRow(let tool):
      if overview.selected == tool { return perform(.open) }
      overview.selected = tool
    case .toolsRow(let row):
      if tools.list.selected == row { return perform(.open) }
      tools.list.selected = row
    }
    return []
  }
}
