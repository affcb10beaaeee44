/// A screen as a value: panels draw into it, tests read it, and the terminal shows it.
///
/// Drawing outside its bounds has no effect. A wide character is always drawn whole or not at all, whatever is
/// drawn over or beside it.
package struct Canvas: Equatable, Sendable {
  /// Rows and columns.
  package let size: Size
  /// All cells, row after row.
  package private(set) var cells: [Cell]

  /// Creates a blank canvas.
  package init(_ size: Size, style: Style = .plain) {
    self.size = size
    cells = Array(repeating: Cell(style: style), count: size.width * size.height)
  }

  /// The whole area.
  package var bounds: Rect { Rect(size) }

  /// The cell at a position; a plain blank outside the bounds.
  package subscript(row: Int, column: Int) -> Cell {
    guard bounds.contains(row: row, column: column) else { return Cell() }
    return cells[row * size.width + column]
  }

  /// Fills an area with one narrow glyph.
  package mutating func fill(_ rect: Rect, _ scalar: Unicode.Scalar = " ", style: Style = .plain) {
    let area = rect.intersection(bounds)
    guard !area.isEmpty else { return }
    let cell = Cell(narrow(scalar), style: style)
    for row in area.row..<area.endRow {
      repairEdges(row: row, from: area.column, to: area.endColumn)
      let start = row * size.width + area.column
      for index in start..<start + area.width { cells[index] = cell }
    }
  }

  /// Draws one narrow glyph, such as those of `Glyphs`; a wide or unsafe scalar becomes `·`.
  package mutating func put(
    _ scalar: Unicode.Scalar, row: Int, column: Int, style: Style = .plain
  ) {
    put(narrow(scalar), columns: 1, row: row, column: column, style: style)
  }

  /// Changes the style of an area but not its characters.
  package mutating func restyle(_ rect: Rect, _ change: (inout Style) -> Void) {
    let area = rect.intersection(bounds)
    guard !area.isEmpty else { return }
    for row in area.row..<area.endRow {
      let start = row * size.width + area.column
      for index in start..<start + area.width { change(&cells[index].style) }
    }
  }

  /// Replaces the terminal's own colours with a theme's. Call it once, last.
  package mutating func replaceTerminalColors(foreground: Color, background: Color) {
    if foreground == .terminal, background == .terminal { return }
    restyle(bounds) { style in
      if style.foreground == .terminal { style.foreground = foreground }
      if style.background == .terminal { style.background = background }
    }
  }

  /// Draws a glyph of known width; the caller has checked the bounds.
  mutating func put(_ glyph: Glyph, columns: Int, row: Int, column: Int, style: Style) {
    guard row >= 0, row < size.height, column >= 0, column + columns <= size.width else { return }
    repairEdges(row: row, from: column, to: column + columns)
    let index = row * size.width + column
    cells[index] = Cell(glyph, style: style)
    if columns == 2 { cells[index + 1] = Cell(.rightHalf, style: style) }
  }

  /// Draws ASCII bytes that the caller has checked, with `from` and `to` inside the bounds.
  mutating func put(ascii bytes: some Sequence<UInt8>, row: Int, column: Int, style: Style) {
    var index = row * size.width + column
    let packed = PackedStyle(style)
    for byte in bytes {
      cells[index] = Cell(Glyph(ascii: byte), packed)
      index += 1
    }
  }

  /// Blanks the halves of wide characters that would be left when a span is drawn over.
  mutating func repairEdges(row: Int, from start: Int, to end: Int) {
    let index = row * size.width
    if start > 0, cells[index + start].glyph.isRightHalf {
      cells[index + start - 1].glyph = .blank
    }
    if end < size.width, cells[index + end].glyph.isRightHalf {
      cells[index + end].glyph = .blank
    }
  }

  private func narrow(_ scalar: Unicode.Scalar) -> Glyph {
    TextWidth.columns(of: scalar) == 1 ? Glyph(unchecked: scalar) : SafeText.replacement
  }
}
