import Ledger

/// The view state of the limits and of the pending changes below them.
package struct LimitsState: Equatable, Sendable {
  /// A selectable row.
  package enum RowID: Hashable, Sendable {
    case limit(Tool?, Limit.Period, Limit.Source)
    case pending(Int64)
  }

  /// The selected row and the first limit shown.
  package var list = ListState<Never, RowID>()

  /// Nothing is selected.
  package init() {}
}

extension LimitState {
  /// The identity of its row.
  var rowID: LimitsState.RowID { .limit(limit.tool, limit.period, limit.source) }
}
