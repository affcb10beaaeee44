import Canvas

/// The keys and the signs, explained; made from the table of actions.
struct HelpPanel {
  private let look: Look

  init(_ look: Look) { self.look = look }

  func draw(_ canvas: inout Canvas, in rect: Rect) {
    let box = Box("help", border: look.palette.style(\.border), glyphs: look.glyphs)
    let inner = box.draw(into: &canvas, in: rect).inset(rows: 0, columns: 1)
    var row = inner.row
    for action in Action.all {
      canvas.write(
        [
          (TextWidth.fit(action.keyText, 5), look.palette.style(\.accent, [.bold])),
          (action.help, .plain),
        ], row: row, from: inner.column, in: inner)
      row += 1
    }
    row += 1
    for (sign, text) in signs {
      canvas.write(
        [(TextWidth.fit(sign, 5), Style(.terminal, [.bold])), (text, look.palette.style(\.label))],
        row: row, from: inner.column, in: inner)
      row += 1
    }
  }

  private var signs: [(String, String)] {
    [
      (look.glyphs.isUnicode ? "≥" : ">=", "At least: some answers lack their final output count."),
      ("*", "Without requests of models that have no known price."),
      ("$", "List value of what was used, whoever pays for it."),
    ]
  }
}
