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
    end = min(most, max(outlook.high ?? last, model.now.advanced(by: length / 4 * 5)))
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
    draw(marks, &frame, in: line)
  }

  /// Each is seen, if only by its first character; what matters most is written out where there is room, which the
  /// first of several of a kind takes from the others.
  private func draw(_ marks: [Mark], _ frame: inout Frame, in line: Rect) {
    var placed: [(column: Int, mark: Mark)] = []
    for mark in marks {
      let column = column(of: mark.time, in: line)
      if !placed.contains(where: { $0.column == column }) { placed.append((column, mark)) }
    }
    var written: [Range<Int>] = []
    var hidden: Set<Int> = []
    var kinds: Set<Character> = []
    for (column, mark) in placed where !hidden.contains(column) {
      let kind = mark.text.first ?? " "
      let span = column..<column + mark.text.count
      let others = placed.filter { $0.column > column && $0.column <= span.upperBound }
      let isRoom =
        span.upperBound <= line.endColumn
        && !written.contains { $0.overlaps(column..<span.upperBound + 1) }
        && others.allSatisfy { $0.mark.text.first == kind && !kinds.contains(kind) }
      let text = isRoom ? mark.text : String(kind)
      if isRoom { hidden.formUnion(others.map(\.column)) }
      kinds.insert(kind)
      written.append(column..<column + text.count)
      frame.canvas.write(text, row: line.row, column: column, style: mark.style, limit: line)
    }
  }

  private struct Mark {
    var time: Instant
    var text: String
    var style: Style
  }

  /// What matters most first: the end, what stops everything, what moves money, the rest.
  private var marks: [Mark] {
    var marks: [(rank: Int, mark: Mark)] = []
    func add(_ rank: Int, _ time: Instant, _ text: String, _ color: KeyPath<Palette, Color>) {
      marks.append((rank, Mark(time: time, text: text, style: palette.style(color, [.bold]))))
    }
    if case .at(let zero) = outlook.zero { add(0, zero, "\(glyphs.down)empty", \.bad) }
    for event in outlook.next {
      switch event.kind {
      // The end is drawn above; that a maximum is reached goes without a place of its own, beside its reload.
      case .zero, .maximumReached: break
      case .capReached: add(1, event.at, "cap", \.bad)
      case .reload(let amount):
        let isLast = outlook.next.contains { $0.at == event.at && $0.kind == .maximumReached }
        let text = "+\(amount.wholeDisplay(in: currency))" + (isLast ? " max" : "")
        add(2, event.at, text, isLast ? \.warning : \.good)
      case .creditExpires(let amount):
        add(2, event.at, "-\(amount.wholeDisplay(in: currency))", \.warning)
      case .monthResets: add(3, event.at, "month", \.label)
      }
    }
    // Of the same rank the first to come stays the first.
    return marks.enumerated().sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }
      .map(\.element.mark)
  }
}
