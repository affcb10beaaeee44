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

  /// What it asks of the store.
  package var query: UsageBreakdown.Query { UsageBreakdown.Query(dimension, over: period) }
  /// The tools themselves: sessions are counted whole and do not add up to them.
  package var toolsQuery: UsageBreakdown.Query { UsageBreakdown.Query(.tool, over: period) }
}

extension UsageDimension {
  /// Its name in a row of choices.
  var title: String {
    switch self {
    case .tool: "tool"
    case .model: "models"
    case .day: "days"
    case .account: "accounts"
    case .project: "projects"
    case .session: "sessions"
    case .mcpServer: "MCP servers"
    case .purse: "paid from"
    }
  }
}
