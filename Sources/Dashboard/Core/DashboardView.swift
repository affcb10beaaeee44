import Canvas

/// Draws the dashboard: a pure function of the model.
package func view(_ model: DashboardModel) -> Frame {
  var frame = Frame(model.size)
  let all = Rect(model.size)
  let palette = model.look.palette
  if all.width >= 40, all.height >= 10 {
    drawAll(model, &frame, in: all)
  } else {
    drawTooSmall(&frame.canvas, in: all)
  }
  if !model.look.glyphs.isUnicode { frame.canvas.replaceSigns() }
  frame.canvas.replaceTerminalColors(
    foreground: palette.foreground, background: palette.background)
  return frame
}

private func drawAll(_ model: DashboardModel, _ frame: inout Frame, in rect: Rect) {
  let (header, belowHeader) = rect.splitTop(1)
  let (keys, body) = belowHeader.splitBottom(1)
  if model.showsHelp {
    HelpPanel(model).draw(&frame, in: body)
  } else {
    let (banners, view) = body.splitTop(Banners(model).height)
    Banners(model).draw(&frame, in: banners)
    switch model.view {
    case .overview: OverviewView(model).draw(&frame, in: view)
    case .tools: ToolsView(model).draw(&frame, in: view)
    case .ledger: LedgerView(model).draw(&frame, in: view)
    case .limits: LimitsView(model).draw(&frame, in: view)
    case .accounts: AccountsView(model).draw(&frame, in: view)
    case .checkup: CheckupView(model).draw(&frame, in: view)
    }
  }
  Header(model).draw(&frame, in: header)
  if let form = model.form { FormPanel(model, form).draw(&frame, in: body) }
  KeyBar(model).draw(&frame, in: keys)
}

private func drawTooSmall(_ canvas: inout Canvas, in rect: Rect) {
  let lines = ["Fuelgauge needs 40×10,", "this is \(rect.width)×\(rect.height)."]
  for (index, line) in lines.enumerated() where index < rect.height {
    canvas.write(line, row: rect.row + index, column: 0)
  }
}

extension DashboardModel {
  /// Rows of the screen that a view has.
  var viewHeight: Int { max(0, size.height - 2 - Banners(self).height) }

  /// Rows of the list on the screen that can be seen at once.
  var listHeight: Int {
    switch view {
    case .overview, .tools: ToolsView.listHeight(self)
    case .ledger: LedgerView.listHeight(self)
    case .limits: LimitsView.listHeight(self)
    case .accounts: AccountsView.listHeight(self)
    case .checkup: CheckupView.listHeight(self)
    }
  }
}
