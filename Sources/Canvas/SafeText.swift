/// Makes text from outside (names, notes, messages of other programs) safe to draw.
///
/// A control character in a name could move the cursor or recolour the screen, a direction mark could reverse an
/// amount, and terminals disagree about the width of emoji joined by ZWJ. Each `Character` becomes one glyph: its
/// spacing scalar and up to two combining marks.
package enum SafeText {
  /// Replaces what cannot be drawn: controls, direction marks, unassigned scalars.
  package static let replacement = Glyph(unchecked: "·")

  /// Whether every byte is printable ASCII, so that the text can be drawn unchanged.
  package static func isPlain(_ text: String) -> Bool {
    text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7f }
  }

  /// The columns of a harmless scalar that is always a character of its own, as long as its neighbours are simple
  /// too: letters of common scripts and our drawing characters. 0 for all others, which may still be drawable. For
  /// most text this avoids searching for characters.
  static func simpleColumns(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0x20..<0x7f, 0xa1..<0xad, 0xae..<0x300, 0x370..<0x378, 0x391..<0x3a2, 0x3a3..<0x483,
      0x2010..<0x2028, 0x20a0..<0x20c0, 0x2190..<0x2300, 0x2500..<0x25c0, 0x2800..<0x2900:
      return 1
    case 0x3041..<0x3097, 0x30a0..<0x3100, 0x4e00..<0x9ff0, 0xac00..<0xd7a4, 0xff01..<0xff61:
      return 2
    default: return 0
    }
  }

  /// Whether the text consists only of simple scalars.
  static func isSimple(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { simpleColumns($0) > 0 }
  }

  /// The glyph of a character and the columns it takes, 1 or 2.
  package static func glyph(of character: Character) -> (glyph: Glyph, columns: Int) {
    var base: (glyph: Glyph, columns: Int)?
    for scalar in character.unicodeScalars {
      if base == nil, scalar == "\t" { return (.blank, 1) }
      if isUnsafe(scalar) {
        if base == nil { return (replacement, 1) }
        continue
      }
      switch TextWidth.columns(of: scalar) {
      case 0:
        if let spacing = base, isMark(scalar) {
          base = (spacing.glyph.marked(scalar), spacing.columns)
        }
      case let columns where columns > 0:
        // A second spacing scalar would draw over the next cell.
        if let base { return base }
        base = (Glyph(unchecked: scalar == "\u{ad}" ? "-" : scalar), columns)
      default:
        if base == nil { return (replacement, 1) }
      }
    }
    return base ?? (replacement, 1)
  }

  /// The text with everything unsafe replaced; its width is that given by `TextWidth.columns(of:)`.
  package static func clean(_ text: String) -> String {
    if isPlain(text) || isSimple(text) { return text }
    var result = ""
    for character in text { glyph(of: character).glyph.append(to: &result) }
    return result
  }

  /// Lines of text with every scalar replaced that could control a terminal. Everything else stays, whatever its
  /// width. Line breaks stay, tabs become spaces.
  package static func cleanLines(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7f || $0 == 0x0a }) { return text }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n": result.append(scalar)
      case "\t": result.append(" ")
      default: result.append(isUnsafe(scalar) ? "·" : scalar)
      }
    }
    return String(result)
  }

  /// C0 and C1 controls, direction marks, line separators, tags.
  package static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7f..<0xa0, 0x061c, 0x200b, 0x200e...0x200f, 0x2028...0x202e, 0x2060...0x206f,
      0xfeff, 0xfff9...0xfffb, 0xe0000...0xe0fff:
      return true
    default: return false
    }
  }

  /// Whether a zero-width scalar belongs to the letter before it. Joiners, variation selectors and keycaps do not:
  /// their effect on the width differs from terminal to terminal.
  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x200c...0x200d, 0xfe00...0xfe0f, 0x20dd...0x20e4, 0x180b...0x180f: return false
    default: return true
    }
  }
}
