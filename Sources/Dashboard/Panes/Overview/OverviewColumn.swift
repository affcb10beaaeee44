import Advice
import Canvas

/// The columns of the overview's tool table, from left to right.
package enum OverviewColumn: CaseIterable, Sendable {
  case tool, perHour, tokensPerMinute, lastHour, today, month, share, band, requests, account, purse
  case trend

  /// - Parameter isWide: whether there is room for words and meters.
  func column(isWide: Bool) -> Table.Column {
    func amount(_ title: String, _ width: ClosedRange<Int>, _ priority: Int) -> Table.Column {
      Table.Column(
        title, .flexible(minimum: width.lowerBound, maximum: width.upperBound), priority: priority,
        alignment: .right)
    }
    switch self {
    case .tool: return Table.Column("tool", .flexible(minimum: 13, maximum: 20), priority: 20)
    case .perHour: return amount("$/h now", 9...13, 19)
    case .tokensPerMinute: return amount("tok/min", 8...10, 14)
    case .lastHour: return amount("last hour", 10...13, 8)
    case .today: return amount("today", 9...13, 18)
    case .month: return amount("month", 10...14, 17)
    case .share: return Table.Column("share", .fixed(5), priority: 16, alignment: .right)
    case .band: return Table.Column("day is", .fixed(isWide ? 15 : 7), priority: 15)
    case .requests: return amount("requests", 9...10, 7)
    case .account: return Table.Column("account", .flexible(minimum: 12, maximum: 24), priority: 5)
    case .purse: return Table.Column("paid from", .fixed(15), priority: 6)
    case .trend: return Table.Column("trend", .flexible(minimum: 6, maximum: 48), priority: 9)
    }
  }

  /// The sortable columns, in the order the sort key cycles through them.
  static let sortable: [OverviewColumn] = [
    .perHour, .tokensPerMinute, .lastHour, .today, .month, .requests, .tool,
  ]

  /// Whether `left` comes before `right` in ascending order.
  func precedes(_ left: ToolUsage, _ right: ToolUsage) -> Bool {
    switch self {
    case .perHour: left.burn.cost < right.burn.cost
    case .tokensPerMinute: left.burn.tokens.total < right.burn.tokens.total
    case .lastHour: left.lastHour.cost < right.lastHour.cost
    case .today: left.today.cost < right.today.cost
    case .month, .share: left.month.cost < right.month.cost
    case .requests: left.month.requests < right.month.requests
    case .tool, .band, .account, .purse, .trend: left.tool.title < right.tool.title
    }
  }
}
