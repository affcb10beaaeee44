import Canvas

/// Palettes for terminals that cannot show a theme's colours.
extension Palette {
  /// The palette in the terminal's own 16 colours.
  ///
  /// How these look is the person's choice and unknown here, so anything that might be unreadable is avoided.
  /// Backgrounds stay unchanged. Greys become the terminal's own text, because some terminals show “bright black”
  /// in exactly the background colour. Hues become red, green, yellow, magenta and cyan, which people choose to be
  /// readable on their background; not blue, which is too dark on black, nor the bright ones, too pale on white.
  /// Yellow is also pale on many whites: it is used for charts and gauges, while words use the terminal's own
  /// colour instead.
  package var inSixteenColors: Palette {
    var palette = mapped(Palette.safeANSI)
    let words: [WritableKeyPath<Palette, Color>] = [
      \.title, \.label, \.accent, \.good, \.warning, \.bad,
    ]
    for word in words where palette[keyPath: word] == .ansi(3) {
      palette[keyPath: word] = .terminal
    }
    // Tools keep different colours as long as there are enough.
    var spare: [Color] = [6, 5, 2, 3].map { .ansi($0) } + [.terminal, .ansi(1)]
    for (index, color) in palette.tools.enumerated() where color != .terminal {
      if !spare.contains(color) { palette.tools[index] = spare.first ?? color }
      spare.removeAll { $0 == palette.tools[index] }
    }
    return palette
  }

  /// The palette of a terminal without colour: everything in the terminal's own, the selected row in reverse.
  package var withoutColors: Palette { mapped { _ in .terminal } }

  private func mapped(_ change: (Color) -> Color) -> Palette {
    func ramp(_ ramp: Ramp) -> Ramp {
      Ramp(steps: ramp.steps.map { Style(change($0.foreground), $0.attributes) })
    }
    return Palette(
      foreground: .terminal, background: .terminal, border: change(border), title: change(title),
      label: change(label), accent: change(accent), selectedForeground: .terminal,
      selectedBackground: .terminal, track: change(track), good: change(good),
      warning: change(warning), bad: change(bad), fuel: ramp(fuel), burn: ramp(burn),
      tools: tools.map(change))
  }

  private static func safeANSI(_ color: Color) -> Color {
    guard case .rgb = color else { return color }
    switch color.hue {
    case nil: return .terminal
    case let hue? where hue < 45 || hue >= 350: return .ansi(1)
    case let hue? where hue < 118: return .ansi(3)
    case let hue? where hue < 172: return .ansi(2)
    case let hue? where hue < 285: return .ansi(6)
    default: return .ansi(5)
    }
  }
}
