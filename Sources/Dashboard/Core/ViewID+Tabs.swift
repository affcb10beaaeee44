/// The views that the dashboard can show, in the order of their tabs.
package enum ViewID: CaseIterable, Sendable {
  case overview
  case tools
  case ledger
  case limits
  case accounts
  case checkup

  /// Its name on the tab.
  package var title: String {
    switch self {
    case .overview: "Overview"
    case .tools: "Tools"
    case .ledger: "Ledger"
    case .limits: "Limits"
    case .accounts: "Accounts"
    case .checkup: "Checkup"
    }
  }

  /// The key that shows it.
  var digit: Character { Character("\((ViewID.allCases.firstIndex(of: self) ?? 0) + 1)") }

  /// The one so many tabs to the right, going round.
  func stepped(by steps: Int) -> ViewID {
    let all = ViewID.allCases
    let index = (all.firstIndex(of: self) ?? 0) + steps
    return all[((index % all.count) + all.count) % all.count]
  }
}
