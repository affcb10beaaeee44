import Canvas
import Terminal
import Testing

@Suite struct ColorDepthTests {
  @Test(arguments: [
    (["TERM": "xterm-256color"], ColorDepth.palette256),
    (["TERM": "xterm-256color", "COLORTERM": "truecolor"], .truecolor),
    (["TERM": "xterm-256color", "COLORTERM": "24bit"], .truecolor),
    (["TERM": "xterm-256color", "COLORTERM": "yes"], .palette256),
    (["TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": "1"], .none),
    (["TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": ""], .truecolor),
    (["TERM": "tmux-256color", "COLORTERM": "truecolor"], .truecolor),
    (["TERM": "screen", "COLORTERM": "truecolor"], .ansi16),
    (["TERM": "screen-256color", "COLORTERM": "truecolor"], .palette256),
    (["TERM": "screen-256color", "COLORTERM": "truecolor", "TMUX": "/tmp/t,1,0"], .truecolor),
    (["TERM": "xterm-kitty"], .truecolor),
    (["TERM": "alacritty"], .truecolor),
    (["TERM": "foot-extra"], .truecolor),
    (["TERM": "xterm"], .ansi16),
    (["TERM": "linux", "COLORTERM": "truecolor"], .ansi16),
    (["TERM": "vt100"], .ansi16),
    (["TERM": "dumb", "COLORTERM": "truecolor"], .none),
    ([:], .ansi16),
  ])
  func `the depth follows the environment`(environment: [String: String], expected: ColorDepth) {
    #expect(ColorDepth.detect(environment: environment) == expected)
  }

  @Test func `the user's choice wins over the environment`() {
    let environment = ["TERM": "vt100", "NO_COLOR": "1"]
    #expect(ColorDepth.detect(environment: environment, requested: .truecolor) == .truecolor)
    #expect(ColorDepth.detect(environment: [:], requested: ColorDepth.none) == .none)
  }

  @Test func `depths are spelled as on the command line`() {
    #expect(ColorDepth(rawValue: "true") == .truecolor)
    #expect(ColorDepth(rawValue: "256") == .palette256)
    #expect(ColorDepth(rawValue: "16") == .ansi16)
    #expect(ColorDepth.none < .ansi16 && ColorDepth.palette256 < .truecolor)
  }
}

@Suite struct ColorReducerTests {
  @Test(arguments: [
    (Color.terminal, Int32(-1), Int32(-1), Int32(-1)),
    (.ansi(9), 9, 9, 9),
    (.rgb(255, 136, 0), 0xff8800, 208, 3),
    (.rgb(0, 0, 0), 16, 16, 0),
    (.rgb(0, 0, 7), 16, 16, 0),
    (.rgb(255, 255, 255), 0xffffff, 231, 15),
    (.rgb(128, 128, 128), 0x808080, 244, 8),
    (.rgb(0x5f, 0x87, 0xaf), 0x5f87af, 67, 8),
    (.rgb(255, 0, 0), 0xff0000, 196, 9),
    (.rgb(0, 255, 255), 0x00ffff, 51, 14),
    (.rgb(18, 18, 18), 0x121212, 233, 0),
    (.rgb(238, 238, 238), 0xeeeeee, 255, 7),
  ])
  func `a colour becomes the nearest available one`(
    color: Color, truecolor: Int32, palette256: Int32, ansi16: Int32
  ) {
    #expect(ColorReducer(.truecolor).number(color) == truecolor)
    #expect(ColorReducer(.palette256).number(color) == palette256)
    #expect(ColorReducer(.ansi16).number(color) == ansi16)
    #expect(ColorReducer(.none).number(color) == -1)
  }

  @Test func `no nearer colour exists in the cube`() {
    let steps: [Int] = [0, 95, 135, 175, 215, 255]
    let reducer = ColorReducer(.palette256)
    for value in stride(from: UInt32(0), to: 0x100_0000, by: 4099) {
      let (red, green, blue) = (Int(value >> 16), Int(value >> 8 & 255), Int(value & 255))
      let number = Int(reducer.number(Color(hex: value)))
      func distance(_ number: Int) -> Int {
        let grey = 8 + 10 * (number - 232)
        let cube = number - 16
        let levels =
          number >= 232
          ? [grey, grey, grey] : [steps[cube / 36], steps[cube / 6 % 6], steps[cube % 6]]
        let apart = zip(levels, [red, green, blue]).map { ($0 - $1) * ($0 - $1) }
        return apart.reduce(0, +)
      }
      let best = (16...255).map(distance).min() ?? 0
      // Greys are chosen by the mean, which is right within one step.
      #expect(distance(number) <= best + 64, "#\(String(value, radix: 16))")
    }
  }

  @Test func `text does not vanish if its colours become equal`() {
    let style = Style(Color(hex: 0x202030), on: Color(hex: 0x101018))
    let (foreground, background) = ColorReducer(.ansi16).numbers(style)
    #expect(foreground != background)
  }
}

@Suite struct ColorLinesTests {
  @Test(arguments: [
    (ColorDepth.truecolor, "a\u{1b}[0;1;38;2;255;136;0;48;2;0;0;16mb\u{1b}[0m"),
    (.palette256, "a\u{1b}[0;1;38;5;208;48;5;16mb\u{1b}[0m"),
    (.ansi16, "a\u{1b}[0;1;33;40mb\u{1b}[0m"),
    (.none, "ab"),
  ])
  func `a canvas is written for each depth`(depth: ColorDepth, expected: String) {
    var canvas = Canvas(Size(width: 2, height: 1))
    canvas.write("a", row: 0, column: 0)
    canvas.write("b", row: 0, column: 1, style: Style(Color(hex: 0xFF8800), on: .black, [.bold]))
    #expect(ColorReducer(depth).lines(canvas) == [expected])
  }

  @Test func `bright palette colours have their own numbers`() {
    var canvas = Canvas(Size(width: 1, height: 1))
    canvas.write("a", row: 0, column: 0, style: Style(.ansi(9), on: .ansi(15)))
    #expect(ColorReducer(.ansi16).lines(canvas) == ["\u{1b}[0;91;107ma\u{1b}[0m"])
  }
}

extension Color {
  fileprivate static let black = Color(hex: 0x000000)
}
