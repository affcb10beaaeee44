import Canvas
import Testing

/// Draws on a canvas of that size and returns its text.
private func drawn(
  _ width: Int, _ height: Int, _ draw: (inout Canvas, Rect) -> Void
) -> String {
  var canvas = Canvas(Size(width: width, height: height))
  draw(&canvas, canvas.bounds)
  return canvas.lines.joined(separator: "\n")
}

@Suite struct GaugeTests {
  @Test(arguments: [
    (0.0, "──────────"), (1.0, "██████████"), (0.5, "█████─────"), (0.55, "█████▌────"),
    (0.001, "▏─────────"), (0.999, "█████████▉"), (-3, "──────────"), (7, "██████████"),
    (Double.nan, "──────────"), (Double.infinity, "██████████"),
  ])
  func `a gauge fills in eighths and looks full or empty only if it is`(
    fraction: Double, expected: String
  ) {
    #expect(drawn(10, 1) { Gauge(fraction).draw(into: &$0, in: $1) } == expected)
  }

  @Test(arguments: [
    (0.0, "----------"), (0.5, "#####-----"), (0.01, "#---------"), (1, "##########"),
  ])
  func `an ASCII gauge uses hashes`(fraction: Double, expected: String) {
    #expect(drawn(10, 1) { Gauge(fraction, glyphs: .ascii).draw(into: &$0, in: $1) } == expected)
  }

  @Test(arguments: [
    (0.4...0.6, "████▒▒────"), (0.5...0.501, "█████▒────"), (0.0...1.0, "▒▒▒▒▒▒▒▒▒▒"),
    (0.0...0.0, "▒─────────"), (0.99...1.0, "█████████▒"), (1.0...1.0, "█████████▒"),
    (-3.0...9.0, "▒▒▒▒▒▒▒▒▒▒"),
  ])
  func `what may or may not be left is hatched`(doubt: ClosedRange<Double>, expected: String) {
    let gauge = Gauge(doubt.upperBound, doubt: doubt)
    #expect(drawn(10, 1) { gauge.draw(into: &$0, in: $1) } == expected)
  }

  @Test func `a gauge of one column distinguishes something from nothing`() {
    #expect(drawn(1, 1) { Gauge(0.01, glyphs: .ascii).draw(into: &$0, in: $1) } == "#")
    #expect(drawn(0, 0) { Gauge(0.5).draw(into: &$0, in: $1) } == "")
  }
}

@Suite struct GraphTests {
  private let values = [0.0, 0.1, 0.25, 0.5, 0.75, 1.0, 1.0, 0.6, 0.3, 0.1, 0.0, 0.0]

  @Test func `braille has two values per column`() {
    #expect(
      drawn(8, 3) { Graph(values).draw(into: &$0, in: $1) } == """
            ⣸⡇
           ⢠⣿⣷
        ⣀⣀⣀⣾⣿⣿⣇⣀
        """)
  }

  @Test func `blocks have two values and two heights per cell`() {
    #expect(
      drawn(8, 3) { Graph(values, symbols: .block).draw(into: &$0, in: $1) } == """
            ▟▌
           ▗██
        ▄▄▄███▙▄
        """)
  }

  @Test func `ASCII is enough for a graph`() {
    #expect(
      drawn(8, 3) { Graph(values, symbols: .ascii).draw(into: &$0, in: $1) } == """
            ##
           :##
        ...####.
        """)
  }

  @Test func `without values there is a baseline`() {
    #expect(drawn(4, 2) { Graph([]).draw(into: &$0, in: $1) } == "\n⣀⣀⣀⣀")
    #expect(drawn(4, 1) { Graph([.nan, -1]).draw(into: &$0, in: $1) } == "⣀⣀⣀⣀")
  }

  @Test func `only the newest values are shown`() {
    let many = Array(repeating: 1.0, count: 100) + [0, 0]
    #expect(drawn(3, 1) { Graph(many).draw(into: &$0, in: $1) } == "⣿⣿⣀")
  }

  @Test func `height is shown by colour`() {
    let ramp = Ramp(steps: [Style(.ansi(2)), Style(.ansi(3)), Style(.ansi(1))])
    var canvas = Canvas(Size(width: 2, height: 3))
    Graph([0, 0, 1, 1], fill: ramp, baseline: Style(.ansi(8))).draw(
      into: &canvas, in: canvas.bounds)
    #expect(
      canvas.styleLines == [
        ".a", ".b", "cd", "a ansi 1 on terminal", "b ansi 3 on terminal", "c ansi 8 on terminal",
        "d ansi 2 on terminal",
      ])
  }

  @Test func `a sparkline ends with the newest value`() {
    #expect(Sparkline.text([0, 1, 2, 4, 8], width: 6) == "  ▁▂▄█")
    #expect(Sparkline.text([0, 1, 2, 4, 8], width: 3) == "▂▄█")
    #expect(Sparkline.text([5], width: 3, top: 10, glyphs: .ascii) == "  =")
    #expect(Sparkline.text([.nan, 0], width: 2) == "  ")
  }

  @Test func `a gradient begins and ends with its colours`() {
    let ramp = Ramp(from: Color(hex: 0), through: Color(hex: 0x808080), to: Color(hex: 0xffffff))
    #expect(ramp[0].foreground == Color(hex: 0))
    #expect(ramp[0.5].foreground == Color(hex: 0x808080))
    #expect(ramp[1].foreground == Color(hex: 0xffffff))
    #expect(ramp[.nan].foreground == Color(hex: 0))
  }
}

@Suite struct BoxTests {
  @Test func `title and note are in the border`() {
    #expect(
      drawn(24, 3) { _ = Box("Balance", note: "2 min").draw(into: &$0, in: $1) } == """
        ╭─┐Balance┌────┐2 min┌─╮
        │                      │
        ╰──────────────────────╯
        """)
  }

  @Test func `the note goes first, then the title is cut`() {
    #expect(
      drawn(14, 2) { _ = Box("Balance", note: "2 min").draw(into: &$0, in: $1) } == """
        ╭─┐Balance┌──╮
        ╰────────────╯
        """)
    #expect(
      drawn(10, 2) { _ = Box("Balance", glyphs: .ascii).draw(into: &$0, in: $1) } == """
        +-[Bal~]-+
        +--------+
        """)
    #expect(drawn(2, 2) { _ = Box("Balance").draw(into: &$0, in: $1) } == "╭╮\n╰╯")
    #expect(drawn(1, 1) { _ = Box("Balance").draw(into: &$0, in: $1) } == "")
  }

  @Test func `the area inside is returned`() {
    var canvas = Canvas(Size(width: 10, height: 5))
    let inside = Box().draw(into: &canvas, in: canvas.bounds)
    #expect(inside == Rect(row: 1, column: 1, width: 8, height: 3))
  }
}

@Suite struct AxisTests {
  @Test func `labels stay inside and do not touch`() {
    let axis = Axis([.init(0, "now"), .init(1, "+24 h"), .init(0.1, "hidden"), .init(0.5, "cap")])
    #expect(drawn(20, 1) { axis.draw(into: &$0, in: $1) } == "now      cap   +24 h")
  }

  @Test func `labels without room are shortened`() {
    let axis = Axis([
      .init(0.5, "empty", short: "v"), .init(0.7, "+$25", short: "+"),
      .init(0.71, "+$50", short: "+"), .init(0.2, "-$40", short: "x"),
    ])
    #expect(drawn(21, 1) { axis.draw(into: &$0, in: $1) } == "   -$40 empty +")
  }
}
