import CCurses

/// How text is placed in a field wider than the text.
package enum Alignment: Equatable, Sendable {
  /// Spaces after the text.
  case left
  /// Spaces before the text.
  case right
  /// Spaces on both sides, with the odd one after the text.
  case center
}

/// Measures, cuts and pads text in terminal columns.
///
/// Widths come from the C library, as in the screen library, so both agree.
package enum TextWidth {
  /// The columns of one scalar: -1 if it cannot be drawn, 0 for marks, else 1 or 2.
  package static func columns(of scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0x20..<0x7f, 0x2500..<0x25a0, 0x2800..<0x2900: return 1
    default: return Int(fg_scalar_width(scalar.value))
    }
  }

  /// The columns the text takes when drawn.
  package static func columns(of text: String) -> Int {
    if SafeText.isPlain(text) { return text.utf8.count }
    if SafeText.isSimple(text) {
      return text.unicodeScalars.reduce(0) { $0 + SafeText.simpleColumns($1) }
    }
    return text.reduce(0) { $0 + SafeText.glyph(of: $1).columns }
  }

  /// The text made exactly `width` columns wide: cut with an ellipsis or padded with spaces.
  ///
  /// The result is safe to draw. A wide character that would be cut in half is replaced by a space.
  package static func fit(
    _ text: String, _ width: Int, _ alignment: Alignment = .left, glyphs: Glyphs = .unicode
  ) -> String {
    guard width > 0 else { return "" }
    let columns = columns(of: text)
    if columns > width { return cut(text, width, glyphs) }
    let clean = SafeText.clean(text)
    if columns == width { return clean }
    let blanks = width - columns
    switch alignment {
    case .left: return clean + spaces(blanks)
    case .right: return spaces(blanks) + clean
    case .center: return spaces(blanks / 2) + clean + spaces(blanks - blanks / 2)
    }
  }

  /// The text in lines of at most that many columns, broken between words; longer words are cut.
  package static func wrap(_ text: String, _ width: Int, glyphs: Glyphs = .unicode) -> [String] {
    text.split(separator: " ").reduce(into: []) { lines, word in
      let word =
        columns(of: String(word)) > width ? fit(String(word), width, glyphs: glyphs) : String(word)
      if let last = lines.last, columns(of: last) + 1 + columns(of: word) <= width {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(word)
      }
    }
  }

  /// Text of at most that many columns, cut at the beginning, which is the less informative end of a path.
  package static func fitEnd(_ text: String, _ width: Int, glyphs: Glyphs = .unicode) -> String {
    var excess = columns(of: text) - width
    guard excess > 0 else { return text }
    excess += 1
    var kept = Substring(text)
    while excess > 0, let first = kept.popFirst() { excess -= SafeText.glyph(of: first).columns }
    return width > 0 ? String(glyphs.ellipsis) + kept : ""
  }

  /// That many spaces; none for a negative number.
  package static func spaces(_ count: Int) -> String {
    String(repeating: " ", count: max(0, count))
  }

  private static func cut(_ text: String, _ width: Int, _ glyphs: Glyphs) -> String {
    var result = ""
    var used = 0
    for character in text {
      let (glyph, columns) = SafeText.glyph(of: character)
      if used + columns > width - 1 { break }
      glyph.append(to: &result)
      used += columns
    }
    result.unicodeScalars.append(glyphs.ellipsis)
    return result + spaces(width - 1 - used)
  }
}
