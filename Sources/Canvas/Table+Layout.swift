/// The positions of the columns and rows of a table.
extension Table {
  /// A column that is shown.
  package struct Placed: Equatable, Sendable {
    /// Index into `columns`.
    package let index: Int
    /// From the left edge of the table.
    package let offset: Int
    /// In terminal columns.
    package let width: Int
  }

  /// The space between two columns.
  private static let gap = 1
  private var gutter: Int { showsMarker ? 2 : 0 }

  /// The columns that fit into `width`, with one space between them, never overlapping.
  ///
  /// Of columns with the same priority the rightmost is dropped first. The last remaining one is made narrower than
  /// its minimum if necessary.
  package func layout(width: Int) -> [Placed] {
    let room = width - gutter
    guard room > 0 else { return [] }
    var kept = Array(columns.indices)
    func needed() -> Int {
      kept.reduce(0) { $0 + minimum($1) } + Table.gap * max(0, kept.count - 1)
    }
    while kept.count > 1, needed() > room {
      guard let lowest = kept.map({ columns[$0].priority }).min(),
        let victim = kept.lastIndex(where: { columns[$0].priority == lowest })
      else { break }
      kept.remove(at: victim)
    }
    let widths = grown(kept, by: room - needed(), room: room)
    var offset = gutter
    return zip(kept, widths).map { index, width in
      defer { offset += width + Table.gap }
      return Placed(index: index, offset: offset, width: width)
    }
  }

  /// How many rows of a rectangle are left for `rows`.
  package func bodyHeight(in rect: Rect) -> Int {
    max(0, rect.height - (showsHeader ? 1 : 0) - (total == nil ? 0 : 1))
  }

  /// The table row at a screen row, for the mouse; nil outside the rows.
  package func row(atScreenRow screenRow: Int, in rect: Rect) -> Int? {
    let line = screenRow - rect.row - (showsHeader ? 1 : 0)
    guard line >= 0, line < bodyHeight(in: rect) else { return nil }
    let index = max(0, scroll) + line
    return rows.indices.contains(index) ? index : nil
  }

  /// The table column at a screen column, for clicks on headings; nil if there is none.
  package func column(atScreenColumn screenColumn: Int, in rect: Rect) -> Int? {
    layout(width: rect.width).first {
      let start = rect.column + $0.offset
      return screenColumn >= start && screenColumn < start + $0.width
    }?.index
  }

  /// The nearest scroll position at which row `selected` is visible.
  ///
  /// - Parameters:
  ///   - scroll: The current position.
  ///   - count: The total number of rows.
  ///   - height: How many rows fit, see `bodyHeight(in:)`.
  package static func scroll(
    _ scroll: Int, toShow selected: Int?, of count: Int, height: Int
  ) -> Int {
    var result = scroll
    if let selected {
      result = max(min(result, selected), selected - max(1, height) + 1)
    }
    return max(0, min(result, count - height))
  }

  private func minimum(_ index: Int) -> Int {
    switch columns[index].width {
    case .fixed(let width): return max(1, width)
    case .flexible(let minimum, _): return max(1, minimum)
    }
  }

  private func maximum(_ index: Int) -> Int {
    switch columns[index].width {
    case .fixed(let width): return max(1, width)
    case .flexible(let minimum, let maximum): return max(1, minimum, maximum)
    }
  }

  /// Divides the remaining width equally among the flexible columns, up to their maximum.
  private func grown(_ kept: [Int], by extra: Int, room: Int) -> [Int] {
    var widths = kept.map { min(minimum($0), room) }
    var left = extra
    while left > 0 {
      let open = kept.indices.filter { widths[$0] < maximum(kept[$0]) }
      guard !open.isEmpty else { break }
      let share = max(1, left / open.count)
      for place in open where left > 0 {
        let more = min(share, left, maximum(kept[place]) - widths[place])
        widths[place] += more
        left -= more
      }
    }
    return widths
  }
}
