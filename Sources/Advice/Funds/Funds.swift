import Ledger
import Values

/// All accounts and what is known of their money at one moment.
package struct Funds: Equatable, Sendable {
  /// In the order they were added.
  package var accounts: [AccountState]
  /// The name of the one that everything is about unless said otherwise; nil: there is none.
  package var current: String?
  /// What the person must know, the most severe first.
  package var warnings: [Warning]
  /// What is so too, but the person does not want to be told for a while.
  package var snoozed: [Warning] = []
  /// What requests are refused for at present, the latest first.
  package internal(set) var refusals: [Refusal] = []
  /// Who is signed in to Claude Code, in the order that its folders are looked at.
  package var signIns: [SignIn] = []
  /// How tools burn that were used within the last minutes.
  package var burns: [ToolBurn] = []
  /// What pays in projects that were used lately, where that is not the login.
  package var projects: [ProjectCredential] = []
  /// Who is signed in to Cursor; nil: nobody is known to be.
  package var editor: EditorSignIn?
  /// Every tool and the account that it spends from.
  package var tools: [ToolLinkage] = []
  /// What is to be known of usage and its sources.
  package var sources = SourceFacts()
  /// From where on warnings begin.
  package var levels = WarningLevels()

  /// Funds of their parts.
  package init(accounts: [AccountState] = [], current: String? = nil, warnings: [Warning] = []) {
    self.accounts = accounts
    self.current = current
    self.warnings = warnings
  }

  /// Whether what becomes of an account's money matters: it is the current one, somebody is signed in to it or
  /// a tool said to be, or it was drawn on or refused of late. An account that is merely known is no alarm.
  package func concern(_ state: AccountState, at now: Instant) -> Bool {
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

  /// What is known of the account of a name; nil: there is none.
  package func state(of name: String?) -> AccountState? {
    name.flatMap { name in accounts.first { $0.account.name == name } }
  }
}
