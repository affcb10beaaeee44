import Ledger

/// How a person looks at the limits and at what is pending below them.
package struct LimitsState: Equatable, Sendable {
  /// A row that can be chosen.
  package enum RowID: Hashable, Sendable {
    case limit(Tool?, Limit.Period, Limit.Source)
    case pending(Int64)
  }

  /// The chosen row and the first limit shown.
  package var list = ListState<Never, RowID>()

  /// No row chosen.
  package init() {}
}

extension LimitState {
  /// What its row is known by.
  var rowID: LimitsState.RowID { .limit(limit.tool, limit.period, limit.source) }
}
