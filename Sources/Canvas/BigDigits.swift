/// A figure in digits three rows high, readable from afar.
package struct BigDigits: Equatable, Sendable {
  /// The figure: digits, points, commas and a sign.
  package let text: String

  /// How many rows they take.
  package static let height = 3

  /// Creates the figure; nil if the text contains anything else.
  package init?(_ text: String) {
    guard !text.isEmpty, text.allSatisfy({ BigDigits.shapes[$0] != nil }) else { return nil }
    self.text = text
  }

  /// How many columns they take, with one column between digits.
  package var width: Int {
    text.reduce(-1) { $0 + (BigDigits.shapes[$1]?.first?.count ?? 0) + 1 }
  }

  /// Draws them at the upper left of a rectangle, as far as there is room.
  package func draw(into canvas: inout Canvas, in rect: Rect, style: Style) {
    var column = rect.column
    for character in text {
      let rows = BigDigits.shapes[character] ?? []
      for (offset, row) in rows.enumerated() {
        canvas.write(row, row: rect.row + offset, column: column, style: style, limit: rect)
      }
      column += (rows.first?.count ?? 0) + 1
    }
  }

  private static let shapes: [Character: [String]] = [
    "0": ["█▀█", "█ █", "▀▀▀"], "1": ["▀█ ", " █ ", "▀▀▀"], "2": ["▀▀█", "█▀▀", "▀▀▀"],
    "3": ["▀▀█", " ▀█", "▀▀▀"], "4": ["█ █", "▀▀█", "  ▀"], "5": ["█▀▀", "▀▀█", "▀▀▀"],
    "6": ["█▀▀", "█▀█", "▀▀▀"], "7": ["▀▀█", "  █", "  ▀"], "8": ["█▀█", "█▀█", "▀▀▀"],
    "9": ["█▀█", "▀▀█", "▀▀▀"], ".": [" ", " ", "▀"], ",": [" ", " ", "▌"],
    "-": ["  ", "▀▀", "  "],
  ]
}
