import Canvas
import Ledger

/// The prepaid balance: what is left of it and when it runs out.
struct BalancePanel {
  private let model: DashboardModel
  private let isLow: Bool

  /// - Parameter isLow: there are two lines and no frame.
  init(_ model: DashboardModel, isLow: Bool) {
    self.model = model
    self.isLow = isLow
  }

  func draw(_ frame: inout Frame, in rect: Rect) {
    let look = model.look
    let palette = look.palette
    if isLow {
      let line = rect.inset(rows: 0, columns: 1)
      write("extra usage", "unknown", "see claude.ai/settings/usage", 0, &frame, in: line)
      write("plan windows", "unknown", "see /usage in Claude Code", 1, &frame, in: line)
      return
    }
    let inner = look.box("extra usage").draw(into: &frame.canvas, in: rect).inset(
      rows: 0, columns: 1)
    let spread = inner.height >= 5 ? 2 : 1
    write("balance", "unknown", "claude.ai/settings/usage", 0, &frame, in: inner)
    let gauge = Rect(row: inner.row + spread, column: inner.column, width: inner.width, height: 1)
    Gauge(0, track: palette.trackStyle, glyphs: look.glyphs).draw(
      into: &frame.canvas, in: gauge)
    write("runs out", "unknown", "needs the balance", 2 * spread, &frame, in: inner)
  }

  private func write(
    _ label: String, _ value: String, _ reason: String, _ line: Int, _ frame: inout Frame,
    in rect: Rect
  ) {
    let palette = model.look.palette
    frame.write(
      [
        Frame.Piece(TextWidth.fit(label, isLow ? 14 : 10), palette.style(\.label)),
        Frame.Piece(value + "  ", palette.style(\.warning, [.bold])),
        Frame.Piece(reason, palette.style(\.label)),
      ], in: rect.splitTop(line).rest)
  }
}
