import Ledger

/// The rows of the Tools view: each tool, followed by its parts.
struct ToolsList {
  struct Row: Equatable {
    var id: ToolsState.RowID
    /// The name of the tool or part.
    var title: String
    /// Over the period; for a session, over its whole life.
    var totals: UsageTotals
    /// Over the burn window.
    var burn: UsageTotals
    var lastMinute: Int64?
    /// How many parts are folded away below it; nil unless it is a folded tool.
    var folded: Int?

    var isTool: Bool { if case .tool = id { true } else { false } }
  }

  /// In display order.
  private(set) var rows: [Row] = []
  /// The sum of all rows that pass the filter.
  private(set) var total = UsageTotals.zero
  private(set) var totalBurn = UsageTotals.zero
  /// How many parts pass the filter, and how many there are.
  private(set) var partsShown = 0
  private(set) var parts = 0

  init(_ model: DashboardModel) {
    let state = model.tools
    guard let snapshot = model.snapshot, let breakdown = snapshot.breakdown(state.query),
      let tools = snapshot.breakdown(state.toolsQuery)
    else { return }
    parts = breakdown.rows.count
    let isFiltered = !state.list.filter.isEmpty
    let ofTool = Dictionary(grouping: breakdown.rows, by: \.tool)
    let tree = tools.rows.compactMap { tool -> (head: Row, parts: [Row])? in
      let all = (ofTool[tool.tool] ?? []).map { Row($0, state.dimension, home: model.home) }
      let isWanted = state.list.matches(tool.tool.title)
      let found = all.filter { state.list.matches($0.title, $0.id.key) }
      let shown = isWanted ? all : found
      if !isWanted, shown.isEmpty { return nil }
      // Matches are shown even below a folded tool.
      let isFolded = state.folded.contains(tool.tool) && !(isFiltered && !found.isEmpty)
      let head = Row(
        id: .tool(tool.tool), title: tool.tool.title,
        totals: isWanted ? tool.totals : shown.reduce(.zero) { $0 + $1.totals },
        burn: isWanted ? tool.burn : shown.reduce(.zero) { $0 + $1.burn },
        lastMinute: shown.compactMap(\.lastMinute).max(),
        folded: isFolded ? shown.count : nil)
      return (head, shown)
    }
    for (head, parts) in tree.sorted(by: { inOrder($0.head, $1.head, state.list) }) {
      rows.append(head)
      total += head.totals
      totalBurn += head.burn
      partsShown += parts.count
      if head.folded == nil { rows += parts.sorted { inOrder($0, $1, state.list) } }
    }
    if !isFiltered { partsShown = self.parts }
  }
}

/// Equal rows are ordered by name, so that nothing jumps.
private func inOrder(
  _ left: ToolsList.Row, _ right: ToolsList.Row,
  _ list: ListState<ToolsColumn, ToolsState.RowID>
) -> Bool {
  let column = list.sort ?? .cost
  let (first, second) = list.isAscending ? (left, right) : (right, left)
  if column.precedes(first, second) { return true }
  if column.precedes(second, first) { return false }
  return (left.title, left.id.key) < (right.title, right.id.key)
}

extension ToolsColumn {
  /// Whether `left` comes before `right` in ascending order.
  fileprivate func precedes(_ left: ToolsList.Row, _ right: ToolsList.Row) -> Bool {
    func tokens(_ row: ToolsList.Row) -> TokenCounts { row.totals.tokens }
    switch self {
    case .name: return left.title < right.title
    case .cost, .share: return left.totals.cost < right.totals.cost
    case .perHour: return left.burn.cost < right.burn.cost
    case .requests: return left.totals.requests < right.totals.requests
    case .output: return tokens(left).output < tokens(right).output
    case .input: return tokens(left).input < tokens(right).input
    case .cacheWrite: return tokens(left).cacheWrites < tokens(right).cacheWrites
    case .cacheRead: return tokens(left).cacheRead < tokens(right).cacheRead
    case .webSearches: return tokens(left).webSearches < tokens(right).webSearches
    case .lastUsed: return (left.lastMinute ?? .min) < (right.lastMinute ?? .min)
    }
  }
}

extension ToolsList.Row {
  fileprivate init(_ row: UsageBreakdown.Row, _ dimension: UsageDimension, home: String) {
    id = .part(row.tool, key: row.key)
    title = PartTitle.of(row, dimension, home: home)
    totals = row.totals
    burn = row.burn
    lastMinute = row.lastMinute
  }
}

extension ToolsState.RowID {
  /// The key of a part; empty for a tool.
  var key: String { if case .part(_, let key) = self { key } else { "" } }
}
