import Ledger

/// The view state of the Tools view.
package struct ToolsState: Equatable, Sendable {
  /// Identifies a row.
  package enum RowID: Hashable, Sendable {
    case tool(Tool)
    case part(Tool, key: String)

    /// The tool that the row belongs to.
    package var tool: Tool {
      switch self {
      case .tool(let tool), .part(let tool, _): tool
      }
    }
  }

  /// What tools are broken down by.
  package var dimension = UsageDimension.model
  /// The time span shown.
  package var period = UsagePeriod.everything
  /// Order, filter, selection and scroll position.
  package var list = ListState<ToolsColumn, RowID>(sort: .cost)
  /// Tools whose parts are folded away.
  package var folded: Set<Tool> = []

  /// The initial state.
  package init() {}

  /// The selectable dimensions.
  package static let dimensions: [UsageDimension] = [
    .model, .project, .session, .mcpServer, .account, .purse,
  ]

  /// Moves to a dimension some places further on.
  mutating func stepDimension(_ steps: Int) {
    let all = ToolsState.dimensions
    let index = (all.firstIndex(of: dimension) ?? 0) + steps
    if all.indices.contains(index) { show(all[index]) }
  }

  /// Breaks the tools down by another dimension.
  mutating func show(_ dimension: UsageDimension) {
    self.dimension = dimension
    // The filter was meant for the old rows.
    list.filter = ""
    if let column = list.sort, !ToolsColumn.shown(dimension).contains(column) { list.sort = .cost }
    list.selected = list.selected.map { .tool($0.tool) }
  }

  /// The breakdown it needs from the store.
  package var query: UsageBreakdown.Query { UsageBreakdown.Query(dimension, over: period) }
  /// The tools' own totals: sessions are counted in full and do not add up to them.
  package var toolsQuery: UsageBreakdown.Query { UsageBreakdown.Query(.tool, over: period) }
}
