import Canvas
import Ledger
import Themes

/// What comes, drawn to scale from now on: when it is empty, and between when with 80 %; what happens before.
struct TimeLine {
  private let model: DashboardModel
  private let outlook: Outlook
  private let currency: Currency
  /// When it ends, at the right.
  private let end: Instant

  /// Nil where nothing is to come.
  init?(_ model: DashboardModel) {
    guard let state = model.funds.account, let outlook = state.outlook else { return nil }
    self.model = model
    self.outlook = outlook
    currency = state.account.currency
    var last = outlook.next.last?.at
    if case .at(let zero) = outlook.zero { last = max(last ?? zero, zero) }
    guard let last, last > model.now else { return nil }
    // A long end of the interval would press all the rest together at the left.
    let length = last.milliseconds - model.now.milliseconds
    let most = model.now.advanced(by: length * 2)
    end = min(most, max(outlook.high ?? last, model.now.advanced(by: length / 10 * 11)))
  }

  private var palette: Palette { model.look.palette }
  private var glyphs: Glyphs { model.look.glyphs }

  /// Draws into the first row of a rectangle.
  func draw(_ frame: inout Frame, in rect: Rect) {
    let label = palette.style(\.label)
    let row = rect.splitTop(1).part
    frame.write([Frame.Piece(TextWidth.fit("ahead", 10), label)], in: row)
    let scale = Outlook.rough(end.milliseconds - model.now.milliseconds)
    let (right, left) = row.splitLeft(10).rest.splitRight(TextWidth.columns(of: scale) + 1)
    drawLine(&frame, in: left.splitLeft(4).rest)
    frame.write([Frame.Piece("now", label)], in: left)
    frame.write([Frame.Piece(" " + scale, label)], in: right)
    frame.mark(row, .action(.show(.limits)))
  }

  private func column(of time: Instant, in line: Rect) -> Int {
    let part =
      Double(time.milliseconds - model.now.milliseconds)
      / Double(max(1, end.milliseconds - model.now.milliseconds))
    return line.column + Int((min(1, max(0, part)) * Double(line.width - 1)).rounded())
  }

  private func drawLine(_ frame: inout Frame, in line: Rect) {
    guard line.width >= 8 else { return }
    for column in line.column..<line.endColumn {
      frame.canvas.put(glyphs.track, row: line.row, column: column, style: palette.trackStyle)
    }
    if let low = outlook.low, let high = outlook.high {
      let style = palette.style(\.foreground)
      for column in column(of: low, in: line)...column(of: high, in: line) {
        frame.canvas.put(glyphs.bar, row: line.row, column: column, style: style)
      }
      if high > end {
        frame.canvas.put(glyphs.right, row: line.row, column: line.endColumn - 1, style: style)
      }
    }
    var taken: [Range<Int>] = []
    for mark in marks {
      let start = column(of: mark.time, in: line)
      // Shorter where the text would touch another one, nothing where that is taken as well.
      let fitting = [mark.text, String(mark.text.prefix(1))].first { text in
        let span = start..<start + text.count
        return span.upperBound <= line.endColumn
          && !taken.contains { $0.overlaps(span.lowerBound - 1..<span.upperBound + 1) }
      }
      guard let fitting else { continue }
      taken.append(start..<start + fitting.count)
      frame.canvas.write(
        fitting, row: line.row, column: start, style: mark.style, limit: line)
    }
  }

  private struct Mark {
    var time: Instant
    var text: String
    var style: Style
  }

  /// What matters most first.
  private var marks: [Mark] {
    var marks = outlook.next.filter { $0.kind != .zero }.map { event in
      Mark(time: event.at, text: text(event.kind), style: palette.style(color(event.kind), [.bold]))
    }
    if case .at(let zero) = outlook.zero {
      let mark = Mark(
        time: zero, text: "\(glyphs.down)empty", style: palette.style(\.bad, [.bold]))
      marks.insert(mark, at: 0)
    }
    return marks
  }

  private func text(_ kind: Outlook.Event.Kind) -> String {
    // What is left of a credit by then is a guess, and cents would say otherwise.
    func short(_ amount: Money) -> String {
      let unit: Int64 = 1_000_000_000
      let rounded = amount.nanos % unit < unit / 2 ? 0 : unit
      let (whole, isHuge) = (amount.nanos / unit * unit).addingReportingOverflow(rounded)
      return (amount.nanos < unit || isHuge ? amount : Money(nanos: whole))
        .fullDisplay(in: currency)
        .replacing(".00", with: "")
    }
    return switch kind {
    case .reload(let amount): "+\(short(amount))"
    case .creditExpires(let amount): "-\(short(amount))"
    case .maximumReached: "max"
    case .capReached: "cap"
    case .monthResets: "month"
    case .zero: ""
    }
  }

  private func color(_ kind: Outlook.Event.Kind) -> KeyPath<Palette, Color> {
    switch kind {
    case .reload: \.good
    case .capReached, .zero: \.bad
    case .maximumReached, .creditExpires: \.warning
    case .monthResets: \.label
    }
  }
}
