import Ledger
import TestSupport
import Testing
import Values

@testable import Advice

/// Limits that nothing enforces.
@Suite struct GuardWarningsTests {
  private let now = Instant(milliseconds: 1_772_400_000_000)

  private func messages(_ guards: [GuardInstallation], tool: Tool? = .cursor) -> [String] {
    var state = AccountState(
      account: Account(name: "work", authority: .claude, since: now),
      balance: Balance(amount: nil))
    state.limits = Limit.Period.allCases.map {
      LimitState(
        limit: Limit(tool: tool, period: $0, amount: dollars(5)), used: .zero, resetsAt: now + .day)
    }
    var funds = Funds(accounts: [state], current: "work")
    funds.guards = guards
    return GuardWarnings.of(funds, begun: [:], at: now).map(\.message)
  }

  private func hook(_ tool: Tool, works: Bool = true, why: String? = nil) -> GuardInstallation {
    GuardInstallation(tool: tool, by: .hook, isInstalled: true, works: works, why: why)
  }

  @Test func `a tool is told of once, unless something stops it`() {
    #expect(messages([]) == ["The monthly limit for Cursor stops nothing: no hook is installed."])
    #expect(messages([hook(.cursor)]) == [])
    #expect(messages([hook(.claudeCode)]).count == 1)
    #expect(messages([hook(.claudeCode)], tool: .mcp) == [])
    #expect(messages([], tool: nil) == [])
    #expect(
      messages([hook(.cursor, works: false, why: "the workspace is not trusted")]) == [
        "The monthly limit for Cursor stops nothing: its hook cannot run (the workspace is not trusted)."
      ])
  }
}
