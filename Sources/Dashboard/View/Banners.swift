import Canvas
import Ledger
import Themes

/// What the person must know now, a line each, below the header.
struct Banners {
  private let model: DashboardModel

  init(_ model: DashboardModel) { self.model = model }

  /// Lines wanted.
  var height: Int {
    (progress == nil ? 0 : 1) + (refused == nil ? 0 : 1) + (model.notices.isEmpty ? 0 : 1)
  }

  /// Milliseconds that a refusal is news.
  private static let refusalIsNews = Instant.perHour

  /// The latest refusal, and how many there were in the time that it is news.
  private var refused: (latest: Rejection, count: Int)? {
    let recent = (model.snapshot?.rejections ?? []).filter {
      model.now.milliseconds - $0.time.milliseconds < Banners.refusalIsNews
    }
    return recent.first.map { ($0, recent.count) }
  }

  /// Shorter readings come and go unseen, so that the panels do not jump.
  private static let shownAfter: Int64 = 300

  private var progress: ReadingProgress? {
    guard case .reading(let progress) = model.collecting, progress.bytes > 0,
      model.snapshot == nil || progress.bytes > 4_000_000
        || model.now.milliseconds - progress.began.milliseconds > Banners.shownAfter
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
    if let refused {
      let (line, below) = rest.splitTop(1)
      draw(refused.latest, refused.count, &frame, in: line.inset(rows: 0, columns: 1))
      rest = below
    }
    if let first = model.notices.first {
      let palette = model.look.palette
      let more = model.notices.count > 1 ? " (and \(model.notices.count - 1) more)" : ""
      let line = rest.splitTop(1).part.inset(rows: 0, columns: 1)
      frame.canvas.write(
        [
          (String(model.look.glyphs.warning) + " ", palette.style(\.warning, [.bold])),
          (TextWidth.fit(first + more, max(0, line.width - 2)), palette.style(\.warning)),
        ], row: line.row, from: line.column, in: line)
    }
  }

  private func draw(
    _ rejection: Rejection, _ count: Int, _ frame: inout Frame, in line: Rect
  ) {
    let look = model.look
    let color: KeyPath<Palette, Color> = rejection.reason == .planWindow ? \.warning : \.bad
    let times = count > 1 ? "  \(count) in the last hour" : ""
    let help = "  " + rejection.reason.remedy
    let head = "\(look.glyphs.cross) \(model.days.clock(of: rejection.time)) "
    let room = line.width - TextWidth.columns(of: head)
    let text = "\(rejection.tool.title): \(rejection.plainText)"
    let tail = [times + help, help, times, ""].first {
      room - TextWidth.columns(of: $0) >= min(TextWidth.columns(of: text), 40)
    }
    let width = room - TextWidth.columns(of: tail ?? "")
    frame.canvas.write(
      [
        (head, look.palette.style(color, [.bold])),
        (
          TextWidth.fit(text, min(width, TextWidth.columns(of: text)), glyphs: look.glyphs),
          look.palette.style(color, [.bold])
        ),
        (tail ?? "", look.palette.style(\.label)),
      ], row: line.row, from: line.column, in: line)
  }

  private func draw(_ progress: ReadingProgress, _ canvas: inout Canvas, in line: Rect) {
    let look = model.look
    let percent = TextWidth.fit("\(Int(progress.fraction * 100))%", 4, .right)
    let files = "\(CountDisplay.full(progress.filesDone)) of \(CountDisplay.full(progress.files))"
    let done = CountDisplay.bytes(progress.bytesDone)
    let left = progress.timeLeft(at: model.now).map { ", \($0 / 1000 + 1) s left" } ?? ""
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

extension Rejection {
  /// The text without the protocol's part of it, "API Error: 400 ".
  fileprivate var plainText: Substring {
    guard text.hasPrefix("API Error: ") else { return text[...] }
    return text.dropFirst("API Error: ".count).drop { $0.isNumber || $0 == " " }
  }
}

extension Rejection.Reason {
  /// What helps, in a few words.
  fileprivate var remedy: String {
    switch self {
    case .balance: "add money: claude.ai/settings/usage"
    case .cap: "raise the cap; more money does not help"
    case .planWindow: "wait for the reset, or use extra usage"
    case .entitlement: "this account may not use that"
    case .administrator: "ask the administrator"
    case .console: "an API key paid: console.anthropic.com"
    }
  }
}
