import Ledger
import Values

/// All accounts and what is known about their money at one moment.
package struct Funds: Equatable, Sendable {
  /// In the order they were added.
  package var accounts: [AccountState]
  /// The name of the account that applies unless another is named; nil: there is none.
  package var current: String?
  /// What the person should know, the most severe first.
  package var warnings: [Warning]
  /// Warnings that also apply but are snoozed.
  package var snoozed: [Warning] = []
  /// The refusals that stand at present, the latest first.
  package internal(set) var refusals: [Refusal] = []
  /// Who is signed in to Claude Code, in the order in which its folders are read.
  package var signIns: [SignIn] = []
  /// The burn of the tools used within the last minutes.
  package var burns: [ToolBurn] = []
  /// What pays in recently used projects, where it is not the login.
  package var projects: [ProjectCredential] = []
  /// Who is signed in to Cursor; nil: nobody, or unknown.
  package var editor: EditorSignIn?
  /// Every tool and the account it spends from.
  package var tools: [ToolLinkage] = []
  /// What is installed to stop tools at limits, as last recorded.
  package var guards: [GuardInstallation] = []
  /// The passes that last now.
  package var passes: [GuardPass] = []
  /// Facts about usage and its sources.
  package var sources = SourceFacts()
  /// The levels at which warnings begin.
  package var levels = WarningLevels()

  /// Creates funds from their parts.
  package init(accounts: [AccountState] = [], current: String? = nil, warnings: [Warning] = []) {
    self.accounts = accounts
    self.current = current
    self.warnings = warnings
  }

  /// Whether an account gets an outlook and warnings: it is the current one, somebody is signed in to it, a tool is
  /// set to spend from it, or it was recently drawn on or refused. An account that is merely known raises no alarm.
  package func isWatched(_ state: AccountState, at now: Instant) -> Bool {
    let name = state.account.name
    let isUsed = state.drawn.last.map {
      now - $0 < .days(7)
    }
    return current == nil || name == current || state.refused.forMoney != nil || isUsed ?? false
      || signIns.contains { $0.account == name }
      || tools.contains { $0.evidence == .said && $0.account == name }
  }

  /// The tools that spend from an account now.
  package func tools(spendingFrom account: String) -> Set<Tool> {
    Set(tools.filter { $0.account == account }.map(\.tool))
  }

  /// The current account.
  package var account: AccountState? { state(of: current) }

  /// The state of the account with a name; nil: there is none.
  package func state(of name: String?) -> AccountState? {
    name.flatMap { name in accounts.first { $0.account.name == name } }
  }
}
