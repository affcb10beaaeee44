import Advice
import GRDB
import Ledger
import Values

/// What each tool drew from an account today and this month, which limits are measured against.
struct DrawnSums {
  private(set) var byTool: [Tool: AccountState.ToolDraws] = [:]

  /// Reads them from the tables of sums.
  init(_ database: Database, account: Int64, at now: Instant, days: CivilDays) throws {
    let sums = try ChargedSums(database, account: account)
    for (tool, amount) in try sums.byTool(Limit.Period.month.stretch(at: now, days: days)) {
      byTool[tool, default: .init()].month = amount
    }
    for (tool, amount) in try sums.byTool(Limit.Period.day.stretch(at: now, days: days)) {
      byTool[tool, default: .init()].today = amount
    }
  }

  /// The list value in dollars of what each tool used in the same periods, whoever paid.
  static func used(
    _ database: Database, at now: Instant, days: CivilDays
  ) throws -> [Tool: AccountState.ToolDraws] {
    var used: [Tool: AccountState.ToolDraws] = [:]
    let (month, day) = (
      Limit.Period.month.stretch(at: now, days: days), Limit.Period.day.stretch(at: now, days: days)
    )
    for (tool, amount) in try ChargedSums.used(month, database) {
      used[tool, default: .init()].month = amount
    }
    for (tool, amount) in try ChargedSums.used(day, database) {
      used[tool, default: .init()].today = amount
    }
    return used
  }

  /// Takes sums that are known already.
  init(_ byTool: [Tool: AccountState.ToolDraws]) { self.byTool = byTool }

  /// What one tool, or all of them for nil, has drawn in the current period.
  func drawn(by tool: Tool?, per period: Limit.Period) -> Money {
    func amount(_ drawn: AccountState.ToolDraws) -> Money {
      period == .month ? drawn.month : drawn.today
    }
    guard let tool else { return byTool.values.reduce(.zero) { $0 + amount($1) } }
    return byTool[tool].map(amount) ?? .zero
  }
}
