import Canvas

/// What bounds the money of the current account: auto-reload, limits, and what is to be done at
/// claude.ai.
struct LimitsView {
  private let model: DashboardModel

  init(_ model: DashboardModel) { self.model = model }

  func draw(_ frame: inout Frame, in rect: Rect) {
    guard let state = model.funds.account else {
      let inner = model.look.box("limits").draw(into: &frame.canvas, in: rect)
      return NoMoneyText(model).draw(&frame.canvas, in: inner.inset(rows: 0, columns: 1))
    }
    let layout = LimitsLayout(rect, limits: state.limits.count, pending: state.pending.count)
    AutoReloadPanel(model, state).draw(&frame, in: layout.reload)
    LimitTable(model, state).draw(&frame, in: layout.limits)
    PendingPanel(model, state).draw(&frame, in: layout.pending)
  }

  /// Rows of limits that can be seen at once.
  static func listHeight(_ model: DashboardModel) -> Int {
    let state = model.funds.account
    let layout = LimitsLayout(
      Rect(row: 0, column: 0, width: model.size.width, height: model.viewHeight),
      limits: state?.limits.count ?? 0, pending: state?.pending.count ?? 0)
    return max(1, layout.limits.height - 3)
  }
}

/// Where the parts of the Limits view stand.
struct LimitsLayout {
  let reload, limits, pending: Rect

  init(_ rect: Rect, limits count: Int, pending pendingCount: Int) {
    let isLow = rect.height < 19
    let (top, below) = rect.splitTop(isLow ? 4 : 5)
    reload = top
    let wanted = pendingCount == 0 ? 0 : pendingCount + 2
    // Heading, frame and two limits stay in sight.
    let most = max(0, below.height - (isLow ? 5 : 6))
    let (lower, upper) = below.splitBottom(wanted > 0 && most >= 3 ? min(wanted, most) : 0)
    (limits, pending) = (upper, lower)
  }
}
