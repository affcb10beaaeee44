import Canvas
import Themes

/// The prepaid balance: what is left of it and when it runs out.
struct BalancePanel {
  private let model: DashboardModel
  private let isLow: Bool
  private let timeLine: TimeLine?

  /// - Parameters:
  ///   - isLow: draw a single line without a frame.
  ///   - timeLine: what is ahead, if there is a row for it.
  init(_ model: DashboardModel, isLow: Bool, timeLine: TimeLine?) {
    self.model = model
    self.isLow = isLow
    self.timeLine = timeLine
  }

  func draw(_ frame: inout Frame, in rect: Rect) {
    let state = model.funds.account
    guard let state, state.balance.amount != nil else {
      return UnknownBalance(model, isLow: isLow).draw(&frame, in: rect)
    }
    let text = BalanceText(model, state)
    guard !isLow else {
      frame.write(text.line(width: rect.width - 2), in: rect.inset(rows: 0, columns: 1))
      return
    }
    let look = model.look
    let title = "extra usage \(look.glyphs.separator) \(state.account.title)"
    var inner = look.box(title).draw(into: &frame.canvas, in: rect).inset(rows: 0, columns: 1)
    if let timeLine {
      let (last, above) = inner.splitBottom(1)
      timeLine.draw(&frame, in: last)
      inner = above
    }
    if inner.height >= 5, let figure = BigBalance(text, look, width: inner.width) {
      figure.draw(&frame, in: inner)
      drawGauge(text, &frame, in: inner.splitTop(BigDigits.height).rest)
      frame.write(text.drawn(width: inner.width), in: inner.splitTop(4).rest)
      return
    }
    frame.write(text.amountLine(width: inner.width, isTall: inner.height > 3), in: inner)
    drawGauge(text, &frame, in: inner.splitTop(1).rest)
    frame.write(
      text.runsOut(width: inner.width, isAlone: inner.height <= 3), in: inner.splitTop(2).rest)
    frame.write(text.reloadLine, in: inner.splitTop(3).rest)
    frame.write(text.drawn(width: inner.width), in: inner.splitTop(4).rest)
  }

  private func drawGauge(_ text: BalanceText, _ frame: inout Frame, in rect: Rect) {
    let palette = model.look.palette
    Gauge(
      text.level, doubt: text.doubt, fill: text.isEmpty ? Ramp(palette.style(\.bad)) : palette.fuel,
      track: palette.trackStyle, glyphs: model.look.glyphs
    ).draw(into: &frame.canvas, in: rect.splitTop(1).part)
  }
}

/// The panel while the balance is unknown.
private struct UnknownBalance {
  private let model: DashboardModel
  private let isLow: Bool

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
          Frame.Piece("balance ", label), unknown,
          Frame.Piece("  b: type in what claude.ai shows", label, .action(.balance)),
        ], in: rect.inset(rows: 0, columns: 1))
      return
    }
    let name = model.funds.account.map { " \(look.glyphs.separator) \($0.account.title)" } ?? ""
    let inner = look.box("extra usage" + name).draw(into: &frame.canvas, in: rect).inset(
      rows: 0, columns: 1)
    let spread = inner.height >= 5 ? 2 : 1
    write("balance", "unknown", "b: type it in", .balance, 0, &frame, in: inner)
    let gauge = Rect(row: inner.row + spread, column: inner.column, width: inner.width, height: 1)
    Gauge(0, track: palette.trackStyle, glyphs: look.glyphs).draw(
      into: &frame.canvas, in: gauge)
    write("runs out", "unknown", "needs the balance", nil, 2 * spread, &frame, in: inner)
  }

  private func write(
    _ label: String, _ value: String, _ reason: String, _ action: Action.ID?, _ line: Int,
    _ frame: inout Frame, in rect: Rect
  ) {
    let palette = model.look.palette
    frame.write(
      [
        Frame.Piece(TextWidth.fit(label, 10), palette.style(\.label)),
        Frame.Piece(value + "  ", palette.style(\.warning, [.bold])),
        Frame.Piece(reason, palette.style(\.label), action.map { .action($0) }),
      ], in: rect.splitTop(line).rest)
  }
}
