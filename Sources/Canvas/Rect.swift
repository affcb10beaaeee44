/// Rows and columns of a screen or canvas, never negative.
package struct Size: Equatable, Hashable, Sendable {
  /// Columns.
  package let width: Int
  /// Rows.
  package let height: Int

  /// A size; negative numbers become 0.
  package init(width: Int, height: Int) {
    self.width = max(0, width)
    self.height = max(0, height)
  }
}

/// Part of a canvas, counted from row 0, column 0 at the top left. Width and height are never negative.
package struct Rect: Equatable, Hashable, Sendable {
  /// Topmost row.
  package let row: Int
  /// Leftmost column.
  package let column: Int
  /// Columns.
  package let width: Int
  /// Rows.
  package let height: Int

  /// A rectangle; a negative width or height becomes 0.
  package init(row: Int, column: Int, width: Int, height: Int) {
    self.row = row
    self.column = column
    self.width = max(0, width)
    self.height = max(0, height)
  }

  /// The whole of a canvas of that size.
  package init(_ size: Size) {
    self.init(row: 0, column: 0, width: size.width, height: size.height)
  }

  /// The first row below.
  package var endRow: Int { row + height }
  /// The first column to the right.
  package var endColumn: Int { column + width }
  /// Whether it contains no cell.
  package var isEmpty: Bool { width == 0 || height == 0 }
  /// Width and height alone.
  package var size: Size { Size(width: width, height: height) }

  /// Whether it contains the cell.
  package func contains(row: Int, column: Int) -> Bool {
    row >= self.row && row < endRow && column >= self.column && column < endColumn
  }

  /// The common part; empty if they do not overlap.
  package func intersection(_ other: Rect) -> Rect {
    let top = max(row, other.row)
    let left = max(column, other.column)
    return Rect(
      row: top, column: left, width: min(endColumn, other.endColumn) - left,
      height: min(endRow, other.endRow) - top)
  }
}

extension Rect {
  /// The rectangle made smaller by that many rows above and below and columns left and right; at least empty.
  package func inset(rows: Int = 1, columns: Int = 1) -> Rect {
    Rect(
      row: row + min(rows, height), column: column + min(columns, width),
      width: width - 2 * columns, height: height - 2 * rows)
  }

  /// The upper `rows` rows and the rest below; `rows` is clamped to the height.
  package func splitTop(_ rows: Int) -> (part: Rect, rest: Rect) {
    let cut = min(max(0, rows), height)
    return (
      Rect(row: row, column: column, width: width, height: cut),
      Rect(row: row + cut, column: column, width: width, height: height - cut)
    )
  }

  /// The lower `rows` rows and the rest above.
  package func splitBottom(_ rows: Int) -> (part: Rect, rest: Rect) {
    let (rest, part) = splitTop(height - min(max(0, rows), height))
    return (part, rest)
  }

  /// The left `columns` columns and the rest to the right.
  package func splitLeft(_ columns: Int) -> (part: Rect, rest: Rect) {
    let cut = min(max(0, columns), width)
    return (
      Rect(row: row, column: column, width: cut, height: height),
      Rect(row: row, column: column + cut, width: width - cut, height: height)
    )
  }

  /// The right `columns` columns and the rest to the left.
  package func splitRight(_ columns: Int) -> (part: Rect, rest: Rect) {
    let (rest, part) = splitLeft(width - min(max(0, columns), width))
    return (part, rest)
  }

  /// The rectangle of that size in the middle of this one, made smaller if it does not fit.
  package func centered(width: Int, height: Int) -> Rect {
    let width = min(max(0, width), self.width)
    let height = min(max(0, height), self.height)
    return Rect(
      row: row + (self.height - height) / 2, column: column + (self.width - width) / 2,
      width: width, height: height)
  }
}
