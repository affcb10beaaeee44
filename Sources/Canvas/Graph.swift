/// The characters of an area graph; fonts differ in how they show braille.
package enum GraphSymbols: Equatable, Sendable {
  /// Two by four dots per cell.
  case braille
  /// Two by two blocks per cell.
  case block
  /// One column of three heights per cell, in ASCII.
  case ascii
}

/// An area graph with two values per column, the newest at the right edge.
package struct Graph: Equatable, Sendable {
  /// The values, oldest first, 0…1 each; values outside are clamped, NaN counts as 0.
  package var values: [Double]
  /// Which characters to draw with.
  package var symbols: GraphSymbols
  /// Style by height; in a graph of one row, by value.
  package var fill: Ramp
  /// The parts of the values, from the bottom up; if empty, only `fill` sets the style.
  package var layers: [Layer]
  /// Style of the line for zero and for times without values.
  package var baseline: Style

  /// Creates a graph.
  package init(
    _ values: [Double], symbols: GraphSymbols = .braille, fill: Ramp = Ramp(.plain),
    layers: [Layer] = [], baseline: Style = Style(.terminal, [.dim])
  ) {
    self.values = values
    self.symbols = symbols
    self.fill = fill
    self.layers = layers
    self.baseline = baseline
  }

  /// A part of every value.
  package struct Layer: Equatable, Sendable {
    /// The top of the part, for each value: the sum of it and all parts below it, 0…1.
    package var tops: [Double]
    package var style: Style

    /// Creates a layer.
    package init(tops: [Double], style: Style) {
      self.tops = tops
      self.style = style
    }
  }

  /// How many values fit into that many columns.
  package static func capacity(columns: Int) -> Int { 2 * max(0, columns) }

  /// Draws over the whole rectangle; if not all values fit, the oldest are omitted.
  package func draw(into canvas: inout Canvas, in rect: Rect) {
    guard !rect.isEmpty else { return }
    let capacity = Graph.capacity(columns: rect.width)
    let levels = values.suffix(capacity).map { level($0, height: rect.height) }
    let missing = capacity - levels.count
    let skipped = values.count - levels.count
    canvas.fill(rect)
    for offset in 0..<rect.width {
      let left = 2 * offset - missing
      let pair = (left >= 0 ? levels[left] : 0, left + 1 >= 0 ? levels[left + 1] : 0)
      let index = skipped + left + (pair.1 > pair.0 ? 1 : 0)
      let tops = layers.map { $0.tops.indices.contains(index) ? $0.tops[index] : 0 }
      for rise in 0..<max(1, min(rect.height, (max(pair.0, pair.1) + 3) / 4)) {
        let here = (Graph.part(pair.0, rise), Graph.part(pair.1, rise))
        let isBaseline = pair.0 == 0 && pair.1 == 0
        let drawn = rise == 0 ? (max(1, here.0), max(1, here.1)) : here
        canvas.put(
          Graph.symbol(drawn.0, drawn.1, symbols), row: rect.endRow - 1 - rise,
          column: rect.column + offset,
          style: isBaseline
            ? baseline
            : layers.isEmpty
              ? style(rise, height: rect.height, pair)
              : layer(
                at: Double(4 * rise + max(1, max(here.0, here.1)) / 2) / Double(4 * rect.height),
                tops))
      }
    }
  }

  private func style(_ rise: Int, height: Int, _ pair: (Int, Int)) -> Style {
    if height == 1 { return fill[Double(max(pair.0, pair.1)) / 4] }
    return fill[Double(rise) / Double(height - 1)]
  }

  /// The style of the layer at a certain height of a value, whose layers end at `tops`.
  private func layer(at height: Double, _ tops: [Double]) -> Style {
    layers[tops.firstIndex { $0 > height } ?? layers.count - 1].style
  }

  /// The height in quarters of a row; anything above zero is at least one.
  private func level(_ value: Double, height: Int) -> Int {
    guard value > 0 else { return 0 }
    return max(1, Int((min(value, 1) * Double(height * 4)).rounded()))
  }

  private static func part(_ level: Int, _ rise: Int) -> Int { min(max(0, level - rise * 4), 4) }

  /// The character for two neighbouring heights of 0…4 quarters.
  static func symbol(_ left: Int, _ right: Int, _ symbols: GraphSymbols) -> Unicode.Scalar {
    switch symbols {
    case .braille:
      let bits = leftDots[left] | rightDots[right]
      return bits == 0 ? " " : Unicode.Scalar(0x2800 + bits) ?? " "
    case .block: return blocks[(left + 1) / 2 * 3 + (right + 1) / 2]
    case .ascii: return columns[max(left, right)]
    }
  }

  private static let leftDots: [UInt32] = [0, 0x40, 0x44, 0x46, 0x47]
  private static let rightDots: [UInt32] = [0, 0x80, 0xa0, 0xb0, 0xb8]
  private static let blocks: [Unicode.Scalar] = [" ", "▗", "▐", "▖", "▄", "▟", "▌", "▙", "█"]
  private static let columns: [Unicode.Scalar] = [" ", ".", ":", "|", "#"]
}
