import Canvas

/// Explains the keys and the signs. Built from the table of actions.
struct HelpPanel {
  private let model: DashboardModel

  init(_ model: DashboardModel) { self.model = model }

  /// Total number of lines.
  static func lines(_ model: DashboardModel) -> Int { HelpPanel(model).rows.count }

  /// Number of lines visible at once.
  static func height(_ model: DashboardModel) -> Int { max(1, model.size.height - 4) }

  func draw(_ frame: inout Frame, in rect: Rect) {
    let look = model.look
    let box = look.box("help")
    let inner = box.draw(into: &frame.canvas, in: rect).inset(rows: 0, columns: 1)
    let first = model.helpScroll ?? 0
    for (offset, row) in rows.dropFirst(first).prefix(inner.height).enumerated() {
      frame.canvas.write(
        [
          (TextWidth.fit(row.sign, 8), look.palette.style(\.accent, [.bold])),
          (TextWidth.fit(row.text, inner.width - 8, glyphs: look.glyphs), row.style),
        ], row: inner.row + offset, from: inner.column, in: inner)
    }
    let below = rows.count - first - inner.height
    frame.writeMore(below, look, below: box, in: rect)
  }

  private struct Row {
    var sign: String
    var text: String
    var style = Style.plain
  }

  /// The text wrapped into rows, with the sign before the first.
  private static func lines(
    sign: String, _ text: String, _ style: Style, _ model: DashboardModel
  ) -> [Row] {
    TextWidth.wrap(text, max(1, model.size.width - 12), glyphs: model.look.glyphs).enumerated().map
    {
      Row(sign: $0 == 0 ? sign : "", text: $1, style: style)
    }
  }

  /// Actions that are unavailable now are dim, with the reason.
  private func lines(_ actions: [Action]) -> [Row] {
    let label = model.look.palette.style(\.label)
    return actions.filter { !$0.help.isEmpty }.flatMap { action in
      let reason = action.whyNot(model)
      return HelpPanel.lines(
        sign: model.look.keyText(action),
        action.help + (reason.map { " Not now: \($0)." } ?? ""), reason == nil ? .plain : label,
        model)
    }
  }

  private var rows: [Row] {
    let look = model.look
    let label = look.palette.style(\.label)
    let title = look.palette.style(\.title, [.bold])
    let keys =
      [Row(sign: "", text: "In \(model.view.title)", style: title)]
      + lines(model.view.pane.keys)
      + [Row(sign: "", text: ""), Row(sign: "", text: "In every view", style: title)]
      + lines(Action.common)
    let signs = [
      (look.glyphs.isUnicode ? "≥" : ">=", "At least: some responses lack a final output count."),
      ("*", "Excludes requests to models without a known price."),
      (String(look.glyphs.cross), "In the ledger: undone, or closed (no longer pending)."),
      ("$", "List value of what was used, whoever pays for it."),
      ("$/h", "Average over the last 15 minutes, or as set in config.toml."),
      ("month", "The current calendar month in UTC, as for claude.ai's caps."),
      ("share", "Share of this month's list value."),
      (
        "day is",
        "Today's tokens compared with a typical day of the tool:"
          + " slight, light, medium, heavy, extreme."
      ),
      ("trend", "What the tool burned over the chart's time span."),
    ].flatMap { HelpPanel.lines(sign: $0, $1, label, model) }
    return keys + [Row(sign: "", text: "")] + signs
  }
}
