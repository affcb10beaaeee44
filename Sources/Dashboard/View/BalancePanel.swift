import Canvas
import Ledger

/// What is left, how fast it goes, and how far a reading has come.
struct BalancePanel {
  private let model: DashboardModel
  private let isLow: Bool

  /// - Parameter isLow: there are two lines and no frame.
  init(_ model: DashboardModel, isLow: Bool) {
    self.model = model
    self.isLow = isLow
  }

  func draw(_ canvas: inout Canvas, in rect: Rect) {
    let look = model.look
    var inner = rect.inset(rows: 0, columns: 1)
    if !isLow {
      let box = Box(
        "balance", border: look.palette.style(\.border), glyphs: look.glyphs)
      inner = box.draw(into: &canvas, in: rect).inset(rows: 0, columns: 1)
    }
    canvas.write(balance(in: inner.width), row: inner.row, from: inner.column, in: inner)
    if let progress = readingProgress {
      drawProgress(progress, &canvas, in: inner.splitTop(1).rest)
    } else if !isLow {
      let gauge = Gauge(
        0, track: look.palette.style(\.label, [.dim]), glyphs: look.glyphs)
      let row = Rect(row: inner.row + 1, column: inner.column, width: inner.width, height: 1)
      gauge.draw(into: &canvas, in: row)
    }
    if !isLow || readingProgress == nil {
      canvas.write(pace(in: inner.width), row: inner.endRow - 1, from: inner.column, in: inner)
    }
  }

  private var readingProgress: ReadingProgress? {
    if case .reading(let progress) = model.collecting, progress.bytes > 0 { return progress }
    return nil
  }

  private func balance(in width: Int) -> [(text: String, style: Style)] {
    let palette = model.look.palette
    let source = "see claude.ai/settings/usage"
    let reason = "transcripts do not tell it; "
    return [
      (isLow ? "balance " : "", palette.style(\.label)),
      ("unknown", palette.style(\.warning, [.bold])),
      ("  " + (width >= 66 ? reason : "") + source, palette.style(\.label)),
    ]
  }

  /// How fast money goes, by list value; as many figures as there is room for.
  private func pace(in width: Int) -> [(text: String, style: Style)] {
    let palette = model.look.palette
    guard let snapshot = model.snapshot else { return [] }
    let all = snapshot.all
    let figures = [
      (snapshot.perHour(all.burn).display, "/h now"),
      (CountDisplay.short(snapshot.tokensPerMinute(all.burn)), " tokens/min"),
      (all.today.costText(model.look), " today"), (all.month.costText(model.look), " month"),
    ]
    let separator = "  \(model.look.glyphs.separator)  "
    var pieces: [(text: String, style: Style)] = []
    var room = width
    for (figure, unit) in figures {
      let before = pieces.isEmpty ? "" : separator
      room -= TextWidth.columns(of: before + figure + unit)
      guard room >= 0 else { break }
      let style = pieces.isEmpty ? palette.style(\.accent, [.bold]) : Style(.terminal, [.bold])
      pieces += [(before, palette.style(\.label)), (figure, style), (unit, palette.style(\.label))]
    }
    return pieces
  }

  private func drawProgress(_ progress: ReadingProgress, _ canvas: inout Canvas, in rect: Rect) {
    let look = model.look
    let percent = TextWidth.fit("\(Int(progress.fraction * 100))%", 4, .right)
    let files = "\(progress.filesDone) of \(progress.files)"
    var text = "\(percent)  \(rect.width >= 66 ? "file " : "")\(files)"
    if let left = progress.timeLeft(at: model.now) {
      text += ", \(left / 1000 + 1) s left"
    }
    let width = min(rect.width / 2, 34)
    let (bar, rest) = Rect(row: rect.row, column: rect.column, width: rect.width, height: 1)
      .splitLeft(rect.width - width)
    Gauge(
      progress.fraction, fill: Ramp(look.palette.style(\.accent)),
      track: look.palette.style(\.label, [.dim]), glyphs: look.glyphs
    ).draw(into: &canvas, in: bar)
    canvas.write(" " + text, in: rest, style: look.palette.style(\.label), glyphs: look.glyphs)
  }
}

extension UsageTotals {
  /// The cost with its doubts, in the characters there are: a sign for "at least" where output counts
  /// are missing, `*` for parts without a price.
  func costText(_ look: Look) -> String {
    if unpriced > 0, cost == .zero { return "unpriced" }
    let atLeast = unfinished > 0 ? (look.glyphs.isUnicode ? "≥" : ">=") : ""
    return atLeast + cost.display + (unpriced > 0 ? "*" : "")
  }
}
