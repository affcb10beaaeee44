/// A horizontal bar filled from the left, in eighths of a column if Unicode is available.
package struct Gauge: Equatable, Sendable {
  /// How much is filled, 0…1; values outside are clamped, NaN counts as 0.
  package var fraction: Double
  /// How far it is filled at least and at most, 0…1, where that is not certain; the part between is hatched.
  package var doubt: ClosedRange<Double>?
  /// Style of the filled part, by position along the bar.
  package var fill: Ramp
  /// Style of the unfilled part.
  package var track: Style
  /// Which characters to draw with.
  package var glyphs: Glyphs

  /// Creates a gauge.
  package init(
    _ fraction: Double, doubt: ClosedRange<Double>? = nil, fill: Ramp = Ramp(.plain),
    track: Style = Style(.terminal, [.dim]),
    glyphs: Glyphs = .unicode
  ) {
    self.fraction = fraction
    self.doubt = doubt
    self.fill = fill
    self.track = track
    self.glyphs = glyphs
  }

  /// Draws the bar over the whole rectangle, all rows alike.
  package func draw(into canvas: inout Canvas, in rect: Rect) {
    let filled = units(doubt?.lowerBound ?? fraction, width: rect.width)
    let hatched = hatch(width: rect.width)
    let perCell = glyphs.leftBlocks.count
    for row in rect.row..<rect.endRow {
      for offset in 0..<rect.width {
        let here = min(max(0, filled - offset * perCell), perCell)
        let place = rect.width > 1 ? Double(offset) / Double(rect.width - 1) : fraction
        if hatched.contains(offset) {
          canvas.put(
            glyphs.hatch, row: row, column: rect.column + offset,
            style: fill[place].on(track.background))
        } else if here == 0 {
          canvas.put(glyphs.track, row: row, column: rect.column + offset, style: track)
        } else {
          canvas.put(
            glyphs.leftBlocks[here - 1], row: row, column: rect.column + offset,
            style: fill[place].on(track.background))
        }
      }
    }
  }

  /// The columns that are hatched: at least one where there is doubt.
  private func hatch(width: Int) -> Range<Int> {
    guard let doubt, width > 0 else { return 0..<0 }
    func column(_ fraction: Double) -> Int {
      Int(min(1, max(0, fraction.isNaN ? 0 : fraction)) * Double(width))
    }
    let first = min(column(doubt.lowerBound), width - 1)
    return first..<min(width, max(first + 1, column(doubt.upperBound)))
  }

  /// How many parts of a column are filled. Anything not empty shows at least one part, and only a full gauge shows
  /// all: a gauge must not wrongly look empty or untouched.
  private func units(_ fraction: Double, width: Int) -> Int {
    let all = width * glyphs.leftBlocks.count
    guard fraction > 0, all > 0 else { return 0 }
    if fraction >= 1 { return all }
    return min(max(1, Int((fraction * Double(all)).rounded())), max(1, all - 1))
  }
}
