import Canvas

/// What a view about money says where there is no account to show.
struct NoMoneyText {
  private let model: DashboardModel

  init(_ model: DashboardModel) { self.model = model }

  private var lines: [String] {
    if model.snapshot == nil { return ["reading"] }
    if model.funds.accounts.isEmpty {
      return [
        "No balance is known yet.", "Press b and type in what claude.ai/settings/usage shows.",
        "Without it Fuelgauge counts what is used, but cannot say what is left.",
      ]
    }
    return ["No account is chosen.", "Press w to choose the current one."]
  }

  func draw(_ canvas: inout Canvas, in rect: Rect) {
    model.look.write(lines, &canvas, in: rect)
  }
}

extension Look {
  /// Sentences, of which the first says what is so and the others what can be done.
  func write(_ lines: [String], _ canvas: inout Canvas, in rect: Rect) {
    let wrapped = lines.enumerated().flatMap { index, line in
      TextWidth.wrap(line, rect.width, glyphs: glyphs).map {
        ($0, index == 0 ? Style.plain : palette.style(\.label))
      }
    }
    for (index, line) in wrapped.prefix(rect.height).enumerated() {
      canvas.write(line.0, in: rect.splitTop(index).rest, style: line.1, glyphs: glyphs)
    }
  }
}
