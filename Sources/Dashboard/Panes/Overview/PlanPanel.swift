import Advice
import Canvas
import Ledger
import Themes
import Values

/// The plan's usage windows, which are used before the prepaid balance.
struct PlanPanel {
  private let model: DashboardModel

  init(_ model: DashboardModel) { self.model = model }

  private var palette: Palette { model.look.palette }
  private var label: Style { palette.style(\.label) }
  private var windows: [PlanWindow] { model.funds.account?.observed.windows ?? [] }

  func draw(_ frame: inout Frame, in rect: Rect) {
    guard !rect.isEmpty else { return }
    let inner = model.look.box("plan windows").draw(into: &frame.canvas, in: rect)
      .inset(rows: 0, columns: 1)
    guard let asOf = windows.map(\.asOf).max() else { return drawUnknown(&frame, in: inner) }
    let spread = inner.height >= 2 * windows.count + 1 ? 2 : 1
    // The last line is for the age of the reading.
    let shown = windows.prefix(max(1, inner.height - 1))
    let resetWidth = shown.map { TextWidth.columns(of: resets($0)) }.max() ?? 0
    for (index, window) in shown.enumerated() {
      draw(window, resetWidth, &frame, in: inner.splitTop(index * spread).rest)
    }
    let age = (model.now - asOf).text
    frame.write(
      [Frame.Piece("read \(age) ago", label)], in: inner.splitTop(shown.count * spread).rest)
  }

  private func resets(_ window: PlanWindow) -> String {
    guard let resets = window.resetsAt, !window.hasReset(by: model.now) else { return "" }
    return (resets - model.now).text
  }

  private func draw(
    _ window: PlanWindow, _ resetWidth: Int, _ frame: inout Frame, in rect: Rect
  ) {
    let title = TextWidth.fit(window.title, 9, glyphs: model.look.glyphs)
    if window.hasReset(by: model.now) {
      frame.write(
        [
          Frame.Piece(title, label),
          Frame.Piece("unknown", palette.style(\.warning, [.bold])),
          Frame.Piece("  renewed since", label),
        ], in: rect)
      return
    }
    let percent = Int(nearest: window.usedPercent)
    let color: KeyPath<Palette, Color> =
      percent >= 100 ? \.bad : percent >= 80 ? \.warning : \.foreground
    let used = "\(TextWidth.spaces(max(0, 3 - String(percent).count)))\(percent)%"
    let end = frame.write(
      [Frame.Piece(title, label), Frame.Piece(used, palette.style(color, [.bold]))], in: rect)
    let resets = resets(window)
    let width = rect.endColumn - end - 1 - (resetWidth > 0 ? resetWidth + 1 : 0)
    if rect.height > 0, width >= 4 {
      Gauge(
        window.usedPercent / 100,
        fill: Ramp(palette.style(percent >= 100 ? \.bad : percent >= 80 ? \.warning : \.accent)),
        track: palette.trackStyle, glyphs: model.look.glyphs
      ).draw(
        into: &frame.canvas, in: Rect(row: rect.row, column: end + 1, width: width, height: 1))
    }
    let start = max(end + 1, rect.endColumn - TextWidth.columns(of: resets))
    frame.write(
      [Frame.Piece(resets, label)],
      in: Rect(row: rect.row, column: start, width: rect.endColumn - start, height: rect.height))
  }

  private func drawUnknown(_ frame: inout Frame, in inner: Rect) {
    let spread = inner.height >= 5 ? 2 : 1
    for (index, window) in ["5 hours", "7 days"].enumerated() {
      frame.write(
        [
          Frame.Piece(TextWidth.fit(window, 10), label),
          Frame.Piece("unknown", palette.style(\.warning, [.bold])),
        ], in: inner.splitTop(index * spread).rest)
    }
    frame.write(
      [Frame.Piece("see /usage in Claude Code", label)], in: inner.splitTop(2 * spread).rest)
  }
}
