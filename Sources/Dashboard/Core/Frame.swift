import Canvas

/// A drawn screen, with its click targets.
package struct Frame: Equatable, Sendable {
  /// What is drawn.
  package var canvas: Canvas
  /// Later ones cover earlier ones.
  private var targets: [Area] = []

  /// What a click does.
  package enum Target: Equatable, Sendable {
    case action(Action.ID)
    /// Things the current pane draws: a row, a column heading, an option of one of its choices.
    case row(Int)
    case heading(Int)
    case option(Int, of: Int)
    case form(FormTarget)
  }

  private struct Area: Equatable, Sendable {
    var rect: Rect
    var target: Target
  }

  /// An empty screen.
  init(_ size: Size) { canvas = Canvas(size) }

  /// Makes an area clickable.
  mutating func mark(_ rect: Rect, _ target: Target) {
    targets.append(Area(rect: rect, target: target))
  }

  /// The target of a click at a position.
  package func target(row: Int, column: Int) -> Target? {
    targets.last { $0.rect.contains(row: row, column: column) }?.target
  }
}

extension Frame {
  /// A piece of a line, with its click target.
  struct Piece {
    var text: String
    var style: Style
    var target: Target?

    init(_ text: String, _ style: Style, _ target: Target? = nil) {
      self.text = text
      self.style = style
      self.target = target
    }

    var width: Int { TextWidth.columns(of: text) }
  }

  /// Writes pieces one after another into the first row of a rectangle and returns the column after the
  /// last. Stops before the first piece that does not fit whole.
  @discardableResult
  mutating func write(_ pieces: [Piece], in rect: Rect) -> Int {
    var column = rect.column
    guard rect.height > 0 else { return column }
    for piece in pieces {
      let width = piece.width
      guard column + width <= rect.endColumn else { break }
      canvas.write(piece.text, row: rect.row, column: column, style: piece.style, limit: rect)
      if let target = piece.target {
        mark(Rect(row: rect.row, column: column, width: width, height: 1), target)
      }
      column += width
    }
    return column
  }

  /// Draws a table.
  /// - Parameters:
  ///   - headings: whether headings are clickable.
  ///   - rows: the pane's index of the first row; nil if rows are not clickable.
  mutating func draw(_ table: Table, in rect: Rect, headings: Bool = false, rows: Int? = 0) {
    table.draw(into: &canvas, in: rect)
    if headings, table.showsHeader {
      for place in table.layout(width: rect.width) {
        let heading = Rect(
          row: rect.row, column: rect.column + place.offset, width: place.width, height: 1)
        mark(heading.intersection(rect), .heading(place.index))
      }
    }
    guard let rows else { return }
    for row in rect.row..<rect.endRow {
      guard let index = table.row(atScreenRow: row, in: rect) else { continue }
      mark(
        Rect(row: row, column: rect.column, width: rect.width, height: 1), .row(rows + index))
    }
  }
}
