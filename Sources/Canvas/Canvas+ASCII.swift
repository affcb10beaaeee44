extension Canvas {
  /// Replaces dashes, quotes and other punctuation with ASCII, for terminals that have nothing else. Call it once,
  /// last. Letters stay unchanged.
  package mutating func replaceSigns() {
    for row in 0..<size.height {
      for column in 0..<size.width {
        let cell = self[row, column]
        guard cell.glyph.base > 0x7e, let sign = Canvas.signs[cell.glyph.base] else { continue }
        put(sign, row: row, column: column, style: cell.style)
      }
    }
  }

  private static let signs: [UInt32: Unicode.Scalar] = [
    0x2013: "-", 0x2014: "-", 0x201c: "\"", 0x201d: "\"", 0x2018: "'", 0x2019: "'", 0x00d7: "x",
    0x2212: "-", 0x00b7: "|", 0x2022: "*", 0x2026: "~", 0x2190: "<", 0x2192: ">", 0x2191: "^",
    0x2193: "v",
  ]
}
