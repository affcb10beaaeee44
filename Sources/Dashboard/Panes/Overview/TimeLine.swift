import Advice
import Canvas
import Themes
import Values

/// What is ahead, drawn to scale from now on: when the balance runs out, its 80 % interval, and the events
/// before that.
struct TimeLine {
  private let model: DashboardModel
  private let outlook: Outlook
  private let currency: Currency
  /// The time at its right end.
  private let end: Instant

  /// Returns nil if nothing is ahead.
  init?(_ model: DashboardModel) {
    guard let state = model.funds.account, let outlook = state.ahead.outlook else { return nil }
    self.model = model
    self.outlook = outlook
    currency = state.account.currency
    var last = outlook.next.last?.at
    if case .at(let zero) = outlook.zero { last = max(last ?? zero, zero) }
    guard let last, last > model.now else { return nil }
    // A long tail of the interval would squeeze everything else together at the left.
    let length = (last - model.now).milliseconds
    let most = model.now.advanced(by: length * 2)
    end = min(most, max(outlook.high ?? last, model.now.advanced(by: length / 4 * 5)))
  }

  private var palette: Palette { model.look.palette }
  private var glyphs: Glyphs { model.look.glyphs }

  /// Draws into the first row of a rectangle.
  func draw(_ frame: inout Frame, in rect: Rect) {
    let label = palette.style(\.label)
    let row = rect.splitTop(1).part
    frame.write([Frame.Piece(TextWidth.fit("ahead", 10), label)], in: row)
    let scale = Outlook.rough(end - model.now)
    let (right, left) = row.splitLeft(10).rest.splitRight(TextWidth.columns(of: scale) + 1)
    drawLine(&frame, in: left.splitLeft(4).rest)
    frame.write([Frame.Piece("now", label)], in: left)
    frame.write([Frame.Piece(" " + scale, label)], in: right)
    frame.mark(row, .action(.show(.limits)))
  }

  /// 0 is now, 1 the right end.
  private func position(of time: Instant) -> Double {
    let part =
      Double((time - model.now).milliseconds) / Double(max(1, (end - model.now).milliseconds))
    return min(1, max(0, part))
  }

  private func drawLine(_ frame: inout Frame, in line: Rect) {
    guard line.width >= 8 else { return }
    func draw(_ glyph: Unicode.Scalar, from first: Double, to last: Double, _ style: Style) {
      let columns = [first, last].map { line.column + Int(nearest: $0 * Double(line.width - 1)) }
      for column in columns[0]...max(columns[0], columns[1]) {
        frame.canvas.put(glyph, row: line.row, column: column, style: style)
      }
    }
    draw(glyphs.track, from: 0, to: 1, palette.trackStyle)
    if let low = outlook.low, let high = outlook.high {
      let style = palette.style(\.foreground)
      draw(glyphs.bar, from: position(of: low), to: position(of: high), style)
      if high > end { draw(glyphs.right, from: 1, to: 1, style) }
    }
    Axis(labels).draw(into: &frame.canvas, in: line)
  }

  /// Most important first: the end, what stops everything, what moves money, the rest.
  private var labels: [Axis.Label] {
    var ranks: [[Axis.Label]] = Array(repeating: [], count: 5)
    func add(
      _ rank: Int, _ time: Instant, _ text: String, _ short: Unicode.Scalar,
      _ color: KeyPath<Palette, Color>
    ) {
      ranks[rank].append(
        Axis.Label(
          position(of: time), text, short: String(short), style: palette.style(color, [.bold])))
    }
    if case .at(let zero) = outlook.zero { add(0, zero, "empty", glyphs.down, \.bad) }
    for event in outlook.next {
      switch event.kind {
      // The end is already there, and a maximum is shown with the reload that reaches it.
      case .zero, .maximumReached: break
      case .capReached: add(1, event.at, "cap", glyphs.cross, \.bad)
      case .limitReached: add(1, event.at, "limit", glyphs.cross, \.warning)
      case .reload(let amount):
        let isLast = outlook.next.contains { $0.at == event.at && $0.kind == .maximumReached }
        let text = "+\(amount.wholeDisplay(in: currency))"
        if isLast {
          add(2, event.at, text + " max", "+", \.warning)
        } else {
          add(3, event.at, text, "+", \.good)
        }
      case .creditExpires(let amount):
        add(2, event.at, "-\(amount.wholeDisplay(in: currency))", glyphs.cross, \.warning)
      case .monthResets: add(4, event.at, "month", glyphs.bullet, \.label)
      }
    }
    return ranks.flatMap { $0 }
  }
}
