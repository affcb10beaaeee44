/// Styles from empty to full, for gauges and graphs: a gradient, or one style throughout.
package struct Ramp: Equatable, Sendable {
  /// At least one style, from 0 to 1 in equal steps.
  package let steps: [Style]

  /// The same style everywhere.
  package init(_ style: Style) { steps = [style] }

  /// Creates a ramp of styles in equal steps; the plain style if there are none.
  package init(steps: [Style]) { self.steps = steps.isEmpty ? [.plain] : steps }

  /// Creates a gradient in 101 steps; colours that are not RGB switch at the middle instead of blending.
  package init(
    from start: Color, through middle: Color? = nil, to end: Color, on background: Color = .terminal
  ) {
    steps = (0...100).map { step in
      let color: Color
      if let middle {
        color =
          step <= 50
          ? Ramp.blend(start, middle, step * 2) : Ramp.blend(middle, end, (step - 50) * 2)
      } else {
        color = Ramp.blend(start, end, step)
      }
      return Style(color, on: background)
    }
  }

  /// The style at a fraction, clamped to 0…1.
  package subscript(fraction: Double) -> Style {
    guard fraction > 0 else { return steps[0] }
    let index = min(fraction, 1) * Double(steps.count - 1)
    return steps[Int(index.rounded())]
  }

  private static func blend(_ start: Color, _ end: Color, _ percent: Int) -> Color {
    guard case .rgb(let r0, let g0, let b0) = start, case .rgb(let r1, let g1, let b1) = end
    else { return percent < 50 ? start : end }
    func mix(_ from: UInt8, _ to: UInt8) -> UInt8 {
      UInt8((Int(from) * (100 - percent) + Int(to) * percent + 50) / 100)
    }
    return .rgb(mix(r0, r1), mix(g0, g1), mix(b0, b1))
  }
}
