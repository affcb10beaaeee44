/// One position on a canvas: a spacing character with at most two combining marks, and its style.
///
/// It is two words without references, so a cell allocates no memory and compares quickly.
package struct Cell: Equatable, Sendable {
  /// The character and its marks.
  package var glyph: Glyph
  private var packedStyle: PackedStyle

  /// Creates a cell; by default a plain blank.
  package init(_ glyph: Glyph = .blank, style: Style = .plain) {
    self.init(glyph, PackedStyle(style))
  }

  /// Creates a cell whose style is already packed, for runs of cells.
  init(_ glyph: Glyph, _ packedStyle: PackedStyle) {
    self.glyph = glyph
    self.packedStyle = packedStyle
  }

  /// Colours and attributes.
  package var style: Style {
    get { packedStyle.style }
    set { packedStyle = PackedStyle(newValue) }
  }

  /// Whether both have the same style; faster than comparing `style`.
  package func hasStyle(of other: Cell) -> Bool { packedStyle == other.packedStyle }
}

/// What is drawn in a cell: scalars known to be safe, in one word.
package struct Glyph: Equatable, Hashable, Sendable {
  private let bits: UInt64

  /// The most combining marks kept on one character; more are noise, not writing.
  package static let maximumMarks = 2
  /// An empty position.
  package static let blank = Glyph(unchecked: " ")
  /// The right half of a wide character whose left half is in the cell before.
  package static let rightHalf = Glyph(bits: 0)

  private init(bits: UInt64) { self.bits = bits }

  /// Creates a glyph of one scalar that the caller knows to be printable; see `SafeText` for all others.
  package init(unchecked scalar: Unicode.Scalar) { bits = UInt64(scalar.value) }

  /// Creates a glyph of printable ASCII, 0x20…0x7e, which the caller has checked.
  package init(ascii byte: UInt8) { bits = UInt64(byte) }

  /// The base scalar; 0 in the right half of a wide character.
  package var base: UInt32 { UInt32(bits & 0x1f_ffff) }
  /// The first combining mark, or 0.
  package var firstMark: UInt32 { UInt32(bits >> 21 & 0x1f_ffff) }
  /// The second combining mark, or 0.
  package var secondMark: UInt32 { UInt32(bits >> 42 & 0x1f_ffff) }
  /// True in the right half of a wide character.
  package var isRightHalf: Bool { bits == 0 }

  /// The glyph with one more combining mark; unchanged if it already has two.
  package func marked(_ mark: Unicode.Scalar) -> Glyph {
    if firstMark == 0 { return Glyph(bits: bits | UInt64(mark.value) << 21) }
    if secondMark == 0 { return Glyph(bits: bits | UInt64(mark.value) << 42) }
    return self
  }

  /// Appends the scalars; nothing for a right half.
  package func append(to text: inout String) {
    for value in [base, firstMark, secondMark] where value != 0 {
      if let scalar = Unicode.Scalar(value) { text.unicodeScalars.append(scalar) }
    }
  }
}
