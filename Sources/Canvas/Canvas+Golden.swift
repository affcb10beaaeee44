/// Text forms of a canvas, for tests and for output without a terminal.
extension Canvas {
  /// The characters row by row, without trailing spaces.
  package var lines: [String] {
    (0..<size.height).map { row in
      var line = ""
      var end = line.endIndex
      for column in 0..<size.width {
        let glyph = self[row, column].glyph
        glyph.append(to: &line)
        if glyph != .blank { end = line.endIndex }
      }
      return String(line[..<end])
    }
  }

  /// One letter per cell for its style, then a legend; `.` is the plain style.
  ///
  /// Letters are assigned in order of appearance: `a`…`z`, `A`…`Z`, then `?`.
  package var styleLines: [String] {
    let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
    var known: [Style: Character] = [.plain: "."]
    var legend: [String] = []
    var result: [String] = []
    for row in 0..<size.height {
      var line = ""
      for column in 0..<size.width {
        let style = self[row, column].style
        if known[style] == nil {
          let letter = legend.count < letters.count ? letters[legend.count] : "?"
          known[style] = letter
          legend.append("\(letter) \(style)")
        }
        line.append(known[style] ?? "?")
      }
      while line.last == "." { line.removeLast() }
      result.append(line)
    }
    return result + legend
  }
}
