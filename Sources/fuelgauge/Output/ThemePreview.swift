import Canvas
import Foundation
import Terminal
import Themes

/// A theme's colours, each with its value and meaning, drawn as in the dashboard.
struct ThemePreview {
  let name: String
  /// The theme's own palette, before it is fitted to `depth`.
  let palette: Palette
  let depth: ColorDepth
  let glyphs: Glyphs

  private static let width = 72
  private static let valueColumn = 15
  private static let sampleColumn = 36

  var canvas: Canvas {
    let shown = palette.fitted(to: depth)
    let texts = texts(shown)
    let below = texts.count + 3
    var canvas = Canvas(Size(width: ThemePreview.width, height: below + 10 + palette.tools.count))
    canvas.write(name, row: 1, column: 1, style: shown.style(\.title, [.bold]))
    for (index, line) in texts.enumerated() {
      write(line.name, line.value, row: index + 2, shown, &canvas)
      canvas.write(
        line.meaning, row: index + 2, column: ThemePreview.sampleColumn, style: line.style)
    }
    drawTools(shown, row: below, &canvas)
    drawGradients(shown, row: below + palette.tools.count + 1, &canvas)
    canvas.replaceTerminalColors(foreground: shown.foreground, background: shown.background)
    return canvas
  }

  private struct Line {
    let name: String
    let value: String
    let meaning: String
    let style: Style
  }

  private func texts(_ shown: Palette) -> [Line] {
    func line(_ name: String, _ color: KeyPath<Palette, Color>, _ meaning: String) -> Line {
      Line(
        name: name, value: "\(palette[keyPath: color])", meaning: meaning, style: shown.style(color)
      )
    }
    let hasBar = shown.selectedBackground != .terminal
    let chosen =
      hasBar
      ? Style(shown.selectedForeground, on: shown.selectedBackground)
      : Style.plain.adding([.reverse])
    let isReverse = palette.selectedBackground == .terminal
    let bar =
      isReverse ? "reverse" : "\(palette.selectedForeground) on \(palette.selectedBackground)"
    let edge = String(repeating: String(glyphs.horizontal), count: 6)
    return [
      line("text", \.foreground, "everything without another colour"),
      Line(
        name: "background", value: "\(palette.background)", meaning: "behind everything",
        style: shown.style(\.foreground)),
      line("title", \.title, "titles and headings"),
      line("label", \.label, "what explains a figure"),
      line("accent", \.accent, "$4.20/h and keys"),
      Line(name: "chosen", value: bar, meaning: " the chosen row ", style: chosen),
      line("border", \.border, edge + " frames " + edge),
      line("good", \.good, "all is well"), line("warning", \.warning, "look here"),
      line("bad", \.bad, "act now"),
    ]
  }

  private func drawTools(_ shown: Palette, row: Int, _ canvas: inout Canvas) {
    let block = glyphs.leftBlocks[glyphs.leftBlocks.count - 1]
    for (index, color) in palette.tools.enumerated() {
      write("tool \(index + 1)", "\(color)", row: row + index, shown, &canvas)
      let style = Style(shown.tool(index))
      let bar = Rect(
        row: row + index, column: ThemePreview.sampleColumn, width: 14 - 2 * index, height: 1)
      canvas.fill(bar, block, style: style)
      canvas.write("tool \(index + 1)", row: bar.row, column: bar.endColumn + 1, style: style)
    }
  }

  private func drawGradients(_ shown: Palette, row: Int, _ canvas: inout Canvas) {
    let width = ThemePreview.width - ThemePreview.sampleColumn - 1
    for (index, share) in [1, 0.6, 0.1].enumerated() {
      Gauge(share, fill: shown.fuel, track: shown.style(\.track), glyphs: glyphs).draw(
        into: &canvas,
        in: Rect(row: row + index, column: ThemePreview.sampleColumn, width: width, height: 1))
    }
    write("fuel", stops(palette.fuel), row: row, shown, &canvas)
    write("track", "\(palette.track)", row: row + 1, shown, &canvas)
    write("burn", stops(palette.burn), row: row + 4, shown, &canvas)
    let wave = (0..<2 * width).map { 0.5 - 0.5 * cos(Double($0) / Double(width) * .pi) }
    Graph(
      wave, symbols: glyphs.isUnicode ? .braille : .ascii, fill: shown.burn,
      baseline: shown.style(\.track)
    ).draw(
      into: &canvas,
      in: Rect(row: row + 4, column: ThemePreview.sampleColumn, width: width, height: 4))
  }

  private func write(
    _ name: String, _ value: String, row: Int, _ shown: Palette, _ canvas: inout Canvas
  ) {
    canvas.write(name, row: row, column: 3, style: shown.style(\.label))
    canvas.write(value, row: row, column: ThemePreview.valueColumn)
  }

  /// The ends of a gradient.
  private func stops(_ ramp: Ramp) -> String {
    "\(ramp[0].foreground) to \(ramp[1].foreground)"
  }
}

extension Palette {
  /// The palette fitted to a terminal's colour depth.
  func fitted(to depth: ColorDepth) -> Palette {
    switch depth {
    case .none: withoutColors
    case .ansi16: inSixteenColors
    case .palette256, .truecolor: self
    }
  }
}
