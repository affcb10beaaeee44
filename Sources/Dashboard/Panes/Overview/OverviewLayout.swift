import Canvas
import Ledger

/// Positions of the overview's panels. The tool table matters more than the chart, and the chart more than
/// details.
struct OverviewLayout {
  let balance, plan, burn, tools: Rect
  /// One for each of ``details``, in their order; empty if there is no room.
  let details: [Rect]
  /// The screen is low: one line for the balance, and frames only where needed.
  let isLow: Bool
  /// The balance panel has a line for what is ahead.
  let hasTimeLine: Bool

  /// - Parameters:
  ///   - toolRows: lines that the tool table would like, including its frame.
  ///   - isAwaited: whether something is ahead that needs a line.
  init(_ rect: Rect, toolRows: Int, isAwaited: Bool) {
    isLow = rect.height < 19
    let isTall = OverviewLayout.isTall(height: rect.height)
    // It gets an extra row if that leaves the chart enough.
    hasTimeLine = isAwaited && rect.height >= 20
    let top = isLow ? 1 : (isTall ? 7 : 5) + (hasTimeLine ? 1 : 0)
    let (money, belowMoney) = rect.splitTop(top)
    let planWidth = isLow || rect.width < 76 ? 0 : min(60, rect.width * 2 / 5)
    (plan, balance) = money.splitRight(planWidth)
    let smallest = BurnPanel.smallestHeight(isLow: isLow)
    let wanted = min(toolRows, belowMoney.height)
    let isCharted = belowMoney.height - wanted >= smallest
    let (chart, table) = belowMoney.splitTop(isCharted ? belowMoney.height - wanted : 0)
    guard isTall, chart.height >= 20 else {
      (burn, tools) = (chart, table)
      details = []
      return
    }
    let height = min(14, chart.height * 2 / 5)
    burn = chart.splitTop(chart.height - height).part
    let below = Rect(
      row: burn.endRow, column: rect.column, width: rect.width, height: table.height + height)
    let (upper, lower) = below.splitTop(table.height)
    tools = upper
    let count = OverviewLayout.details(width: rect.width).count
    details = (0..<count).map { index in
      let start = lower.width * index / count
      return Rect(
        row: lower.row, column: lower.column + start,
        width: lower.width * (index + 1) / count - start, height: lower.height)
    }
  }

  private static func isTall(height: Int) -> Bool { height >= 33 }

  /// The breakdowns the overview needs at this size.
  static func breakdowns(width: Int, height: Int) -> [UsageBreakdown.Query] {
    isTall(height: height) ? details(width: width) : []
  }

  /// The breakdowns below the tool table of a tall screen.
  static func details(width: Int) -> [UsageBreakdown.Query] {
    let all = [UsageDimension.model, .project, .session]
    return all.prefix(width >= 150 ? 3 : 2).map { UsageBreakdown.Query($0, over: .today) }
  }
}
