import Canvas
import Ledger

/// Where the panels of the overview stand. Who burns it matters more than the chart, the chart more
/// than details.
struct OverviewLayout {
  let balance, plan, burn, tools: Rect
  /// One for each of ``details``, in their order; none where there is no room for them.
  let details: [Rect]
  /// There is room for a line about the balance, and frames only where they are needed.
  let isLow: Bool
  /// The balance has a line for what is to come.
  let hasTimeLine: Bool

  /// - Parameters:
  ///   - toolRows: lines that the tool table would like to have, its frame included.
  ///   - isAwaited: something is to come that wants a line.
  init(_ rect: Rect, toolRows: Int, isAwaited: Bool) {
    isLow = rect.height < 19
    let isTall = OverviewLayout.isTall(height: rect.height)
    // One row more is spared for it where the chart keeps enough.
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

  /// What the panels of the overview ask of the store, where it has so much room.
  static func breakdowns(width: Int, height: Int) -> [UsageBreakdown.Query] {
    isTall(height: height) ? details(width: width) : []
  }

  /// What is broken down below the tools of a tall screen.
  static func details(width: Int) -> [UsageBreakdown.Query] {
    let all = [UsageDimension.model, .project, .session]
    return all.prefix(width >= 150 ? 3 : 2).map { UsageBreakdown.Query($0, over: .today) }
  }
}
