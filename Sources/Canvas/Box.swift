/// A border with a title at the left of its upper line and, if wanted, a note at the right.
package struct Box: Equatable, Sendable {
  /// What the box shows; cut if it is too long, omitted if it is empty.
  package var title: String
  /// A short fact at the right of the upper line; omitted if the title leaves no room.
  package var note: String
  /// Style of the lines.
  package var border: Style
  /// Style of the title.
  package var titleStyle: Style
  /// Style of the note.
  package var noteStyle: Style
  /// Whether only the upper line is drawn, where every row counts.
  package var isOpen = false
  /// Which characters to draw with.
  package var glyphs: Glyphs

  /// Creates a box.
  package init(
    _ title: String = "", note: String = "", border: Style = .plain,
    titleStyle: Style = Style(.terminal, [.bold]), noteStyle: Style = .plain,
    glyphs: Glyphs = .unicode
  ) {
    self.title = title
    self.note = note
    self.border = border
    self.titleStyle = titleStyle
    self.noteStyle = noteStyle
    self.glyphs = glyphs
  }

  /// Draws the border without touching the inside, and returns the area inside.
  @discardableResult
  package func draw(into canvas: inout Canvas, in rect: Rect) -> Rect {
    if isOpen { return drawOpen(into: &canvas, in: rect) }
    guard rect.width >= 2, rect.height >= 2 else { return rect.inset() }
    let right = rect.endColumn - 1
    let bottom = rect.endRow - 1
    for column in rect.column...right {
      canvas.put(glyphs.horizontal, row: rect.row, column: column, style: border)
      canvas.put(glyphs.horizontal, row: bottom, column: column, style: border)
    }
    for row in rect.row...bottom {
      canvas.put(glyphs.vertical, row: row, column: rect.column, style: border)
      canvas.put(glyphs.vertical, row: row, column: right, style: border)
    }
    canvas.put(glyphs.topLeft, row: rect.row, column: rect.column, style: border)
    canvas.put(glyphs.topRight, row: rect.row, column: right, style: border)
    canvas.put(glyphs.bottomLeft, row: bottom, column: rect.column, style: border)
    canvas.put(glyphs.bottomRight, row: bottom, column: right, style: border)
    drawLabels(into: &canvas, in: rect)
    return rect.inset()
  }

  private func drawOpen(into canvas: inout Canvas, in rect: Rect) -> Rect {
    let (line, inside) = rect.splitTop(1)
    canvas.fill(line, glyphs.horizontal, style: border)
    if rect.height > 0 { drawLabels(into: &canvas, in: rect) }
    return inside.inset(rows: 0, columns: 1)
  }

  private func drawLabels(into canvas: inout Canvas, in rect: Rect) {
    // A corner and one line on each side, a bracket on each side of a label.
    let room = rect.width - 4
    var used = 0
    if !title.isEmpty, room >= 3 {
      let width = min(TextWidth.columns(of: title), room - 2)
      label(title, width, at: rect.column + 2, row: rect.row, style: titleStyle, into: &canvas)
      used = width + 2
    }
    let width = TextWidth.columns(of: note)
    if !note.isEmpty, width + 2 <= room - used - (used > 0 ? 1 : 0) {
      let start = rect.endColumn - 2 - (width + 2)
      label(note, width, at: start, row: rect.row, style: noteStyle, into: &canvas)
    }
  }

  private func label(
    _ text: String, _ width: Int, at column: Int, row: Int, style: Style, into canvas: inout Canvas
  ) {
    canvas.put(glyphs.titleOpen, row: row, column: column, style: border)
    canvas.write(
      TextWidth.fit(text, width, glyphs: glyphs), row: row, column: column + 1, style: style)
    canvas.put(glyphs.titleClose, row: row, column: column + 1 + width, style: border)
  }
}
