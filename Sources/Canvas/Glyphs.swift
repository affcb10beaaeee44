/// The characters that drawings are made of: one table for Unicode terminals, one for the others.
///
/// Each is one column wide. The screen library's line-drawing macros are not used: they depend on the locale and on
/// the terminal's alternate character set.
package struct Glyphs: Equatable, Sendable {
  /// Corners, lines and crossings of a box.
  package let topLeft, topRight, bottomLeft, bottomRight: Unicode.Scalar
  /// Lines of a box.
  package let horizontal, vertical: Unicode.Scalar
  /// Where the border opens before a title and closes after it.
  package let titleOpen, titleClose: Unicode.Scalar
  /// The same on the lower border.
  package let footOpen, footClose: Unicode.Scalar
  /// Where a dividing line meets the left and the right border.
  package let teeRight, teeLeft: Unicode.Scalar
  /// A thin bar, and its last half column.
  package let bar, halfBar: Unicode.Scalar
  /// A spot of colour.
  package let spot: Unicode.Scalar
  /// Begins a list item.
  package let bullet: Unicode.Scalar
  /// For sorting, trends, and more rows above and below.
  package let up, down: Unicode.Scalar
  /// Marks a folded and an unfolded part.
  package let folded, unfolded: Unicode.Scalar
  /// Points to what comes next.
  package let right: Unicode.Scalar
  /// Marks the selected row.
  package let marker: Unicode.Scalar
  /// Ends text that was cut.
  package let ellipsis: Unicode.Scalar
  /// Separates facts on one line.
  package let separator: Unicode.Scalar
  /// A check that passed, and one that did not.
  package let tick, cross: Unicode.Scalar
  /// Draws attention.
  package let warning: Unicode.Scalar
  /// The unfilled part of a gauge, and the part that may be filled.
  package let track, hatch: Unicode.Scalar
  /// Filled from the left by 1/n … n/n of a cell.
  package let leftBlocks: [Unicode.Scalar]
  /// Filled from below by 1/n … n/n of a cell.
  package let lowerBlocks: [Unicode.Scalar]
  /// Whether the table has characters outside ASCII.
  package let isUnicode: Bool

  /// Light lines with round corners, eighth blocks.
  package static let unicode = Glyphs(
    topLeft: "╭", topRight: "╮", bottomLeft: "╰", bottomRight: "╯",
    horizontal: "─", vertical: "│", titleOpen: "┐", titleClose: "┌", footOpen: "┘", footClose: "└",
    teeRight: "├", teeLeft: "┤",
    bar: "━", halfBar: "╸", spot: "■", bullet: "•", up: "▲", down: "▼", folded: "▸", unfolded: "▾",
    right: "→", marker: "▸",
    ellipsis: "…", separator: "·",
    tick: "✓", cross: "✗", warning: "!", track: "─", hatch: "▒",
    leftBlocks: ["▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"],
    lowerBlocks: ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"],
    isUnicode: true)

  /// For terminals and locales without UTF-8.
  package static let ascii = Glyphs(
    topLeft: "+", topRight: "+", bottomLeft: "+", bottomRight: "+",
    horizontal: "-", vertical: "|", titleOpen: "[", titleClose: "]", footOpen: "[", footClose: "]",
    teeRight: "+", teeLeft: "+",
    bar: "=", halfBar: "-", spot: "*", bullet: "*", up: "^", down: "v", folded: "+", unfolded: "-",
    right: ">", marker: ">",
    ellipsis: "~", separator: "|",
    tick: "+", cross: "x", warning: "!", track: "-", hatch: "%",
    leftBlocks: ["#"], lowerBlocks: ["_", ".", "-", "=", "+", "*", "%", "#"],
    isUnicode: false)
}
