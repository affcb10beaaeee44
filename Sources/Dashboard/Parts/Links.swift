import Canvas
import Ledger

/// A web address on the screen.
package struct Link: Equatable, Sendable {
  package var row: Int
  package var columns: Range<Int>
  package var address: String
}

extension Frame {
  /// All addresses that are shown in full.
  package var links: [Link] {
    (0..<canvas.size.height).flatMap { row in
      Frame.addresses.flatMap { text, address in
        canvas.places(of: text, row: row).map { Link(row: row, columns: $0, address: address) }
      }
    }
  }

  /// Addresses as shown, and the links behind them.
  private static let addresses: [([UInt32], String)] = [
    ("claude.ai/settings/usage", PendingChange.page),
    ("console.anthropic.com", "https://console.anthropic.com"),
  ].map { ($0.0.unicodeScalars.map(\.value), $0.1) }
}

extension Canvas {
  /// Where a text of narrow characters occurs in a row.
  fileprivate func places(of text: [UInt32], row: Int) -> [Range<Int>] {
    guard text.count <= size.width, row < size.height else { return [] }
    let start = row * size.width
    return (0...size.width - text.count).compactMap { column in
      let isThere = text.indices.allSatisfy {
        cells[start + column + $0].glyph.base == text[$0]
      }
      return isThere ? column..<column + text.count : nil
    }
  }
}
