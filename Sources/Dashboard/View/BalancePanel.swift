import Canvas
import Ledger

/// The prepaid balance: what is left of it and when it runs out.
struct BalancePanel {
  private let model: DashboardModel
  private let isLow: Bool

  /// - Parameter isLow: there is one line and no frame.
  init(_ model: DashboardModel, isLow: Bool) {
    self.model = model
    self.isLow = isLow
  }

  func draw(_ frame: inout Frame, in rect: Rect) {
    let look = model.look
    let palette = look.palette
    if isLow {
      let label = palette.style(\.label)
      let unknown = Frame.Piece("unknown", palette.style(\.warning, [.bold]))
      frame.write(
        [
          Frame.Piece("balance ", label), unknown, Frame.Piece("  plan ", label), unknown,
          Frame.Piece("  claude.ai/settings/usage", label),
        ], in: rect.inset(rows: 0, columns: 1))
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
        Frame.Piece(TextWidth.fit(label, 10), palette.style(\.label)),
        Frame.Piece(value + "  ", palette.style(\.warning, [.bold])),
        Frame.Piece(reason, palette.style(\.label)),
      ], in: rect.splitTop(line).rest)
  }
}
