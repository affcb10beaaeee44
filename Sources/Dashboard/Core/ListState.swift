/// The view state of a list: order, filter, selection, scroll position.
package struct ListState<Column: Equatable & Sendable, RowID: Equatable & Sendable>: Equatable,
  Sendable
{
  /// The column it is sorted by; nil for its natural order.
  package var sort: Column?
  /// Smallest first.
  package var isAscending = false
  /// Only rows containing this text are shown; empty shows all.
  package var filter = ""
  /// The selected row. It stays selected when rows move.
  package var selected: RowID?
  /// Index of the first row shown.
  package var scroll = 0

  /// The initial state.
  package init(sort: Column? = nil) { self.sort = sort }

  /// Whether a row with these texts passes the filter.
  func matches(_ texts: String...) -> Bool {
    filter.isEmpty || texts.contains { $0.range(of: filter, options: .caseInsensitive) != nil }
  }

  /// The row this many places from the selected one, clamped to the ends of `rows`.
  func stepped(by steps: Int, in rows: [RowID]) -> RowID? {
    guard let last = rows.indices.last else { return nil }
    guard let index = selected.flatMap({ rows.firstIndex(of: $0) }) else {
      return steps == .min || steps > 0 && steps != .max ? rows[0] : rows[last]
    }
    let (sum, isOver) = index.addingReportingOverflow(steps)
    return rows[isOver ? (steps > 0 ? last : 0) : min(max(0, sum), last)]
  }
}

/// A column that rows can be sorted by. Names sort ascending at first, amounts descending.
protocol SortColumn: Equatable {
  /// Whether it holds names.
  var isName: Bool { get }
}

extension ListState where Column: SortColumn {
  /// Sorts by the next column; after the last one, returns to the natural order.
  mutating func sortByNext(of columns: [Column]) {
    guard let sort, let index = columns.firstIndex(of: sort) else {
      return self.sort(by: columns.first)
    }
    self.sort(by: columns.indices.contains(index + 1) ? columns[index + 1] : nil)
  }

  /// Sorts by a column; nil restores the natural order.
  mutating func sort(by column: Column?) {
    sort = column
    isAscending = column?.isName ?? false
  }

  /// Sorts by the clicked heading; a second click reverses the order.
  mutating func clickHeading(_ column: Column) {
    if sort == column { isAscending.toggle() } else { sort(by: column) }
  }
}
