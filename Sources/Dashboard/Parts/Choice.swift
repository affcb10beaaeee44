import Canvas
import Themes

/// A row of options, one of them chosen, such as the time spans of a chart.
struct Choice<Value: Equatable> {
  let values: [Value]
  let chosen: Value
  let look: Look
  let title: (Value) -> String
  /// The click target of the option at an index.
  let target: (Int) -> Frame.Target

  /// One piece per option: its title with a space on either side.
  var pieces: [Frame.Piece] {
    values.enumerated().map { index, value in
      let style =
        value == chosen ? look.palette.selection.adding([.bold]) : look.palette.style(\.label)
      return Frame.Piece(" \(title(value)) ", style, target(index))
    }
  }

  var width: Int { pieces.reduce(0) { $0 + $1.width } }
}

extension Palette {
  /// The empty part of a gauge, or the zero line of a chart.
  var trackStyle: Style { style(\.track, track == .terminal ? [.dim] : []) }

  /// The chosen option or the selected row.
  var selection: Style {
    if selectedForeground == .terminal, selectedBackground == .terminal {
      return Style(.terminal, [.reverse])
    }
    return Style(selectedForeground, on: selectedBackground)
  }
}

extension Frame {
  /// Draws a box with a choice at the right of its top border, if there is room.
  mutating func draw<Value>(_ box: Box, choice: Choice<Value>, in rect: Rect) -> Rect {
    let inner = box.draw(into: &canvas, in: rect)
    let width = choice.width
    let room = rect.width - 9 - TextWidth.columns(of: box.title)
    guard width <= room else { return inner }
    let start = rect.endColumn - 4 - width
    canvas.put(box.glyphs.titleOpen, row: rect.row, column: start, style: box.border)
    write(
      choice.pieces, in: Rect(row: rect.row, column: start + 1, width: width, height: 1))
    canvas.put(
      box.glyphs.titleClose, row: rect.row, column: start + 1 + width, style: box.border)
    return inner
  }

  /// Writes a short note onto the bottom border of a box.
  mutating func writeNote(_ text: String, _ style: Style, below box: Box, in rect: Rect) {
    let width = TextWidth.columns(of: text)
    guard !text.isEmpty, width + 6 <= rect.width, rect.height >= 2 else { return }
    let start = rect.endColumn - 4 - width
    let row = rect.endRow - 1
    canvas.put(box.glyphs.footOpen, row: row, column: start, style: box.border)
    canvas.write(text, row: row, column: start + 1, style: style)
    canvas.put(box.glyphs.footClose, row: row, column: start + 1 + width, style: box.border)
  }
}

extension Frame {
  /// Notes on the bottom border of a box how many rows follow below the visible ones, if any.
  mutating func writeMore(_ count: Int, _ look: Look, below box: Box, in rect: Rect) {
    guard count > 0 else { return }
    writeNote(
      "\(count) more \(look.glyphs.down)", look.palette.style(\.label), below: box, in: rect)
  }
}

extension Look {
  /// A box in the style of all panels.
  func box(_ title: String, note: String = "") -> Box {
    Box(
      title, note: note, border: palette.style(\.border),
      titleStyle: palette.style(\.title, [.bold]), noteStyle: palette.style(\.label),
      glyphs: glyphs)
  }
}
