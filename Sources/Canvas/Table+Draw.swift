extension Table {
  /// Draws the headings, the visible rows and the total into the rectangle. Rows that do not fit are omitted, and
  /// nothing is drawn outside it.
  package func draw(into canvas: inout Canvas, in rect: Rect) {
    guard !rect.isEmpty else { return }
    let placed = layout(width: rect.width)
    var (rest, line) = (rect, Rect(row: 0, column: 0, width: 0, height: 0))
    if showsHeader {
      (line, rest) = rest.splitTop(1)
      drawHeader(placed, into: &canvas, in: line)
    }
    if let total {
      (line, rest) = rest.splitBottom(1)
      if line.height == 1 { drawRow(total, placed, into: &canvas, in: line) }
    }
    let first = max(0, scroll)
    guard first < rows.count else { return }
    for (offset, row) in rows[first...].prefix(rest.height).enumerated() {
      let line = Rect(row: rest.row + offset, column: rest.column, width: rest.width, height: 1)
      drawRow(row, placed, into: &canvas, in: line)
      if first + offset == selected { highlight(line, in: &canvas) }
    }
  }

  private func drawHeader(_ placed: [Placed], into canvas: inout Canvas, in line: Rect) {
    canvas.fill(line, style: headerStyle)
    for place in placed {
      let column = columns[place.index]
      var title = column.title
      if let sort, sort.column == place.index {
        let room = min(TextWidth.columns(of: title), place.width - 1)
        title = TextWidth.fit(title, room, glyphs: glyphs)
        title.unicodeScalars.append(sort.isAscending ? glyphs.up : glyphs.down)
      }
      canvas.write(
        title, in: area(place, line), column.alignment, style: headerStyle, glyphs: glyphs)
    }
  }

  private func drawRow(_ row: Row, _ placed: [Placed], into canvas: inout Canvas, in line: Rect) {
    canvas.fill(line)
    for place in placed where row.indices.contains(place.index) {
      let field = row[place.index]
      canvas.write(
        field.text, in: area(place, line), columns[place.index].alignment, style: field.style,
        glyphs: glyphs)
    }
  }

  /// A style and a marker, so that the selection is visible without colours and attributes.
  private func highlight(_ line: Rect, in canvas: inout Canvas) {
    if showsMarker {
      canvas.put(glyphs.marker, row: line.row, column: line.column)
    }
    canvas.restyle(line) {
      $0 = Style(
        selection.foreground, on: selection.background, selection.attributes.union($0.attributes))
    }
  }

  private func area(_ place: Placed, _ line: Rect) -> Rect {
    Rect(row: line.row, column: line.column + place.offset, width: place.width, height: 1)
      .intersection(line)
  }
}
