/// A row of labels below a graph or along a time line; labels never overlap.
package struct Axis: Equatable, Sendable {
  /// A label and the position of its middle.
  package struct Label: Equatable, Sendable {
    /// 0 at the left edge, 1 at the right.
    package var position: Double
    /// What is written there.
    package var text: String
    /// The text to use if the full one would touch another label; empty for none.
    package var short: String
    /// How it is written.
    package var style: Style

    /// Creates a label.
    package init(
      _ position: Double, _ text: String, short: String = "", style: Style = .plain
    ) {
      self.position = position
      self.text = text
      self.short = short
      self.style = style
    }
  }

  /// In order of importance: if two would touch, the earlier one stays.
  package var labels: [Label]

  /// Creates an axis.
  package init(_ labels: [Label]) { self.labels = labels }

  /// Draws into the first row of the rectangle; labels at the edges move inwards.
  package func draw(into canvas: inout Canvas, in rect: Rect) {
    var taken: [Range<Int>] = []
    for label in labels where label.position >= 0 && label.position <= 1 {
      for text in [label.text, label.short] {
        let width = TextWidth.columns(of: text)
        guard width > 0, width <= rect.width else { continue }
        let middle = Double(rect.column) + label.position * Double(rect.width - 1)
        let start = Int((middle - Double(width - 1) / 2).rounded())
        let first = min(max(rect.column, start), rect.endColumn - width)
        if taken.contains(where: { $0.overlaps(first..<first + width) }) { continue }
        taken.append(first - 1..<first + width + 1)
        canvas.write(text, row: rect.row, column: first, style: label.style, limit: rect)
        break
      }
    }
  }
}
