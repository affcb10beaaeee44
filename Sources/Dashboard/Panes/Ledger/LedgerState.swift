import Ledger

/// How a person looks at the ledger. There may be a million entries, of which the model holds a page:
/// rows are named by the numbers of their entries, and whoever comes near the page's edge asks for the
/// page around the chosen row.
package struct LedgerState: Equatable, Sendable {
  /// What tells a row from others: a reading and what it showed to be unexplained share a number.
  package struct RowID: Hashable, Sendable {
    package var number: Int64
    package var isUnexplained = false

    /// The row of an entry.
    package init(_ number: Int64, isUnexplained: Bool = false) {
      self.number = number
      self.isUnexplained = isUnexplained
    }
  }

  /// Whether charges are put together by day and tool.
  package var isGrouped = true
  /// Only entries that hold this text are shown; empty: all.
  package var filter = "" {
    didSet { forgetPlace() }
  }
  /// The chosen row; nil: none, the newest are shown.
  package var selected: RowID?
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

  /// Rows on each side of the chosen one: fewer where charges are put together, for each of which the
  /// store goes through many.
  var reach: Int { isGrouped ? 60 : 200 }

  /// What it asks of the store about an account.
  package func query(account: String) -> LedgerPage.Query {
    LedgerPage.Query(
      account: account, isGrouped: isGrouped, filter: filter, around: around,
      reach: reach)
  }

  /// Whether a page answers the question but for the place it lies around.
  func isAnswered(by page: LedgerPage, account: String) -> Bool {
    page.query.account == account && page.query.isGrouped == isGrouped
      && page.query.filter == filter
  }

  /// Shows charges together, or every entry; the choice stays at the same place.
  mutating func group(_ isGrouped: Bool) {
    guard self.isGrouped != isGrouped else { return }
    self.isGrouped = isGrouped
    centre()
    if selected == nil { scroll = 0 }
  }

  /// Asks for the page around the chosen row.
  mutating func centre() { around = selected?.number }

  /// Back to the newest.
  mutating func forgetPlace() {
    (selected, around, jump, scroll) = (nil, nil, nil, 0)
  }
}

extension LedgerRow {
  /// What it is known by on any page.
  var rowID: LedgerState.RowID {
    LedgerState.RowID(number, isUnexplained: kind == .unexplained)
  }
}
