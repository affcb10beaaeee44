import Canvas
import Ledger

/// Every tool with its models, projects, sessions or MCP servers, over a selectable time span.
struct ToolsPane: ListPane {
  let title = "Tools"

  /// Its choices, by the numbers that clicks report.
  enum Choice: Int { case period, dimension }

  var list: WritableKeyPath<DashboardModel, ListState<ToolsColumn, ToolsState.RowID>> {
    \.tools.list
  }
  var filter: WritableKeyPath<DashboardModel, String>? { \.tools.list.filter }

  var keys: [Action] {
    [
      .changing(
        .left, [.left, .character("h")], "← h", "Tools: go to the previous breakdown."
      ) { $0.tools.stepDimension(-1) },
      .changing(
        .right, [.right, .character("l")], "→ l", label: "breakdown",
        "Tools: go to the next breakdown: models, projects, and so on."
      ) { $0.tools.stepDimension(1) },
      .open,
    ]
      + Action.stretching { steps, model in
        let all = UsagePeriod.allCases
        let index = (all.firstIndex(of: model.tools.period) ?? 0) + steps
        if all.indices.contains(index) { model.tools.period = all[index] }
      } + [.filter]
      + Action.sorting(
        byNext: { model in
          let columns = ToolsView.columnsInSight(model).filter { $0 != .share }
          model.tools.list.sortByNext(of: columns)
          // These rows have no natural order.
          if model.tools.list.sort == nil { model.tools.list.sort(by: .cost) }
        }, reversed: { $0.tools.list.isAscending.toggle() })
  }

  func rows(_ model: DashboardModel) -> [ToolsState.RowID] { ToolsList(model).rows.map(\.id) }

  func query(_ model: DashboardModel, in rect: Rect) -> PaneQuery {
    PaneQuery(breakdowns: [model.tools.query, model.tools.toolsQuery])
  }

  func draw(_ model: DashboardModel, _ frame: inout Frame, in rect: Rect) {
    ToolsView(model, rowsInSight: rowsInSight(model, in: rect)).draw(&frame, in: rect)
  }

  /// Frame, choices, headings and total take the other lines.
  func rowsInSight(_ model: DashboardModel, in rect: Rect) -> Int { max(1, rect.height - 5) }

  func scrollToChosen(_ model: inout DashboardModel, in rect: Rect) {
    keepSelectedInSight(&model, in: rect)
  }

  /// Folds or unfolds the selected tool.
  func open(_ model: inout DashboardModel) -> [DashboardEffect] {
    guard let tool = model.tools.list.selected?.tool else {
      step(1, &model)
      return []
    }
    if model.tools.folded.remove(tool) == nil {
      model.tools.folded.insert(tool)
      model.tools.list.selected = .tool(tool)
    }
    return []
  }

  func back(_ model: inout DashboardModel) {
    if model.tools.list.selected == nil { model.tools.folded = [] }
    model.tools.list.selected = nil
  }

  func clickHeading(_ index: Int, _ model: inout DashboardModel) {
    model.tools.list.clickHeading(ToolsColumn.shown(model.tools.dimension)[index])
  }

  func clickOption(_ index: Int, of choice: Int, _ model: inout DashboardModel) {
    switch Choice(rawValue: choice) {
    case .period: model.tools.period = UsagePeriod.allCases[index]
    case .dimension: model.tools.show(ToolsState.dimensions[index])
    case nil: break
    }
  }

  func canExport(_ model: DashboardModel) -> Bool { model.snapshot != nil }

  func export(_ model: DashboardModel) -> Export? {
    guard canExport(model) else { return nil }
    return .table(
      name: "tools",
      csv: CSVText.table(
        [
          "tool", model.tools.dimension.rawValue, "requests", "input", "output", "cacheWrite5m",
          "cacheWrite1h", "cacheRead", "webSearches", "cost", "unpriced", "unfinished",
        ],
        ToolsList(model).rows.map { row in
          let tokens = row.totals.tokens
          return [
            row.id.tool.rawValue, CSVText.field(row.id.key), "\(row.totals.requests)",
            "\(tokens.input)", "\(tokens.output)", "\(tokens.cacheWrite5m)",
            "\(tokens.cacheWrite1h)", "\(tokens.cacheRead)", "\(tokens.webSearches)",
            row.totals.cost.decimalText, "\(row.totals.unpriced)", "\(row.totals.unfinished)",
          ]
        }))
  }
}
