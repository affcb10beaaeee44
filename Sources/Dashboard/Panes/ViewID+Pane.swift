/// Maps each view to its pane. No other code distinguishes the views.
extension ViewID {
  var pane: any Pane {
    switch self {
    case .overview: OverviewPane()
    case .tools: ToolsPane()
    case .ledger: LedgerPane()
    case .limits: LimitsPane()
    case .accounts: AccountsPane()
    case .checkup: CheckupPane()
    }
  }

  /// Its name on the tab.
  package var title: String { pane.title }

  /// The key that shows it.
  var digit: Character { Character("\((ViewID.allCases.firstIndex(of: self) ?? 0) + 1)") }

  /// The view this many tabs to the right, wrapping around.
  func stepped(by steps: Int) -> ViewID {
    let all = ViewID.allCases
    let index = (all.firstIndex(of: self) ?? 0) + steps
    return all[((index % all.count) + all.count) % all.count]
  }
}
