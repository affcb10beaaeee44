import Advice
import Canvas
import Themes

/// Draws the Checkup view.
struct CheckupView {
  private let model: DashboardModel

  init(_ model: DashboardModel) { self.model = model }

  func draw(_ frame: inout Frame, in rect: Rect) {
    let look = model.look
    let points = model.checkupPoints
    let chosen = model.chosen(of: points)
    let (upper, lower) = rect.splitTop(min(points.count + 2, max(4, rect.height - 5)))
    let wrong = points.count { $0.state >= .attention }
    let unknown = points.count { $0.state == .unknown }
    let box = look.box(
      "checkup",
      note: wrong > 0
        ? "\(wrong) need\(wrong == 1 ? "s" : "") attention"
        : unknown > 0 ? "\(unknown) unknown" : "all is well"
    )
    let inner = box.draw(into: &frame.canvas, in: upper).inset(rows: 0, columns: 1)
    // The evidence gets all the width that the first two columns do not need.
    func width(_ texts: [String]) -> Int { texts.map { TextWidth.columns(of: $0) }.max() ?? 0 }
    let states = width(points.map { "  " + $0.state.rawValue })
    let titles = width(CheckupPoint.ID.allCases.map(\.title))
    var table = Table(
      [
        Table.Column("", .fixed(states), priority: 9),
        Table.Column("", .fixed(titles), priority: 10),
        Table.Column("", .flexible(minimum: 20), priority: 8),
      ], headerStyle: .plain, showsHeader: false, showsMarker: false, glyphs: look.glyphs)
    table.selection = look.palette.selection
    table.selected = points.firstIndex { $0.id == chosen?.id }
    table.rows = points.map { point in
      let (sign, style) = look.sign(point.state)
      return [
        Table.Field("\(sign) \(point.state.rawValue)", style: style),
        Table.Field(point.id.title),
        Table.Field(
          point.evidence, style: point.state == .ok ? look.palette.style(\.label) : .plain),
      ]
    }
    table.scroll = Table.scroll(
      model.checkup.scroll, toShow: table.selected, of: points.count,
      height: table.bodyHeight(in: inner))
    frame.draw(table, in: inner)
    let below = points.count - table.scroll - table.bodyHeight(in: inner)
    frame.writeMore(below, look, below: box, in: upper)
    if let chosen { draw(chosen, &frame, in: lower) }
  }

  /// The evidence in full, the remedy and its steps.
  private func draw(_ point: CheckupPoint, _ frame: inout Frame, in rect: Rect) {
    guard rect.height >= 3 else { return }
    let look = model.look
    let note = point.key == nil ? "" : "Enter: do it"
    let box = look.box(point.id.title, note: note)
    let inner = box.draw(into: &frame.canvas, in: rect).inset(rows: 0, columns: 1)
    let label = look.palette.style(\.label)
    var lines: [(text: String, style: Style)] = []
    var isCut = false
    func add(_ text: String, _ style: Style, sign: String = "") {
      let indent = TextWidth.columns(of: sign)
      let wrapped = TextWidth.wrap(text, max(10, inner.width - indent), glyphs: look.glyphs)
      for (index, line) in wrapped.enumerated() {
        lines.append(((index == 0 ? sign : TextWidth.spaces(indent)) + line, style))
      }
    }
    add(point.evidence, .plain)
    if let remedy = point.remedy {
      let key = point.key.map { "\($0)  " } ?? ""
      add("\(look.glyphs.right) \(key)\(remedy)", look.palette.style(\.accent, [.bold]))
    }
    for step in point.steps {
      let whole = lines
      add(step, label, sign: "  \(look.glyphs.bullet) ")
      // Half a step would help nobody.
      if lines.count > inner.height {
        lines = whole
        isCut = true
        break
      }
    }
    if isCut || lines.count > inner.height {
      frame.writeNote("for the rest, run fuelgauge checkup", label, below: box, in: rect)
    }
    for (index, line) in lines.prefix(inner.height).enumerated() {
      frame.canvas.write(
        line.text, in: inner.splitTop(index).rest, style: line.style, glyphs: look.glyphs)
    }
  }
}

extension Look {
  /// A sign for a state, so that it does not depend on colour alone.
  fileprivate func sign(_ state: CheckupPoint.State) -> (Unicode.Scalar, Style) {
    switch state {
    case .ok: (glyphs.tick, palette.style(\.good))
    case .unknown: ("?", palette.style(\.label))
    case .attention: (glyphs.warning, palette.style(\.warning, [.bold]))
    case .problem: (glyphs.cross, palette.style(\.bad, [.bold]))
    }
  }
}
