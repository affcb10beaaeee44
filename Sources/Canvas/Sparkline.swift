/// A graph one row high with one value per column, for tables.
package enum Sparkline {
  /// Text of exactly `width` columns with the newest value at its end.
  ///
  /// - Parameters:
  ///   - values: Oldest first; scaled so that `top` is the full height.
  ///   - top: The value at full height; by default the largest shown.
  package static func text(
    _ values: [Double], width: Int, top: Double? = nil, glyphs: Glyphs = .unicode
  ) -> String {
    guard width > 0 else { return "" }
    let shown = values.suffix(width)
    let top = top ?? shown.max() ?? 0
    var result = TextWidth.spaces(width - shown.count)
    let blocks = glyphs.lowerBlocks
    for value in shown {
      let share = top > 0 && value > 0 ? min(value / top, 1) : 0
      let level = Int((share * Double(blocks.count)).rounded(.up))
      result.unicodeScalars.append(level == 0 ? " " : blocks[level - 1])
    }
    return result
  }

  /// Draws the line into the first row of the rectangle.
  package static func draw(
    _ values: [Double], top: Double? = nil, style: Style = .plain, glyphs: Glyphs = .unicode,
    into canvas: inout Canvas, in rect: Rect
  ) {
    canvas.write(
      text(values, width: rect.width, top: top, glyphs: glyphs), in: rect, style: style,
      glyphs: glyphs)
  }
}
