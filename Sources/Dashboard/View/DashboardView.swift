import Canvas
import Ledger

/// Draws the dashboard: a pure function of the model.
package func view(_ model: DashboardModel) -> Canvas {
  var canvas = Canvas(model.size)
  let all = Rect(model.size)
  guard all.width >= 40, all.height >= 10 else {
    drawTooSmall(&canvas, in: all)
    return canvas
  }
  let (header, belowHeader) = all.splitTop(1)
  let (keys, body) = belowHeader.splitBottom(1)
  Header(model).draw(&canvas, in: header)
  KeyBar(model.look).draw(&canvas, in: keys)
  if model.showsHelp {
    HelpPanel(model.look).draw(&canvas, in: body)
    return canvas
  }
  let isLow = body.height < 20
  let (balance, belowBalance) = body.splitTop(isLow ? 2 : 5)
  BalancePanel(model, isLow: isLow).draw(&canvas, in: balance)
  let tools = ToolsPanel(model)
  // Who burns it matters more than the chart.
  let wanted = min(tools.wantedHeight, belowBalance.height)
  let fits = belowBalance.height - wanted >= BurnPanel.smallestHeight
  let (table, chart) = belowBalance.splitBottom(fits ? wanted : belowBalance.height)
  BurnPanel(model).draw(&canvas, in: chart)
  tools.draw(&canvas, in: table)
  return canvas
}

private func drawTooSmall(_ canvas: inout Canvas, in rect: Rect) {
  let lines = ["Fuelgauge needs 40×10,", "this is \(rect.width)×\(rect.height)."]
  for (index, line) in lines.enumerated() where index < rect.height {
    canvas.write(line, row: rect.row + index, column: 0)
  }
}

extension Canvas {
  /// Writes pieces of text one after the other into one row and returns the column after the last.
  @discardableResult
  mutating func write(
    _ pieces: [(text: String, style: Style)], row: Int, from column: Int, in rect: Rect
  ) -> Int {
    var column = column
    for piece in pieces {
      column = write(piece.text, row: row, column: column, style: piece.style, limit: rect)
    }
    return column
  }
}
