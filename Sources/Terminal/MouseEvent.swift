/// What the mouse did, and where.
package struct MouseEvent: Equatable, Hashable, Sendable {
  /// What was moved.
  package enum Kind: Equatable, Hashable, Sendable {
    /// A button went down.
    case press
    /// The wheel turned away from the user, or towards them.
    case wheelUp, wheelDown
  }

  /// What was moved.
  package let kind: Kind
  /// Counted from 0 at the top.
  package let row: Int
  /// Counted from 0 at the left.
  package let column: Int
  /// 1 left, 2 middle, 3 right; 0 for the wheel.
  package let button: Int

  /// Creates a mouse event.
  package init(_ kind: Kind, row: Int, column: Int, button: Int = 1) {
    self.kind = kind
    self.row = row
    self.column = column
    self.button = button
  }
}

extension MouseEvent {
  /// Parses a numeric report such as "<0;6;4M"; nil for events not used here, such as a button release.
  init?(report: some BidirectionalCollection<UInt8>) {
    guard report.first == UInt8(ascii: "<"), report.last == UInt8(ascii: "M"), report.count < 24
    else { return nil }
    let numbers = String(decoding: report.dropFirst().dropLast(), as: UTF8.self)
      .split(separator: ";", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 3, let code = numbers[0], let column = numbers[1], let row = numbers[2]
    else { return nil }
    self.init(code: code, row: row, column: column)
  }

  /// Parses a report with one byte per number.
  init?(bytes: some Collection<UInt8>) {
    let numbers = bytes.map { Int($0) - 32 }
    guard numbers.count == 3 else { return nil }
    self.init(code: numbers[0], row: numbers[2], column: numbers[1])
  }

  /// - Parameters:
  ///   - code: The button in the lowest two bits, then modifiers, movement, the wheel and more buttons.
  ///   - row: Counted from 1, like the column.
  private init?(code: Int, row: Int, column: Int) {
    guard (1...0xffff).contains(row), (1...0xffff).contains(column), (0..<128).contains(code),
      code & 32 == 0
    else { return nil }
    let button = code & 3
    switch (code & 64 != 0, button) {
    case (false, 0...2): self.init(.press, row: row - 1, column: column - 1, button: button + 1)
    case (true, 0): self.init(.wheelUp, row: row - 1, column: column - 1, button: 0)
    case (true, 1): self.init(.wheelDown, row: row - 1, column: column - 1, button: 0)
    default: return nil
    }
  }
}
