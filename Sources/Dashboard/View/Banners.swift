import Canvas
import Ledger
import Themes

/// What the person must know now, a line each, below the header.
struct Banners {
  private let model: DashboardModel

  init(_ model: DashboardModel) { self.model = model }

  /// Lines wanted.
  var height: Int { (progress == nil ? 0 : 1) + refusal.count + (settings == nil ? 0 : 1) }

  /// Shorter readings come and go unseen, so that the panels do not jump.
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
    for pieces in refusal + [settings].compactMap({ $0 }) {
      let (line, below) = rest.splitTop(1)
      let inner = line.inset(rows: 0, columns: 1)
      frame.canvas.write(pieces, row: inner.row, from: inner.column, in: inner)
      rest = below
    }
  }

  private typealias Line = [(text: String, style: Style)]

  /// Milliseconds that a refusal is news.
  private static let refusalIsNews = Instant.perHour

  /// The latest refusal and what helps: in a line if both fit, else in two, in a low terminal without
  /// the words of the tool.
  private var refusal: [Line] {
    let recent = (model.snapshot?.rejections ?? []).filter {
      model.now.milliseconds - $0.time.milliseconds < Banners.refusalIsNews
    }
    guard let latest = recent.first else { return [] }
    let look = model.look
    let color: KeyPath<Palette, Color> = latest.reason == .planWindow ? \.warning : \.bad
    let strong = look.palette.style(color, [.bold])
    let label = look.palette.style(\.label)
    let head = "\(look.glyphs.cross) \(model.days.clock(of: latest.time)) "
    let room = model.size.width - 2 - TextWidth.columns(of: head)
    let quoted = "\(latest.tool.title): \(latest.plainText)"
    let help = latest.reason.remedy
    let isMany = recent.count == UsageSnapshot.mostRejections
    let count =
      recent.count > 1 ? "  (\(recent.count)\(isMany ? " or more" : "") in the last hour)" : ""
    if model.size.height < 20 {
      let text = TextWidth.fit("\(latest.reason.title): \(help)", room, glyphs: look.glyphs)
      return [[(head, strong), (text, strong)]]
    }
    let both = "  " + help + count
    if TextWidth.columns(of: quoted + both) <= room {
      return [[(head + quoted, strong), (both, label)]]
    }
    return [
      [(head, strong), (TextWidth.fit(quoted, room, glyphs: look.glyphs), strong)],
      [(TextWidth.spaces(TextWidth.columns(of: head)), label), (help + count, label)],
    ]
  }

  /// What is wrong with the settings, if anything.
  private var settings: Line? {
    guard let first = model.notices.first else { return nil }
    let palette = model.look.palette
    let room = model.size.width - 4
    let count = model.notices.count
    let isWhole = count == 1 && TextWidth.columns(of: first) <= room
    let text =
      isWhole
      ? first
      : "\(count) problem\(count == 1 ? "" : "s") in the settings: fuelgauge config names them"
    return [
      (String(model.look.glyphs.warning) + " ", palette.style(\.warning, [.bold])),
      (TextWidth.fit(text, max(0, room), glyphs: model.look.glyphs), palette.style(\.warning)),
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

extension Rejection {
  /// The text without the protocol's part of it, "API Error: 400 ".
  fileprivate var plainText: Substring {
    guard text.hasPrefix("API Error: ") else { return text[...] }
    return text.dropFirst("API Error: ".count).drop { $0.isNumber }.drop { $0 == " " }
  }
}

extension Rejection.Reason {
  /// What happened, in a few words.
  fileprivate var title: String {
    switch self {
    case .balance: "balance empty"
    case .cap: "spending cap reached"
    case .planWindow: "plan window used up"
    case .entitlement: "not in the plan"
    case .administrator: "switched off"
    case .console: "Console credit used up"
    }
  }

  /// What helps, in a few words.
  fileprivate var remedy: String {
    switch self {
    case .balance: "top up at claude.ai/settings/usage"
    case .cap: "raise the cap, money does not help"
    case .planWindow: "wait for the reset, or use extra usage"
    case .entitlement: "the account may not use that"
    case .administrator: "ask the administrator"
    case .console: "an API key paid: console.anthropic.com"
    }
  }
}
