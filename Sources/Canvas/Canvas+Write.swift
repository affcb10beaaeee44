extension Canvas {
  /// Draws one line of text, made safe, and returns the column after it, drawn or not.
  ///
  /// - Parameters:
  ///   - row: Counted from the top of the canvas; nothing is drawn outside it.
  ///   - column: The column of the first character. It may be left of the limit, which cuts the text.
  ///   - limit: Nothing is drawn outside it; by default the whole canvas. A wide character that is only half inside
  ///     becomes a blank.
  @discardableResult
  package mutating func write(
    _ text: String, row: Int, column: Int, style: Style = .plain, limit: Rect? = nil
  ) -> Int {
    let clip = limit.map { bounds.intersection($0) } ?? bounds
    let isVisible = row >= clip.row && row < clip.endRow && !clip.isEmpty
    if SafeText.isPlain(text) {
      let end = column + text.utf8.count
      let first = max(column, clip.column)
      let last = min(end, clip.endColumn)
      if isVisible, first < last {
        repairEdges(row: row, from: first, to: last)
        put(
          ascii: text.utf8.dropFirst(first - column).prefix(last - first), row: row, column: first,
          style: style)
      }
      return end
    }
    var position = column
    func draw(_ glyph: Glyph, _ columns: Int, into canvas: inout Canvas) {
      if isVisible, position >= clip.column, position + columns <= clip.endColumn {
        canvas.put(glyph, columns: columns, row: row, column: position, style: style)
      } else if isVisible, columns == 2 {
        for half in position..<position + 2 where clip.contains(row: row, column: half) {
          canvas.put(.blank, columns: 1, row: row, column: half, style: style)
        }
      }
      position += columns
    }
    if SafeText.isSimple(text) {
      for scalar in text.unicodeScalars {
        draw(Glyph(unchecked: scalar), SafeText.simpleColumns(scalar), into: &self)
      }
    } else {
      for character in text {
        let (glyph, columns) = SafeText.glyph(of: character)
        draw(glyph, columns, into: &self)
      }
    }
    return position
  }

  /// Draws text fitted to the first row of a rectangle: cut with an ellipsis, or padded.
  package mutating func write(
    _ text: String, in rect: Rect, _ alignment: Alignment = .left, style: Style = .plain,
    glyphs: Glyphs = .unicode
  ) {
    let line = rect.splitTop(1).part
    guard !line.isEmpty else { return }
    let blanks = line.width - TextWidth.columns(of: text)
    guard blanks >= 0 else {
      write(
        TextWidth.fit(text, line.width, alignment, glyphs: glyphs), row: line.row,
        column: line.column, style: style, limit: line)
      return
    }
    fill(line, style: style)
    let before =
      switch alignment {
      case .left: 0
      case .right: blanks
      case .center: blanks / 2
      }
    write(text, row: line.row, column: line.column + before, style: style, limit: line)
  }
}
