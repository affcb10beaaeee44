import Canvas

/// The amount in large digits with its state beside it, for a tall panel.
struct BigBalance {
  private let text: BalanceText
  private let look: Look
  private let digits: BigDigits
  /// The currency's sign or code, in normal size before or after the digits.
  private let before: String
  private let after: String

  /// Columns needed by the lines beside the digits.
  private static let factsWidth = 44

  /// Returns nil if there is no room, or if the characters cannot be drawn.
  init?(_ text: BalanceText, _ look: Look, width: Int) {
    let amount = text.amountText
    let isDollars = amount.contains("$")
    let parts = amount.replacing("$", with: "").split(separator: " ")
    guard look.glyphs.isUnicode, let digits = BigDigits(String(parts.first ?? "")),
      digits.width + 8 + BigBalance.factsWidth <= width
    else { return nil }
    self.text = text
    self.look = look
    self.digits = digits
    before = isDollars ? "$" : ""
    after = parts.count > 1 ? String(parts[1]) : ""
  }

  func draw(_ frame: inout Frame, in rect: Rect) {
    let style = text.amountStyle
    let (head, rest) = rest(of: rect)
    frame.canvas.write(before, row: head.row, column: head.column, style: style, limit: head)
    let figure = head.splitLeft(before.isEmpty ? 0 : 2).rest
    digits.draw(into: &frame.canvas, in: figure, style: style)
    frame.canvas.write(
      after, row: head.row, column: figure.column + digits.width + 1, style: style, limit: head)
    // Repeat the amount: large digits cannot be searched or copied.
    let lines = [
      text.amountLine(width: rest.width, isTall: true),
      text.runsOut(width: rest.width, isAlone: false),
      text.reloadLine,
    ]
    for (index, line) in lines.enumerated() { frame.write(line, in: rest.splitTop(index).rest) }
  }

  private func rest(of rect: Rect) -> (head: Rect, rest: Rect) {
    let small = (before.isEmpty ? 0 : 2) + (after.isEmpty ? 0 : TextWidth.columns(of: after) + 1)
    let (head, rest) = rect.splitTop(BigDigits.height).part.splitLeft(digits.width + small)
    return (head, rest.splitLeft(4).rest)
  }
}
