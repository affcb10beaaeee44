import Canvas
import Ledger

/// The columns of the Tools view, from left to right.
package enum ToolsColumn: CaseIterable, Sendable {
  case name, cost, share, perHour, requests, output, input, cacheWrite, cacheRead, webSearches
  case lastUsed

  /// How it looks; where there is little room, names get all that amounts do not need.
  func column(_ dimension: UsageDimension, isWide: Bool) -> Table.Column {
    func amount(_ title: String, _ width: ClosedRange<Int>, _ priority: Int) -> Table.Column {
      Table.Column(
        title,
        isWide
          ? .flexible(minimum: width.lowerBound, maximum: width.upperBound)
          : .fixed(width.lowerBound),
        priority: priority, alignment: .right)
    }
    switch self {
    case .name:
      return Table.Column(
        "tool, " + dimension.title, .flexible(minimum: 23, maximum: 60), priority: 20)
    case .cost: return amount("cost", 11...14, 19)
    case .share: return Table.Column("share", .fixed(5), priority: 16, alignment: .right)
    case .perHour: return amount("$/h now", 9...12, dimension == .session ? 0 : 17)
    case .requests: return amount("requests", 9...11, 15)
    case .output: return amount("output", 7...14, 14)
    case .input: return amount("input", 7...14, 10)
    case .cacheWrite: return amount("cache write", 11...15, 9)
    case .cacheRead: return amount("cache read", 10...16, 11)
    case .webSearches: return amount("searches", 8...10, 5)
    case .lastUsed:
      return Table.Column(
        "last used", .fixed(11), priority: dimension == .session ? 18 : 0, alignment: .right)
    }
  }

  /// The columns of a breakdown.
  static func shown(_ dimension: UsageDimension) -> [ToolsColumn] {
    allCases.filter { $0 != (dimension == .session ? .perHour : .lastUsed) }
  }

  /// Whether `left` stands before `right` when the smallest comes first.
  func precedes(_ left: ToolsList.Row, _ right: ToolsList.Row) -> Bool {
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

extension TokenCounts {
  /// Written into the cache, for five minutes or an hour.
  var cacheWrites: Int { cacheWrite5m + cacheWrite1h }
}
