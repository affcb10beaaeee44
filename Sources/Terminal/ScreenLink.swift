import Canvas

/// A part of a row that links to an address.
package struct ScreenLink: Equatable, Sendable {
  package let row: Int
  package let columns: Range<Int>
  /// The address, in printable ASCII only.
  package let address: String

  /// Creates a link; nil for an address that could end the escape sequence around it.
  package init?(row: Int, columns: Range<Int>, address: String) {
    guard address.utf8.allSatisfy({ (0x21..<0x7f).contains($0) }) else { return nil }
    self.row = row
    self.columns = columns
    self.address = address
  }

  /// Whether the screen library has drawn over it.
  func isRedrawn(from old: Canvas?, to new: Canvas) -> Bool {
    guard let old, old.size == new.size else { return true }
    return columns.contains { old[row, $0] != new[row, $0] }
  }
}

extension Screen {
  /// Whether the terminal ignores unknown sequences.
  var understandsSequences: Bool { TerminalName.isLenient(terminalName) }

  /// Draws the text of a link again, as a link (OSC 8). The screen library does not know about links; cursor and
  /// style are restored afterwards.
  func send(_ link: ScreenLink, of canvas: Canvas) {
    guard understandsSequences, link.row < size.height, link.columns.upperBound <= size.width,
      link.row < canvas.size.height
    else { return }
    let text = reducer.styled(canvas, row: link.row, link.columns)
    send(
      "\u{1b}7\u{1b}[\(link.row + 1);\(link.columns.lowerBound + 1)H\u{1b}[0m"
        + "\u{1b}]8;;\(link.address)\u{1b}\\\(text)\u{1b}]8;;\u{1b}\\\u{1b}8")
  }
}
