import Canvas

/// The open form: a box over the view, which stays visible behind it.
struct FormPanel {
  private let model: DashboardModel
  private let form: Form

  init(_ model: DashboardModel, _ form: Form) {
    self.model = model
    self.form = form
  }

  private static let widest = 72
  /// A height enough for most forms. It keeps the top edge in place while a form grows and shrinks.
  private static let usualHeight = 16

  /// - Parameter rect: the area available.
  func draw(_ frame: inout Frame, in rect: Rect) {
    guard let state = model.subject(of: form) else { return }
    let look = model.look
    frame.canvas.restyle(rect) { style in
      style.attributes.subtract([.bold, .reverse])
      style.attributes.insert(.dim)
    }
    frame.mark(Rect(frame.canvas.size), .form(.beside))
    let width = min(rect.width, FormPanel.widest)
    let lines = fitted(
      FormLines(model, form, state, width: width - 4, height: rect.height - 2).all,
      to: rect.height - 2)
    let height = lines.count + 2
    let top = max(0, (rect.height - max(height, FormPanel.usualHeight)) / 2)
    let place = Rect(
      row: rect.row + top, column: rect.column + (rect.width - width) / 2, width: width,
      height: height)
    frame.canvas.fill(place.inset(rows: 0, columns: -1))
    let inner = look.box(form.rules.title(of: state), note: form.rules.note(about: state))
      .draw(into: &frame.canvas, in: place).inset(rows: 0, columns: 1)
    for (index, line) in lines.enumerated() {
      frame.write(line.pieces, in: inner.splitTop(index).rest)
    }
  }

  /// Drops the least important lines if there is no room for all.
  private func fitted(_ lines: [FormLine], to height: Int) -> [FormLine] {
    var lines = lines
    while lines.count > max(0, height), let least = lines.map(\.rank).min(),
      let index = lines.lastIndex(where: { $0.rank == least })
    {
      let sentence = lines[index].sentence
      lines.remove(at: index)
      if least < .need, let sentence { lines.removeAll { $0.sentence == sentence } }
    }
    return lines
  }
}
