import Canvas

/// What a view about money shows when there is no account.
struct NoMoneyText {
  private let model: DashboardModel

  init(_ model: DashboardModel) { self.model = model }

  private var lines: [String] {
    if model.snapshot == nil { return ["reading"] }
    if model.funds.accounts.isEmpty {
      return [
        "No balance is known yet.", "Press b and type in what claude.ai/settings/usage shows.",
        "Without it Fuelgauge can count what is used, but not what is left.",
      ]
    }
    return ["No account is selected.", "Press w to choose one."]
  }

  func draw(_ canvas: inout Canvas, in rect: Rect) {
    model.look.write(lines, &canvas, in: rect)
  }
}

extension Look {
  /// Writes sentences: the first states the fact, the others, in the label style, what to do.
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
