import Ledger
import Values

/// Warnings about limits that nothing enforces.
package enum GuardWarnings {
  /// The warnings, in no order.
  package static func of(
    _ funds: Funds, begun: [Warning.Episode: Instant], at now: Instant
  ) -> [Warning] {
    let limits = funds.accounts.filter { funds.isWatched($0, at: now) }.flatMap { state in
      state.limits.compactMap { limit in limit.limit.tool.map { (state.account.name, $0, limit) } }
    }
    var seen: Set<Warning.Episode> = []
    return limits.compactMap { account, tool, limit in
      let guards = funds.guards.filter {
        // The hooks of Claude Code also see the calls to MCP servers.
        ($0.tool == tool || tool == .mcp && $0.tool == .claudeCode) && $0.isInstalled
      }
      guard !guards.contains(where: \.works) else { return nil }
      let episode = Warning.Episode(
        id: .guardOff, scope: AccountScope(account), part: tool.rawValue)
      guard seen.insert(episode).inserted else { return nil }
      let why = guards.first.map { found in
        "its \(found.by.rawValue) cannot run\(found.why.map { " (\($0))" } ?? "")"
      }
      return Warning(
        episode, severity: .info, tool: tool,
        message: "The \(limit.limit.title) stops nothing: \(why ?? "no hook is installed").",
        action: why == nil ? "fuelgauge setup shows how" : "fuelgauge checkup shows why",
        since: begun[episode] ?? now)
    }
  }
}
