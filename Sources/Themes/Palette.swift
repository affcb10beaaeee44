import Canvas

/// The colours by meaning, whichever theme chose them. No meaning is shown by colour alone.
package struct Palette: Equatable, Sendable {
  /// Anything without another colour; `terminal` is the terminal's own.
  package var foreground: Color
  /// The background of everything.
  package var background: Color
  /// Frames.
  package var border: Color
  /// Titles of frames and headings of tables.
  package var title: Color
  /// Text that explains a figure.
  package var label: Color
  /// The figures people look for, and keys.
  package var accent: Color
  /// The selected row or view; if both are `terminal`, it is drawn in reverse.
  package var selectedForeground: Color
  package var selectedBackground: Color
  /// The unfilled part of a gauge, and the zero line of a chart.
  package var track: Color
  /// All is well, look here, act now.
  package var good: Color
  package var warning: Color
  package var bad: Color
  /// The gauge of what is left, from empty to full.
  package var fuel: Ramp
  /// The burn chart from low to high.
  package var burn: Ramp
  /// One colour for each tool, in the order of the tools, reused from the start if there are more. Never empty.
  package var tools: [Color]

  /// Creates a palette from its colours.
  package init(
    foreground: Color, background: Color, border: Color, title: Color, label: Color, accent: Color,
    selectedForeground: Color, selectedBackground: Color, track: Color, good: Color,
    warning: Color, bad: Color, fuel: Ramp, burn: Ramp, tools: [Color]
  ) {
    self.foreground = foreground
    self.background = background
    self.border = border
    self.title = title
    self.label = label
    self.accent = accent
    self.selectedForeground = selectedForeground
    self.selectedBackground = selectedBackground
    self.track = track
    self.good = good
    self.warning = warning
    self.bad = bad
    self.fuel = fuel
    self.burn = burn
    self.tools = tools.isEmpty ? [accent] : tools
  }

  /// Text in one of the colours.
  package func style(_ color: KeyPath<Palette, Color>, _ attributes: Attributes = []) -> Style {
    Style(self[keyPath: color], attributes)
  }

  /// The colour of the tool at `index` among all tools.
  package func tool(_ index: Int) -> Color { tools[index % tools.count] }

  /// The built-in palette, on the terminal's own background. Its colours are of medium brightness, so that each has
  /// a contrast of at least 3.2 on both dark and light backgrounds.
  package static let standard = Palette(
    foreground: .terminal, background: .terminal, border: Color(hex: 0x68727C), title: .terminal,
    label: Color(hex: 0x727D87), accent: Color(hex: 0x1187AE), selectedForeground: .terminal,
    selectedBackground: .terminal, track: Color(hex: 0x747D84), good: Color(hex: 0x019443),
    warning: Color(hex: 0xBA7601), bad: Color(hex: 0xDD2E2D),
    fuel: Ramp(
      from: Color(hex: 0xDD2E2D), through: Color(hex: 0xBA7601), to: Color(hex: 0x019443)),
    burn: Ramp(
      from: Color(hex: 0x019443), through: Color(hex: 0xBA7601), to: Color(hex: 0xDD2E2D)),
    tools: [
      Color(hex: 0x1187AE), Color(hex: 0xC24BBB), Color(hex: 0x019443), Color(hex: 0xBA7601),
      Color(hex: 0x7667E2), Color(hex: 0xAF6C5B),
    ])
}
