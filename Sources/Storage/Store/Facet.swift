import Ledger

/// What distinguishes usage. Its names are either texts, where an empty one is none, or their numbers in the `name`
/// table, where 0 is none.
struct Facet<Name: Hashable & Sendable>: Hashable, Sendable {
  var tool: Tool
  var purse: Purse
  var basis: Basis
  var account, model, project, server: Name
}

extension Facet<String> {
  /// The facet that a part of `request` is counted under.
  init(of request: Request, model: String, server: String?) {
    self.init(
      tool: request.countedTool, purse: request.purse, basis: request.basis,
      account: request.account ?? "", model: model, project: request.project, server: server ?? "")
  }
}

extension Facet<Int64> {
  /// The number of its value in a dimension; 0 for none.
  func value(in dimension: UsageDimension) -> Int64 {
    switch dimension {
    case .model: model
    case .account: account
    case .project: project
    case .mcpServer: server
    case .purse: Int64(Purse.allCases.firstIndex(of: purse) ?? 0)
    case .tool, .day, .session: 0
    }
  }
}
