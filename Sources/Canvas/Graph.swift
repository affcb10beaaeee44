/// Which characters an area graph is drawn with; fonts differ in how they show braille.
package enum GraphSymbols: Equatable, Sendable {
  /// Two by four dots a cell.
  case braille
  /// Two by two blocks a cell.
  case block
  /// One column of three heights a cell, in ASCII.
  case ascii
}

/// An area graph with two values to a column, the newest at the right edge.
package struct Graph: Equatable, Sendable {
  /// Oldest first, 0…1 each; outside counts as the nearer end, not-a-number as 0.
  package var values: [Double]
  /// Which characters to draw with.
  package var symbols: GraphSymbols
  /// Style by height; in a graph of one row by value.
  package var fill: Ramp
  /// What the values are made of, from the bottom up; empty: styled by `fill` alone.
  package var layers: [Layer]
  /// Style of the line that stands for zero and for times without values.
  package var baseline: Style

  /// A graph.
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
    /// Where the part ends: the sum of it and of all parts below it, 0…1, for each of the values.
    package var tops: [Double]
    package var style: Style

    /// A layer.
    package init(tops: [Double], style: Style) {
      self.tops = tops
      self.style = style
    }
  }

  /// Values that fit into so many columns.
  package static func capacity(columns: Int) -> Int { 2 * max(0, columns) }

  /// Draws over the whole rectangle; values that do not fit are left out from the oldest on.
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

  /// The style of the layer that lies at a height of a value, whose layers end at `tops`.
  private func layer(at height: Double, _ tops: [Double]) -> Style {
    layers[tops.firstIndex { $0 > height } ?? layers.count - 1].style
  }

  /// Quarters of a row from the bottom; anything above zero is at least one.
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
