import Canvas

/// What is said where there is no usage to show.
struct EmptyText {
  private let model: DashboardModel
  private let time: Time

  /// The time that was looked over.
  enum Time {
    /// The running month, as the overview has it.
    case month
    /// All there is.
    case everything
  }

  init(_ model: DashboardModel, _ time: Time) {
    self.model = model
    self.time = time
  }

  /// The first line says what is so, the others what can be done.
  var lines: [String] {
    switch model.collecting {
    case .starting, .reading: return ["Reading what your tools have left behind."]
    case .following, .off, .anothersStore, .followedElsewhere, .failing:
      let what = time == .everything ? "No usage yet." : "No usage this month."
      let older = time == .everything ? [] : ["Older usage is in the view 2 Tools."]
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
