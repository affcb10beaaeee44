import Ledger

/// How a person looks at the ledger. There may be a million entries, of which the model holds a page:
/// rows are named by the numbers of their entries, and whoever comes near the page's edge asks for the
/// page around the chosen row.
package struct LedgerState: Equatable, Sendable {
  /// Whether charges are put together by day and tool.
  package var isGrouped = true
  /// Only entries that hold this text are shown; empty: all.
  package var filter = ""
  /// The number of the chosen row; nil: none, the newest are shown.
  package var selected: Int64?
  /// The first row of the page that is shown.
  package var scroll = 0
  /// The entry that the page is to lie around; nil: the newest.
  package var around: Int64?
  /// Where the choice is to go once the page is there.
  package var jump: Jump?

  /// An end of the ledger.
  package enum Jump: Equatable, Sendable {
    case newest, oldest
  }

  /// The newest entries.
  package init() {}

  /// Rows on each side of the chosen one.
  package static let reach = 200

  /// What it asks of the store about an account.
  package func query(account: String) -> LedgerPage.Query {
    LedgerPage.Query(
      account: account, isGrouped: isGrouped, filter: filter, around: around,
      reach: LedgerState.reach)
  }

  /// Whether a page answers the question but for the place it lies around.
  func isAnswered(by page: LedgerPage, account: String) -> Bool {
    page.query.account == account && page.query.isGrouped == isGrouped
      && page.query.filter == filter
  }

  /// Back to the newest.
  mutating func forgetPlace() {
    (selected, around, jump, scroll) = (nil, nil, nil, 0)
  }
}
