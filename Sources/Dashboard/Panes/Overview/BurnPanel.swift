import Advice
import Canvas
import Ledger
import Values

/// Money per hour over time, stacked by tool, as a graph with axes.
struct BurnPanel {
  private let model: DashboardModel
  /// The tool charted; nil for all.
  private let tool: Tool?

  private let isLow: Bool

  /// - Parameter isLow: draw only the frame's top line.
  init(_ model: DashboardModel, isLow: Bool) {
    self.model = model
    self.isLow = isLow
    tool = model.overview.selected
  }

  /// The frame, a line of the graph, and the axis.
  static func smallestHeight(isLow: Bool) -> Int { isLow ? 3 : 4 }

  private static let scaleWidth = 9

  func draw(_ frame: inout Frame, in rect: Rect) {
    guard rect.height >= BurnPanel.smallestHeight(isLow: isLow) else { return }
    let look = model.look
    var box = look.box(title)
    box.isOpen = isLow
    let inner = frame.draw(
      box,
      choice: Choice(
        values: ChartWindow.allCases, chosen: model.chart, look: look, title: \.rawValue,
        target: { .option($0, of: 0) }), in: rect
    ).inset(rows: 0, columns: 1)
    let (plot, axis) = inner.splitTop(inner.height - 1)
    let (scale, area) = plot.splitLeft(BurnPanel.scaleWidth)
    // While another time span is being read, do not show the old chart under the new heading.
    guard let chart = model.snapshot?.chart, chart.window == model.chart else {
      return drawNothing(
        model.snapshot?.chart == nil ? "reading" : "", &frame.canvas, in: area)
    }
    let count = Graph.capacity(columns: area.width)
    let layers = layers(chart)
    // The peak of the steps themselves: what is drawn depends on the width.
    let peak = layers.last?.rates.max() ?? .zero
    let top = BurnPanel.roundTop(above: peak)
    drawScale(top, &frame.canvas, in: scale)
    func shares(_ rates: [Money]) -> [Double] {
      BurnPanel.spread(rates, over: count).map { Double($0.nanos) / Double(max(top.nanos, 1)) }
    }
    let isStacked = layers.count > 1
    Graph(
      shares(layers.last?.rates ?? []), symbols: look.graphSymbols, fill: fill,
      layers: isStacked
        ? layers.map {
          Graph.Layer(tops: shares($0.rates), style: Style(look.color(of: $0.tool)))
        } : [],
      baseline: look.palette.trackStyle
    ).draw(into: &frame.canvas, in: area)
    Axis(TimeAxis.labels(chart, days: model.days, style: look.palette.style(\.label))).draw(
      into: &frame.canvas, in: axis.splitLeft(BurnPanel.scaleWidth).rest)
    if peak == .zero { drawNothing("no usage in this time", &frame.canvas, in: area) }
    if isLow { return }
    frame.writeNote(
      peak == .zero ? "" : "peak \(peak.shortDisplay)/h", look.palette.style(\.label), below: box,
      in: rect)
  }

  private var title: String {
    guard let snapshot = model.snapshot, snapshot.chart != nil else { return "burn" }
    let usage = tool.map { tool in
      snapshot.tools.first { $0.tool == tool } ?? ToolUsage(tool: tool)
    }
    let burn = (usage ?? snapshot.all).burn
    let name = tool.map { "burn of \($0.title)" } ?? "burn"
    let rate = "\(name) \(snapshot.perHour(burn).shortDisplay)/h"
    let tokens = CountDisplay.short(snapshot.tokensPerMinute(burn))
    return model.size.width >= 76
      ? "\(rate) \(model.look.glyphs.separator) \(tokens) tok/min" : rate
  }

  /// One tool's chart has the tool's colour; the chart of all tools goes from low to high.
  private var fill: Ramp {
    tool.map { Ramp(Style(model.look.color(of: $0))) } ?? model.look.palette.burn
  }

  /// Dollars per hour at each step of the chart, each tool's stacked on those below it.
  private func layers(_ chart: BurnChart) -> [(tool: Tool, rates: [Money])] {
    var sum = Array(repeating: Money.zero, count: chart.window.steps)
    var layers: [(Tool, [Money])] = []
    for tool in Tool.allCases where self.tool == nil || self.tool == tool {
      let costs = chart.smoothed(tool)
      guard costs.contains(where: { $0 > .zero }) else { continue }
      for index in sum.indices {
        let perHour = Int128(costs[index].nanos) * Int128(Instant.perHour / chart.window.step)
        sum[index] = Money(nanos: Int64(clamping: Int128(sum[index].nanos) + perHour))
      }
      layers.append((tool, sum))
    }
    return layers
  }

  private func drawNothing(_ text: String, _ canvas: inout Canvas, in area: Rect) {
    guard area.height >= 2 else { return }
    let line = Rect(
      row: area.row + (area.height - 1) / 2, column: area.column, width: area.width, height: 1)
    canvas.write(
      text, in: line, .center, style: model.look.palette.style(\.label), glyphs: model.look.glyphs)
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

  /// Resamples values to `count`: interpolated, or averaged so that the area of the graph still is the money.
  static func spread(_ values: [Money], over count: Int) -> [Money] {
    guard !values.isEmpty, count > 0 else { return [] }
    if count > values.count { return stretched(values, to: count) }
    return (0..<count).map { index in
      let first = index * values.count / count
      let end = max(first + 1, (index + 1) * values.count / count)
      let sum = values[first..<end].reduce(Int128(0)) { $0 + Int128($1.nanos) }
      return Money(nanos: Int64(sum / Int128(end - first)))
    }
  }

  private static func stretched(_ values: [Money], to count: Int) -> [Money] {
    (0..<count).map { index in
      let place = (Double(index) + 0.5) * Double(values.count) / Double(count) - 0.5
      let left = min(max(0, Int(place.rounded(.down))), values.count - 1)
      let right = min(left + 1, values.count - 1)
      let share = min(max(0, place - Double(left)), 1)
      let rise = (Double(values[right].nanos) - Double(values[left].nanos)) * share
      return Money(nanos: Int64(clamping: Int128(values[left].nanos) + Int128(rise)))
    }
  }

  /// The next round amount not below `peak`, so that the scale stays put while the burn varies.
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
    nanos % 1_000_000_000 == 0 && nanos < 1_000_000_000_000_000
      ? "$" + CountDisplay.full(Int(nanos / 1_000_000_000)) : display
  }
}
