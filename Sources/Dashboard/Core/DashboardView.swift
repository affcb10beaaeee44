import Canvas

/// Draws the dashboard: a pure function of the model.
package func view(_ model: DashboardModel) -> Frame {
  var frame = Frame(model.size)
  let all = Rect(model.size)
  let palette = model.look.palette
  if all.width >= 40, all.height >= 10 {
    drawAll(model, &frame)
  } else {
    drawTooSmall(&frame.canvas, in: all)
  }
  if !model.look.glyphs.isUnicode { frame.canvas.replaceSigns() }
  frame.canvas.replaceTerminalColors(
    foreground: palette.foreground, background: palette.background)
  return frame
}

private func drawAll(_ model: DashboardModel, _ frame: inout Frame) {
  let layout = ScreenLayout(model)
  if model.showsHelp {
    HelpPanel(model).draw(&frame, in: layout.body)
  } else {
    layout.banners.draw(&frame, in: layout.bannerRect)
    model.view.pane.draw(model, &frame, in: layout.view)
  }
  Header(model).draw(&frame, in: layout.header)
  if let form = model.form { FormPanel(model, form).draw(&frame, in: layout.body) }
  KeyBar(model).draw(&frame, in: layout.keys)
}

private func drawTooSmall(_ canvas: inout Canvas, in rect: Rect) {
  let lines = ["Fuelgauge needs 40×10,", "this is \(rect.width)×\(rect.height)."]
  for (index, line) in lines.enumerated() where index < rect.height {
    canvas.write(line, row: rect.row + index, column: 0)
  }
}
