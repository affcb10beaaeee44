import Advice
import Canvas
import Ledger

/// A view: what it needs from the store, what keys and clicks mean in it, and how it draws. Panes hold no
/// state; that is in the model. Requirements a pane does not implement do nothing.
protocol Pane {
  /// Its name on the tab.
  var title: String { get }
  /// The actions specific to this view, in key bar order.
  var keys: [Action] { get }
  /// Where its filter is kept; nil if its rows cannot be filtered.
  var filter: WritableKeyPath<DashboardModel, String>? { get }

  /// What it needs from the store to fill `rect`.
  func query(_ model: DashboardModel, in rect: Rect) -> PaneQuery
  /// Draws it.
  func draw(_ model: DashboardModel, _ frame: inout Frame, in rect: Rect)
  /// How many rows are visible at once, which is also the page size.
  func rowsInSight(_ model: DashboardModel, in rect: Rect) -> Int
  /// Scrolls just enough to show the selected row.
  func scrollToChosen(_ model: inout DashboardModel, in rect: Rect)

  /// Moves the selection by some rows; `.min` and `.max` go to the first and the last.
  func step(_ steps: Int, _ model: inout DashboardModel, in rect: Rect)
  /// What the selected row is about, for forms to start with.
  func topic(_ model: DashboardModel) -> PaneTopic?
  /// Opens the selected row.
  func open(_ model: inout DashboardModel) -> [DashboardEffect]
  /// Whether opening the selected row has an immediate effect, so that pasted text must not trigger it.
  func actsOnOpen(_ model: DashboardModel) -> Bool
  /// Clears the selection, or else unfolds everything.
  func back(_ model: inout DashboardModel)
  /// Handles a click on a row, by the index the pane gave it when drawing.
  func clickRow(_ index: Int, _ model: inout DashboardModel) -> [DashboardEffect]
  /// Handles a click on a column heading.
  func clickHeading(_ index: Int, _ model: inout DashboardModel)
  /// Handles a click on an option of one of its choices, by the index the pane gave the choice.
  func clickOption(_ index: Int, of choice: Int, _ model: inout DashboardModel)

  /// Whether there is anything to export.
  func canExport(_ model: DashboardModel) -> Bool
  /// What it shows, in full precision, for a file; nil if there is nothing to export.
  func export(_ model: DashboardModel) -> Export?
  /// Called for every view whenever the store has been read.
  func snapshotRead(_ model: inout DashboardModel, before: UsageSnapshot?)
}

/// What a view needs from the store besides the accounts, which the header and the banners always need.
package struct PaneQuery: Equatable, Sendable {
  /// Time span for tool usage and the burn chart; nil if neither is needed.
  package var chart: ChartWindow?
  /// Usage breakdowns.
  package var breakdowns: [UsageBreakdown.Query] = []
  /// A page of the ledger, if needed.
  package var ledger: LedgerPage.Query?
}

/// What a selected row is about, for a form to start with.
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
