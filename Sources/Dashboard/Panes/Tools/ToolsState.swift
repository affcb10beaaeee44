import Ledger

/// How a person looks at the Tools view.
package struct ToolsState: Equatable, Sendable {
  /// A line of the list.
  package enum RowID: Hashable, Sendable {
    case tool(Tool)
    case part(Tool, key: String)

    /// The tool that the line belongs to.
    package var tool: Tool {
      switch self {
      case .tool(let tool), .part(let tool, _): tool
      }
    }
  }

  /// What tools are broken down by.
  package var dimension = UsageDimension.model
  /// The time looked at.
  package var period = UsagePeriod.everything
  /// Order, filter and choice.
  package var list = ListState<ToolsColumn, RowID>(sort: .cost)
  /// Tools whose parts are folded away.
  package var folded: Set<Tool> = []

  /// The list as it first appears.
  package init() {}

  /// The dimensions to choose from.
  package static let dimensions: [UsageDimension] = [
    .model, .project, .session, .mcpServer, .account, .purse,
  ]

  /// Breaks the tools down by a kind further on in the order of the choices.
  mutating func stepDimension(_ steps: Int) {
    let all = ToolsState.dimensions
    let index = (all.firstIndex(of: dimension) ?? 0) + steps
    if all.indices.contains(index) { show(all[index]) }
  }

  /// Breaks the tools down by something else.
  mutating func show(_ dimension: UsageDimension) {
    self.dimension = dimension
    // The text was meant for the rows that are gone now.
    list.filter = ""
    if let column = list.sort, !ToolsColumn.shown(dimension).contains(column) { list.sort = .cost }
    list.selected = list.selected.map { .tool($0.tool) }
  }

  /// What it asks of the store.
  package var query: UsageBreakdown.Query { UsageBreakdown.Query(dimension, over: period) }
  /// The tools themselves: sessions are counted whole and do not add up to them.
  package var toolsQuery: UsageBreakdown.Query { UsageBreakdown.Query(.tool, over: period) }
}
