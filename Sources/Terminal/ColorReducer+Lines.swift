import Canvas

/// Canvases as lines, for output that is not a screen, such as a command's.
extension ColorReducer {
  /// The rows of a canvas with escape sequences for its styles, each ending in the plain style; bare text without
  /// colour.
  package func lines(_ canvas: Canvas) -> [String] {
    if depth == .none { return canvas.lines }
    return (0..<canvas.size.height).map { styled(canvas, row: $0, 0..<canvas.size.width) }
  }

  /// Part of a row with escape sequences for its styles, ending in the plain style.
  func styled(_ canvas: Canvas, row: Int, _ columns: Range<Int>) -> String {
    var line = ""
    var current = Style.plain
    for column in columns {
      let cell = canvas[row, column]
      if cell.style != current {
        line += sequence(cell.style)
        current = cell.style
      }
      cell.glyph.append(to: &line)
    }
    return current == .plain ? line : line + "\u{1b}[0m"
  }

  /// Switches to a style from any other.
  private func sequence(_ style: Style) -> String {
    let (foreground, background) = numbers(style)
    var codes = ["0"]
    let attributes: [(Attributes, String)] = [
      (.bold, "1"), (.dim, "2"), (.underline, "4"), (.reverse, "7"),
    ]
    codes += attributes.filter { style.attributes.contains($0.0) }.map(\.1)
    codes += parameters(foreground, first: 30) + parameters(background, first: 40)
    return "\u{1b}[" + codes.joined(separator: ";") + "m"
  }

  /// - Parameter first: 30 for the foreground, 40 for the background.
  private func parameters(_ number: Int32, first: Int32) -> [String] {
    switch number {
    case ..<0: return []
    case 0..<8: return ["\(first + number)"]
    case 8..<16: return ["\(first + 52 + number)"]
    case _ where depth == .truecolor:
      return ["\(first + 8)", "2", "\(number >> 16)", "\(number >> 8 & 255)", "\(number & 255)"]
    default: return ["\(first + 8)", "5", "\(number)"]
    }
  }
}
