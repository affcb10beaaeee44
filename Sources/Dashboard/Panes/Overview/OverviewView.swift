import Canvas

/// Everything at a glance: what is left, how fast it goes, who burns it.
struct OverviewView {
  private let model: DashboardModel

  init(_ model: DashboardModel) { self.model = model }

  func draw(_ frame: inout Frame, in rect: Rect) {
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
}
