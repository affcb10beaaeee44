import Canvas

/// What is shown instead of usage when there is none.
struct EmptyText {
  private let model: DashboardModel
  private let time: Time

  /// The time span without usage.
  enum Time {
    /// The current month, as in the overview.
    case month
    /// All time.
    case everything
  }

  init(_ model: DashboardModel, _ time: Time) {
    self.model = model
    self.time = time
  }

  /// The first line states the fact, the others what to do.
  var lines: [String] {
    switch model.collecting {
    case .starting, .reading: return ["Reading your tools' transcripts and logs."]
    case .followedElsewhere, .anothersStore:
      // Only the process that reads the sources knows which transcripts there are.
      return time == .everything
        ? ["No usage yet."]
        : ["No usage this month.", "Older usage, if there is any, is in view 2, Tools."]
    case .following, .off, .failing:
      let what = time == .everything ? "No usage yet." : "No usage this month."
      let older = time == .everything ? [] : ["Older usage is in view 2, Tools."]
      if model.transcripts ?? 0 > 0 { return [what] + older }
      return [what] + looked
        + [
          "Run Claude Code, or report usage with fuelgauge record.",
          "To see a demo, run fuelgauge --demo.",
        ]
    }
  }

  private var looked: [String] {
    model.sources.isEmpty
      ? []
      : ["Fuelgauge looks for transcripts in"]
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
