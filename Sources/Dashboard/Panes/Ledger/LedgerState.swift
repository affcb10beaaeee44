import Ledger

/// The view state of the ledger. There may be a million entries, and the model holds one page of them: rows
/// are identified by entry numbers, and when the selection comes near the page's edge the page around it is
/// requested.
package struct LedgerState: Equatable, Sendable {
  /// Identifies a row. A reading and the unexplained difference it revealed share a number.
  package struct RowID: Hashable, Sendable {
    package var number: Int64
    package var isUnexplained = false

    /// The row of entry `number`.
    package init(_ number: Int64, isUnexplained: Bool = false) {
      self.number = number
      self.isUnexplained = isUnexplained
    }
  }

  /// Whether charges are grouped by day and tool.
  package var isGrouped = true
  /// Only entries containing this text are shown; empty shows all.
  package var filter = "" {
    didSet { forgetPlace() }
  }
  /// The selected row, if any.
  package var selected: RowID?
  /// Index on the page of the first row shown.
  package var scroll = 0
  /// The entry to center the page on; nil for the newest.
  package var around: Int64?
  /// Where to move the selection once the requested page arrives.
  package var jump: Jump?

  /// An end of the ledger.
  package enum Jump: Equatable, Sendable {
    case newest, oldest
  }

  /// Starts at the newest entries.
  package init() {}

  /// Rows to request on each side of the selected one. Fewer when charges are grouped, because each group
  /// makes the store read many entries.
  var reach: Int { isGrouped ? 60 : 200 }

  /// The query for an account's ledger.
  package func query(account: String) -> LedgerPage.Query {
    LedgerPage.Query(
      account: account, isGrouped: isGrouped, filter: filter, around: around,
      reach: reach)
  }

  /// Whether a page answers the query, apart from its position.
  func isAnswered(by page: LedgerPage, account: String) -> Bool {
    page.query.account == account && page.query.isGrouped == isGrouped
      && page.query.filter == filter
  }

  /// Groups charges, or shows every entry. The selection keeps its place.
  mutating func group(_ isGrouped: Bool) {
    guard self.isGrouped != isGrouped else { return }
    self.isGrouped = isGrouped
    centre()
    if selected == nil { scroll = 0 }
  }

  /// Requests the page around the selected row.
  mutating func centre() { around = selected?.number }

  /// Returns to the newest entries.
  mutating func forgetPlace() {
    (selected, around, jump, scroll) = (nil, nil, nil, 0)
  }
}

extension LedgerRow {
  /// Its identity on any page.
  var rowID: LedgerState.RowID {
    LedgerState.RowID(number, isUnexplained: kind == .unexplained)
  }
}
