import Canvas
import Ledger

/// The plan's own windows, which pay before the prepaid balance does.
struct PlanPanel {
  private let model: DashboardModel

  init(_ model: DashboardModel) { self.model = model }

  func draw(_ frame: inout Frame, in rect: Rect) {
    guard !rect.isEmpty else { return }
    let palette = model.look.palette
    let inner = model.look.box("plan windows").draw(into: &frame.canvas, in: rect).inset(
      rows: 0, columns: 1)
    let spread = inner.height >= 5 ? 2 : 1
    for (index, window) in ["5 hours", "7 days"].enumerated() {
      frame.write(
        [
          Frame.Piece(TextWidth.fit(window, 10), palette.style(\.label)),
          Frame.Piece("unknown", palette.style(\.warning, [.bold])),
        ], in: inner.splitTop(index * spread).rest)
    }
    frame.write(
      [Frame.Piece("see /usage in Claude Code", palette.style(\.label))],
      in: inner.splitTop(2 * spread).rest)
  }
}
