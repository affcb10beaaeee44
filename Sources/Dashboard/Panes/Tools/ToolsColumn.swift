import Canvas
import Ledger

/// The columns of the Tools view, from left to right.
package enum ToolsColumn: CaseIterable, Sendable {
  case name, cost, share, perHour, requests, output, input, cacheWrite, cacheRead, webSearches
  case lastUsed

  /// - Parameter isWide: if false, names get all the width that amounts do not need.
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
}

extension ToolsColumn: SortColumn {
  var isName: Bool { self == .name }
}

extension TokenCounts {
  /// Cache writes of both lifetimes.
  var cacheWrites: Int { cacheWrite5m + cacheWrite1h }
}
