import Canvas
import Ledger

/// Money per hour over the last while, as a graph with axes.
struct BurnPanel {
  private let model: DashboardModel

  init(_ model: DashboardModel) { self.model = model }

  /// The frame, a line of the graph, and the axis.
  static let smallestHeight = 4

  private static let scaleWidth = 9

  func draw(_ canvas: inout Canvas, in rect: Rect) {
    let look = model.look
    let plotWidth = rect.width - 4 - BurnPanel.scaleWidth
    let rates = BurnPanel.spread(self.rates, over: Graph.capacity(columns: plotWidth))
    let peak = rates.max() ?? .zero
    let box = Box(
      "burn", note: peak == .zero ? "" : "peak \(peak.display)/h",
      border: look.palette.style(\.border), noteStyle: look.palette.style(\.label),
      glyphs: look.glyphs)
    let inner = box.draw(into: &canvas, in: rect).inset(rows: 0, columns: 1)
    guard inner.height >= 2 else { return }
    let (plot, axis) = inner.splitTop(inner.height - 1)
    let (scale, area) = plot.splitLeft(BurnPanel.scaleWidth)
    let top = BurnPanel.roundTop(above: peak)
    drawScale(top, &canvas, in: scale)
    Graph(
      rates.map { Double($0.nanos) / Double(max(top.nanos, 1)) }, symbols: look.graphSymbols,
      fill: look.palette.burn,
      baseline: look.palette.style(\.label, [.dim])
    ).draw(into: &canvas, in: area)
    drawAxis(&canvas, in: axis.splitLeft(BurnPanel.scaleWidth).rest)
    if peak == .zero, area.height >= 3 {
      let span = Self.span(model.chartMinutes)
      let text = model.snapshot == nil ? "reading" : "nothing burned in the last \(span)"
      let line = Rect(
        row: area.row + area.height / 2 - 1, column: area.column, width: area.width, height: 1)
      canvas.write(text, in: line, .center, style: look.palette.style(\.label), glyphs: look.glyphs)
    }
  }

  /// Dollars per hour, step by step.
  private var rates: [Money] {
    guard let chart = model.snapshot?.chart else { return [] }
    return chart.total.map {
      Money(nanos: Int64(clamping: Int128($0.nanos) * Int128(Instant.perHour / chart.step)))
    }
  }

  private func drawScale(_ top: Money, _ canvas: inout Canvas, in rect: Rect) {
    guard top > .zero else { return }
    let style = model.look.palette.style(\.label)
    var marks = [(rect.row, top)]
    if rect.height >= 3 { marks.append((rect.endRow - 1, .zero)) }
    if rect.height >= 7 { marks.append((rect.row + rect.height / 2, Money(nanos: top.nanos / 2))) }
    for (row, value) in marks {
      let line = Rect(row: row, column: rect.column, width: rect.width - 1, height: 1)
      canvas.write(value.axisLabel, in: line, .right, style: style, glyphs: model.look.glyphs)
    }
  }

  private func drawAxis(_ canvas: inout Canvas, in rect: Rect) {
    let style = model.look.palette.style(\.label)
    let minutes = model.chartMinutes
    let quarters = [
      (0.0, minutes), (0.5, minutes / 2), (0.25, minutes * 3 / 4), (0.75, minutes / 4),
    ]
    let past = quarters.map { Axis.Label($0.0, "-" + Self.span($0.1), style: style) }
    Axis([Axis.Label(1, "now", style: style)] + past).draw(into: &canvas, in: rect)
  }

  /// "45m", "3h", "1h30".
  private static func span(_ minutes: Int) -> String {
    let (hours, rest) = minutes.quotientAndRemainder(dividingBy: 60)
    if hours == 0 { return "\(rest)m" }
    return rest == 0 ? "\(hours)h" : "\(hours)h\(rest < 10 ? "0" : "")\(rest)"
  }

  /// As many values as there is room for: each stretched over its share, or the mean of several, so
  /// that the area of the graph stays the money.
  static func spread(_ values: [Money], over count: Int) -> [Money] {
    guard !values.isEmpty, count > 0 else { return [] }
    return (0..<count).map { index in
      let first = index * values.count / count
      let end = max(first + 1, (index + 1) * values.count / count)
      let sum = values[first..<end].reduce(Money.zero, +)
      return Money(nanos: sum.nanos / Int64(end - first))
    }
  }

  /// The next round amount that is not below `peak`, so that the scale stays put while the burn
  /// wanders.
  static func roundTop(above peak: Money) -> Money {
    guard peak > .zero else { return .zero }
    var unit: Int64 = 1_000_000
    while unit < Int64.max / 1000 {
      for tenths: Int64 in [10, 15, 20, 30, 40, 60, 80] where unit * tenths >= peak.nanos {
        return Money(nanos: unit * tenths)
      }
      unit *= 10
    }
    return peak
  }
}

extension Money {
  /// A round amount without needless decimals: "$5", "$0.50".
  var axisLabel: String {
    nanos % 1_000_000_000 == 0 ? "$" + CountDisplay.full(Int(nanos / 1_000_000_000)) : display
  }
}
