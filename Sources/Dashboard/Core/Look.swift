import Canvas
import Themes

/// Characters and colours for drawing.
package struct Look: Equatable, Sendable {
  /// Unicode or ASCII characters.
  package var glyphs: Glyphs
  /// The colours.
  package var palette: Palette

  /// By default Unicode characters and the standard colours.
  package init(glyphs: Glyphs = .unicode, palette: Palette = .standard) {
    self.glyphs = glyphs
    graphSymbols = glyphs.isUnicode ? .braille : .ascii
    self.palette = palette
  }

  /// Characters for graphs.
  package var graphSymbols: GraphSymbols
}
