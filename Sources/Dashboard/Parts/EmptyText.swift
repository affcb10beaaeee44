import Canvas

/// What is said where there is nothing to show.
struct EmptyText {
  private let model: DashboardModel

  init(_ model: DashboardModel) { self.model = model }

  /// The first line says what is so, the others what can be done.
  var lines: [String] {
    switch model.collecting {
    case .starting, .reading: return ["Reading what your tools have left behind."]
    case .following, .off, .anothersStore, .followedElsewhere, .failing:
      let what = model.view == .tools ? "No usage yet." : "No usage this month."
      let older = model.view == .tools ? [] : ["Older usage is in the view 2 Tools."]
      if model.transcripts ?? 0 > 0 { return [what] + older }
      return [what] + looked
        + [
          "Run Claude Code, or report usage with fuelgauge record.",
          "fuelgauge --demo plays a day.",
        ]
    }
  }

  private var looked: [String] {
    model.sources.isEmpty
      ? []
      : ["Transcripts are looked for in"]
        + model.sources.map { "  " + PartTitle.path($0, home: model.home) }
  }

  func draw(_ canvas: inout Canvas, in rect: Rect) {
    for (index, line) in lines.enumerated() where index < rect.height {
      let row = Rect(row: rect.row + index, column: rect.column, width: rect.width, height: 1)
      let style = index == 0 ? Style.plain : model.look.palette.style(\.label)
      canvas.write(line, in: row, style: style, glyphs: model.look.glyphs)
    }
  }
}
