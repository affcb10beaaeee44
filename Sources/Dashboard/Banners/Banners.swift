import Canvas
import Themes
import Values

/// What the user must know now, a line each, below the header.
struct Banners {
  private let model: DashboardModel
  private let lines: [[Frame.Piece]]

  init(_ model: DashboardModel) {
    self.model = model
    lines = MoneyBanners(model).lines + [Banners.settings(model)].compactMap { $0 }
  }

  /// Number of lines.
  var height: Int { (progress == nil ? 0 : 1) + lines.count }

  /// Milliseconds before progress is shown. Shorter readings stay hidden, so that the panels do not jump.
  private static let shownAfter: Int64 = 300

  private var progress: ReadingProgress? {
    guard case .reading(let progress) = model.collecting, progress.bytes > 0,
      model.snapshot == nil || progress.bytes > 4_000_000
        || model.uptime - progress.began > Banners.shownAfter
    else { return nil }
    return progress
  }

  func draw(_ frame: inout Frame, in rect: Rect) {
    var rest = rect
    if let progress {
      let (line, below) = rest.splitTop(1)
      draw(progress, &frame.canvas, in: line.inset(rows: 0, columns: 1))
      rest = below
    }
    for pieces in lines {
      let (line, below) = rest.splitTop(1)
      frame.write(pieces, in: line.inset(rows: 0, columns: 1))
      rest = below
    }
  }

  /// Problems in the settings file, if any.
  private static func settings(_ model: DashboardModel) -> [Frame.Piece]? {
    guard let first = model.notices.first else { return nil }
    let palette = model.look.palette
    let room = model.size.width - 4
    let count = model.notices.count
    let isWhole = count == 1 && TextWidth.columns(of: first) <= room
    let text =
      isWhole
      ? first
      : "\(CountDisplay.of(count, "problem")) in the settings: run fuelgauge config to list them"
    return [
      Frame.Piece(String(model.look.glyphs.warning) + " ", palette.style(\.warning, [.bold])),
      Frame.Piece(
        TextWidth.fit(text, max(0, room), glyphs: model.look.glyphs), palette.style(\.warning)),
    ]
  }

  private func draw(_ progress: ReadingProgress, _ canvas: inout Canvas, in line: Rect) {
    let look = model.look
    let percent = TextWidth.fit("\(Int(progress.fraction * 100))%", 4, .right)
    let files = "\(CountDisplay.full(progress.filesDone)) of \(CountDisplay.full(progress.files))"
    let done = CountDisplay.bytes(progress.bytesDone)
    let left = progress.timeLeft(at: model.uptime).map { ", \($0 / 1000 + 1) s left" } ?? ""
    let texts = [
      "\(percent)  \(files) files, \(done) of \(CountDisplay.bytes(progress.bytes))\(left)",
      "\(percent)  \(files) files\(left)", "\(percent)\(left)",
    ]
    let text = texts.first { TextWidth.columns(of: $0) <= line.width * 2 / 3 } ?? texts[2]
    let head = "reading "
    let width = max(0, line.width - TextWidth.columns(of: head + text) - 1)
    canvas.write(head, row: line.row, column: line.column, style: look.palette.style(\.label))
    let bar = Rect(
      row: line.row, column: line.column + TextWidth.columns(of: head), width: width, height: 1)
    Gauge(
      progress.fraction, fill: Ramp(look.palette.style(\.accent)),
      track: look.palette.trackStyle, glyphs: look.glyphs
    ).draw(into: &canvas, in: bar)
    canvas.write(
      text, row: line.row, column: bar.endColumn + 1, style: look.palette.style(\.label),
      limit: line)
  }
}
