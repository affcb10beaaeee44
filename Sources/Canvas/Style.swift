/// How a cell looks apart from its character.
package struct Style: Equatable, Hashable, Sendable {
  /// Colour of the character.
  package var foreground: Color
  /// Colour behind the character.
  package var background: Color
  /// Bold, dim, underline, reverse.
  package var attributes: Attributes

  /// Creates a style; by default the terminal's own colours without attributes.
  package init(
    _ foreground: Color = .terminal, on background: Color = .terminal, _ attributes: Attributes = []
  ) {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }

  /// The terminal's own colours, no attribute.
  package static let plain = Style()

  /// The same style with more attributes.
  package func adding(_ more: Attributes) -> Style {
    var style = self
    style.attributes.formUnion(more)
    return style
  }

  /// The same style on another background.
  package func on(_ background: Color) -> Style {
    var style = self
    style.background = background
    return style
  }
}

/// Ways to emphasize a character without colour.
package struct Attributes: OptionSet, Hashable, Sendable {
  /// One bit per attribute.
  package let rawValue: UInt8

  /// Attributes from their bits.
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Heavier, on some terminals brighter.
  package static let bold = Attributes(rawValue: 1)
  /// Fainter; terminals without it draw the plain character.
  package static let dim = Attributes(rawValue: 2)
  /// Underlined.
  package static let underline = Attributes(rawValue: 4)
  /// Foreground and background exchanged.
  package static let reverse = Attributes(rawValue: 8)
}

extension Style: CustomStringConvertible {
  /// For example `#ff8800 on terminal bold`.
  package var description: String {
    var words = ["\(foreground)", "on", "\(background)"]
    if attributes.contains(.bold) { words.append("bold") }
    if attributes.contains(.dim) { words.append("dim") }
    if attributes.contains(.underline) { words.append("underline") }
    if attributes.contains(.reverse) { words.append("reverse") }
    return words.joined(separator: " ")
  }
}
