/// How a person looks at a list: order, filter, choice.
package struct ListState<Column: Equatable & Sendable, RowID: Equatable & Sendable>: Equatable,
  Sendable
{
  /// The column it is sorted by; nil: in its own order.
  package var sort: Column?
  /// Smallest first.
  package var isAscending = false
  /// Only rows that hold this text are shown; empty: all.
  package var filter = ""
  /// The chosen row; it stays chosen wherever it moves.
  package var selected: RowID?
  /// The first row shown.
  package var scroll = 0

  /// A list as it first appears.
  package init(sort: Column? = nil) { self.sort = sort }

  /// Whether a row with these texts is shown.
  func matches(_ texts: String...) -> Bool {
    filter.isEmpty || texts.contains { $0.range(of: filter, options: .caseInsensitive) != nil }
  }

  /// The row so many places from the chosen one among `rows`, held at the ends.
  func stepped(by steps: Int, in rows: [RowID]) -> RowID? {
    guard let last = rows.indices.last else { return nil }
    guard let index = selected.flatMap({ rows.firstIndex(of: $0) }) else {
      return steps == .min || steps > 0 && steps != .max ? rows[0] : rows[last]
    }
    let (sum, isOver) = index.addingReportingOverflow(steps)
    return rows[isOver ? (steps > 0 ? last : 0) : min(max(0, sum), last)]
  }
}

/// A column that rows can be sorted by.
protocol SortColumn: Equatable {
  /// Names go from A on, amounts from the largest down.
  var isName: Bool { get }
}

extension ListState where Column: SortColumn {
  /// Sorts by the column after the present one; after the last the rows stand in their own order.
  mutating func sortByNext(of columns: [Column]) {
    guard let sort, let index = columns.firstIndex(of: sort) else {
      return self.sort(by: columns.first)
    }
    self.sort(by: columns.indices.contains(index + 1) ? columns[index + 1] : nil)
  }

  /// Sorts by a column, or not at all.
  mutating func sort(by column: Column?) {
    sort = column
    isAscending = column?.isName ?? false
  }

  /// A click on a heading sorts by it, a second one the other way round.
  mutating func clickHeading(_ column: Column) {
    if sort == column { isAscending.toggle() } else { sort(by: column) }
  }
}
