import Advice
import Canvas
import Ledger

/// Everything at a glance: what is left, how fast it goes, who burns it.
struct OverviewPane: ListPane {
  let title = "Overview"

  var list: WritableKeyPath<DashboardModel, ListState<OverviewColumn, Tool>> { \.overview }
  var filter: WritableKeyPath<DashboardModel, String>? { \.overview.filter }

  var keys: [Action] {
    [.open]
      + Action.stretching { steps, model in
        if let next = steps > 0 ? model.chart.longer : model.chart.shorter { model.chart = next }
      } + [.filter]
      + Action.sorting(
        byNext: { model in
          let seen = ToolTable.columnsInSight(model)
          model.overview.sortByNext(of: OverviewColumn.sortable.filter { seen.contains($0) })
        }, reversed: { $0.overview.isAscending.toggle() })
  }

  func rows(_ model: DashboardModel) -> [Tool] { model.overviewTools.map(\.tool) }

  func query(_ model: DashboardModel, in rect: Rect) -> PaneQuery {
    PaneQuery(
      chart: model.chart,
      breakdowns: OverviewLayout.breakdowns(width: rect.width, height: rect.height))
  }

  func draw(_ model: DashboardModel, _ frame: inout Frame, in rect: Rect) {
    let tools = ToolTable(model)
    let timeLine = TimeLine(model)
    let layout = OverviewLayout(rect, toolRows: tools.wantedHeight, isAwaited: timeLine != nil)
    BalancePanel(model, isLow: layout.isLow, timeLine: layout.hasTimeLine ? timeLine : nil)
      .draw(&frame, in: layout.balance)
    PlanPanel(model).draw(&frame, in: layout.plan)
    BurnPanel(model, isLow: layout.isLow).draw(&frame, in: layout.burn)
    tools.draw(&frame, in: layout.tools)
    for (query, place) in zip(OverviewLayout.details(width: rect.width), layout.details) {
      DetailPanel(model, query).draw(&frame, in: place)
    }
  }

  /// Shows the selected tool in the Tools view; with none selected, all tools.
  func open(_ model: inout DashboardModel) -> [DashboardEffect] {
    model.view = .tools
    guard let tool = model.overview.selected else { return [] }
    model.tools.list.filter = ""
    model.tools.folded = Set(Tool.allCases).subtracting([tool])
    model.tools.list.selected = .tool(tool)
    return []
  }

  func clickHeading(_ index: Int, _ model: inout DashboardModel) {
    let column = OverviewColumn.allCases[index]
    if OverviewColumn.sortable.contains(column) { model.overview.clickHeading(column) }
  }

  /// The only choice is the chart's time span.
  func clickOption(_ index: Int, of choice: Int, _ model: inout DashboardModel) {
    model.chart = ChartWindow.allCases[index]
  }

  func canExport(_ model: DashboardModel) -> Bool { model.snapshot != nil }

  func export(_ model: DashboardModel) -> Export? {
    guard let snapshot = model.snapshot else { return nil }
    return .table(
      name: "overview",
      csv: CSVText.table(
        [
          "tool", "account", "purse", "perHour", "tokensPerMinute", "lastHour", "today", "month",
          "requests", "unpriced", "unfinished",
        ],
        model.overviewTools.map { usage in
          [
            usage.tool.rawValue, CSVText.field(usage.account ?? ""), usage.purse.rawValue,
            snapshot.perHour(usage.burn).decimalText, "\(snapshot.tokensPerMinute(usage.burn))",
            usage.lastHour.cost.decimalText, usage.today.cost.decimalText,
            usage.month.cost.decimalText, "\(usage.month.requests)", "\(usage.month.unpriced)",
            "\(usage.month.unfinished)",
          ]
        }))
  }
}

extension OverviewColumn: SortColumn {
  var isName: Bool { self == .tool }
}

extension DashboardModel {
  /// The overview's tools, filtered and sorted.
  var overviewTools: [ToolUsage] {
    let shown = (snapshot?.tools ?? []).filter { overview.matches($0.tool.title) }
    guard let column = overview.sort else { return shown }
    // Equal tools stay in their natural order.
    return shown.enumerated().sorted { left, right in
      let (first, second) =
        overview.isAscending
        ? (left.element, right.element) : (right.element, left.element)
      if column.precedes(first, second) { return true }
      return !column.precedes(second, first) && left.offset < right.offset
    }.map(\.element)
  }
}
