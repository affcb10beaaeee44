import Canvas
import Themes

/// How things are drawn: characters and colours.
package struct Look: Equatable, Sendable {
  /// Unicode or ASCII characters.
  package var glyphs: Glyphs
  /// The colours.
  package var palette: Palette

  /// The characters of a Unicode terminal and the default colours, unless said otherwise.
  package init(glyphs: Glyphs = .unicode, palette: Palette = .standard) {
    self.glyphs = glyphs
    graphSymbols = glyphs.isUnicode ? .braille : .ascii
    self.palette = palette
  }

  /// Characters for graphs.
  package var graphSymbols: GraphSymbols
}
