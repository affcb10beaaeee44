import Canvas
import Ledger

/// How things are drawn: characters and colours.
package struct Look: Equatable, Sendable {
  /// Unicode or ASCII characters.
  package var glyphs: Glyphs
  /// The colours.
  package var palette: Palette

  /// The characters of a Unicode terminal and the default colours, unless said otherwise.
  package init(glyphs: Glyphs = .unicode, palette: Palette = .standard) {
    self.glyphs = glyphs
    self.palette = palette
  }

  /// Characters for graphs.
  var graphSymbols: GraphSymbols { glyphs.isUnicode ? .braille : .ascii }
}

/// What colours mean. They are chosen to be read on dark and on light backgrounds alike, and none is
/// the only sign of what it says.
package struct Palette: Equatable, Sendable {
  /// Frames.
  package var border: Color
  /// What explains a figure.
  package var label: Color
  /// The figures people look for.
  package var accent: Color
  /// All is well, look here, act now.
  package var good: Color
  package var warning: Color
  package var bad: Color
  /// The burn chart from low to high.
  package var low: Color
  package var middle: Color
  package var high: Color

  /// On the terminal's own background.
  package static let standard = Palette(
    border: Color(hex: 0x6C7A89), label: Color(hex: 0x7F8C98), accent: Color(hex: 0x2E9FBF),
    good: Color(hex: 0x3FA36B), warning: Color(hex: 0xC98A1B), bad: Color(hex: 0xD2493F),
    low: Color(hex: 0x3FA36B), middle: Color(hex: 0xC98A1B), high: Color(hex: 0xD2493F))

  func style(_ color: KeyPath<Palette, Color>, _ attributes: Attributes = []) -> Style {
    Style(self[keyPath: color], attributes)
  }
}
