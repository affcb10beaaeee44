import Advice
import Ledger

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
    // Which account everything is about changes at once.
    if action.id == .open, view == .accounts, accounts.selected != nil, !typing.isApart {
      tell(DashboardModel.enterAmongKeys)
      return []
    }
    return perform(action.id)
  }

  /// Does what an action says.
  mutating func perform(_ action: Action.ID) -> [DashboardEffect] {
    switch action {
    case .quit: return [.quit]
    case .redraw: return [.redraw]
    case .suspend: return [.suspend]
    case .theme: return [.nextTheme]
    case .readAgain:
      tell("looking through all sources")
      return [.collect, .readSnapshot]
    case .help: helpScroll = showsHelp ? nil : 0
    case .nextView: view = view.stepped(by: 1)
    case .previousView: view = view.stepped(by: -1)
    case .show(let wanted): view = wanted
    case .pause:
      isPaused.toggle()
      return isPaused ? [] : [.readSnapshot]
    case .up: choose(-1)
    case .down: choose(1)
    case .pageUp: choose(-listHeight)
    case .pageDown: choose(listHeight)
    case .top: choose(.min)
    case .bottom: choose(.max)
    case .open: return open()
    case .back: back()
    case .left: if view == .ledger { group(true) } else { stepDimension(-1) }
    case .right: if view == .ledger { group(false) } else { stepDimension(1) }
    case .topUp, .autoReload, .limit, .balance, .settle, .undo, .account, .online: openForm(action)
    case .snooze: return snooze()
    case .export:
      guard let export else {
        tell("there is nothing to write")
        return []
      }
      return [.export(export)]
    case .longer: return stretch(1)
    case .shorter: return stretch(-1)
    case .filter: isFiltering = true
    case .sort: sortByNext()
    case .reverse:
      if view == .overview {
        overview.isAscending.toggle()
      } else {
        tools.list.isAscending.toggle()
      }
    }
    return []
  }

  /// The text that rows are filtered by in the present view.
  var filter: String {
    get {
      switch view {
      case .overview: overview.filter
      case .tools: tools.list.filter
      case .ledger: ledger.filter
      case .limits, .accounts, .checkup: ""
      }
    }
    set {
      switch view {
      case .overview: overview.filter = newValue
      case .tools: tools.list.filter = newValue
      case .ledger:
        ledger.filter = newValue
        ledger.forgetPlace()
      case .limits, .accounts, .checkup: break
      }
    }
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

  mutating func choose(_ steps: Int) {
    switch view {
    case .overview:
      overview.selected = overview.stepped(by: steps, in: overviewTools.map(\.tool))
    case .tools:
      tools.list.selected = tools.list.stepped(by: steps, in: ToolsList(self).rows.map(\.id))
    case .ledger: chooseInLedger(steps)
    case .limits: limits.list.selected = limits.list.stepped(by: steps, in: limitRows)
    case .accounts:
      accounts.selected = accounts.stepped(by: steps, in: funds.accounts.map(\.account.name))
    case .checkup:
      var list = checkup
      list.selected = chosenPoint?.id
      checkup.selected = list.stepped(by: steps, in: CheckupPoint.ID.allCases)
    }
  }

  private mutating func open() -> [DashboardEffect] {
    switch view {
    case .overview:
      view = .tools
      guard let tool = overview.selected else { return [] }
      tools.list.filter = ""
      tools.folded = Set(Tool.allCases).subtracting([tool])
      tools.list.selected = .tool(tool)
    case .tools:
      guard let tool = tools.list.selected?.tool else {
        choose(1)
        return []
      }
      if tools.folded.remove(tool) == nil {
        tools.folded.insert(tool)
        tools.list.selected = .tool(tool)
      }
    case .ledger: group(!ledger.isGrouped)
    case .limits: openLimitRow()
    case .accounts:
      guard let name = accounts.selected else {
        choose(1)
        return []
      }
      return useAccount(name)
    case .checkup:
      guard let point = chosenPoint else { return [] }
      checkup.selected = point.id
      guard let key = point.key, let action = Action.of(.character(key), in: view) else {
        tell(point.remedy ?? "nothing is to be done here")
        return []
      }
      return perform(action.id)
    }
    return []
  }

  /// Silences the warning on top for a day.
  private mutating func snooze() -> [DashboardEffect] {
    guard let warning = MoneyBanners(self).warnings.first else {
      tell("there is no warning to silence")
      return []
    }
    let id = warning.id.rawValue
    tell(
      "\(id) is silent for a day; fuelgauge snooze \(id) --for 0m ends that",
      "\(id) is silent for a day")
    return [.snooze(warning.episode), .readSnapshot]
  }

  private mutating func back() {
    if !filter.isEmpty {
      filter = ""
      return
    }
    switch view {
    case .overview: overview.selected = nil
    case .tools where tools.list.selected != nil: tools.list.selected = nil
    case .tools: tools.folded = []
    case .ledger: ledger.forgetPlace()
    case .limits: limits.list.selected = nil
    case .accounts: accounts.selected = nil
    case .checkup: checkup.selected = nil
    }
  }

  private mutating func stepDimension(_ steps: Int) {
    let all = ToolsState.dimensions
    let index = (all.firstIndex(of: tools.dimension) ?? 0) + steps
    guard all.indices.contains(index) else { return }
    show(all[index])
  }

  /// Breaks the tools down by something else.
  mutating func show(_ dimension: UsageDimension) {
    tools.dimension = dimension
    // The text was meant for the rows that are gone now.
    tools.list.filter = ""
    if let column = tools.list.sort, !ToolsColumn.shown(dimension).contains(column) {
      tools.list.sort = .cost
    }
    tools.list.selected = tools.list.selected.map { .tool($0.tool) }
  }

  private mutating func stretch(_ steps: Int) -> [DashboardEffect] {
    switch view {
    case .overview:
      guard let next = steps > 0 ? chart.longer : chart.shorter else { return [] }
      chart = next
      return [.readSnapshot]
    case .tools:
      let all = UsagePeriod.allCases
      let index = (all.firstIndex(of: tools.period) ?? 0) + steps
      if all.indices.contains(index) { tools.period = all[index] }
      return []
    case .ledger, .limits, .accounts, .checkup: return []
    }
  }

  private mutating func sortByNext() {
    func next<Column: Equatable>(_ column: Column?, _ all: [Column]) -> Column? {
      guard let column, let index = all.firstIndex(of: column) else { return all.first }
      return all.indices.contains(index + 1) ? all[index + 1] : nil
    }
    switch view {
    case .overview:
      let seen = ToolTable.columnsInSight(self)
      sort(by: next(overview.sort, OverviewColumn.sortable.filter { seen.contains($0) }))
    case .tools:
      let columns = ToolsView.columnsInSight(self).filter { $0 != .share }
      sort(by: next(tools.list.sort, columns) ?? .cost)
    case .ledger, .limits, .accounts, .checkup: break
    }
  }

  /// Names go from A on, amounts from the largest down.
  private mutating func sort(by column: OverviewColumn?) {
    overview.sort = column
    overview.isAscending = column == .tool
  }

  private mutating func sort(by column: ToolsColumn) {
    tools.list.sort = column
    tools.list.isAscending = column == .name
  }

  /// A click on a heading sorts by it, a second one the other way round.
  mutating func clickHeading(_ column: OverviewColumn) {
    guard OverviewColumn.sortable.contains(column) else { return }
    if overview.sort == column { overview.isAscending.toggle() } else { sort(by: column) }
  }

  mutating func clickHeading(_ column: ToolsColumn) {
    if tools.list.sort == column { tools.list.isAscending.toggle() } else { sort(by: column) }
  }
}
