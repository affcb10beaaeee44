import Advice
import Canvas
import Ledger

/// A view: what it asks of the store, what keys and clicks mean in it, and how it draws. It holds nothing:
/// how a person looks at it is in the model. What it does not say does nothing.
protocol Pane {
  /// Its name on the tab.
  var title: String { get }
  /// The keys that do something in it and not in every view, in the order of the key bar.
  var keys: [Action] { get }
  /// The text that its rows are filtered by; nil: they cannot be.
  var filter: WritableKeyPath<DashboardModel, String>? { get }

  /// What it asks of the store where it has so much room.
  func query(_ model: DashboardModel, in rect: Rect) -> PaneQuery
  /// Draws it.
  func draw(_ model: DashboardModel, _ frame: inout Frame, in rect: Rect)
  /// Rows that can be seen at once: what a page is.
  func rowsInSight(_ model: DashboardModel, in rect: Rect) -> Int
  /// Scrolls as little as shows the chosen row.
  func scrollToChosen(_ model: inout DashboardModel, in rect: Rect)

  /// Chooses the row so many places from the chosen one; `.min` and `.max` are the first and the last.
  func step(_ steps: Int, _ model: inout DashboardModel, in rect: Rect)
  /// What the chosen row is about, where a form wants to know it.
  func topic(_ model: DashboardModel) -> PaneTopic?
  /// Opens what is chosen.
  func open(_ model: inout DashboardModel) -> [DashboardEffect]
  /// Whether opening what is chosen changes something at once, so that a key of pasted text must not.
  func actsOnOpen(_ model: DashboardModel) -> Bool
  /// Chooses nothing, or else shows everything again.
  func back(_ model: inout DashboardModel)
  /// The row that the pane gave this number when it drew was clicked.
  func clickRow(_ index: Int, _ model: inout DashboardModel) -> [DashboardEffect]
  /// The heading of the column of this number was clicked.
  func clickHeading(_ index: Int, _ model: inout DashboardModel)
  /// The option of this number was clicked, of the choice that the pane gave that number.
  func clickOption(_ index: Int, of choice: Int, _ model: inout DashboardModel)

  /// Whether there is something to write to a file.
  func canExport(_ model: DashboardModel) -> Bool
  /// What it shows, for a file, with every digit; nil: there is nothing to write.
  func export(_ model: DashboardModel) -> Export?
  /// The store was read anew, whichever view is on the screen.
  func snapshotRead(_ model: inout DashboardModel, before: UsageSnapshot?)
}

/// What a view asks of the store beside the accounts, which header and banners always need.
package struct PaneQuery: Equatable, Sendable {
  /// What the tools used, and when, so far back; nil: neither.
  package var chart: ChartWindow?
  /// Usage broken down by something.
  package var breakdowns: [UsageBreakdown.Query] = []
  /// A page of the ledger; nil: none.
  package var ledger: LedgerPage.Query?
}

/// Something that a row and a form can both be about.
enum PaneTopic {
  case account(String)
  case limit(Limit)
}

extension Pane {
  var keys: [Action] { [.open] }
  var filter: WritableKeyPath<DashboardModel, String>? { nil }
  func query(_ model: DashboardModel, in rect: Rect) -> PaneQuery { PaneQuery() }
  func rowsInSight(_ model: DashboardModel, in rect: Rect) -> Int { max(1, rect.height - 3) }
  func scrollToChosen(_ model: inout DashboardModel, in rect: Rect) {}
  func step(_ steps: Int, _ model: inout DashboardModel, in rect: Rect) {}
  func topic(_ model: DashboardModel) -> PaneTopic? { nil }
  func open(_ model: inout DashboardModel) -> [DashboardEffect] { [] }
  func actsOnOpen(_ model: DashboardModel) -> Bool { false }
  func back(_ model: inout DashboardModel) {}
  func clickRow(_ index: Int, _ model: inout DashboardModel) -> [DashboardEffect] { [] }
  func clickHeading(_ index: Int, _ model: inout DashboardModel) {}
  func clickOption(_ index: Int, of choice: Int, _ model: inout DashboardModel) {}
  func canExport(_ model: DashboardModel) -> Bool { false }
  func export(_ model: DashboardModel) -> Export? { nil }
  func snapshotRead(_ model: inout DashboardModel, before: UsageSnapshot?) {}
}
