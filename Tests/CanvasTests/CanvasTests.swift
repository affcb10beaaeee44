import Canvas
import Testing

@Suite struct CanvasTests {
  private let red = Style(.ansi(1))

  @Test func `text is cut at the limit on both sides`() {
    var canvas = Canvas(Size(width: 10, height: 2))
    let limit = Rect(row: 0, column: 2, width: 4, height: 2)
    let end = canvas.write("abcdefgh", row: 0, column: 0, limit: limit)
    canvas.write("日本語語", row: 1, column: 1, limit: limit)
    #expect(end == 8)
    #expect(canvas.lines == ["  cdef", "   本"])
  }

  @Test(arguments: [-1, 2, 50])
  func `rows outside are not drawn`(row: Int) {
    var canvas = Canvas(Size(width: 4, height: 2))
    canvas.write("text", row: row, column: 0)
    canvas.write("日本", row: row, column: 0)
    canvas.put("x", row: row, column: 0)
    #expect(canvas == Canvas(Size(width: 4, height: 2)))
  }

  @Test func `wide characters are never drawn in halves`() {
    var canvas = Canvas(Size(width: 6, height: 1))
    canvas.write("日本語", row: 0, column: 0)
    canvas.put("x", row: 0, column: 1)
    #expect(canvas.lines == [" x本語"])
    canvas.write("yy", row: 0, column: 3)
    #expect(canvas.lines == [" x yy"])
    canvas.write("日本語", row: 0, column: 1)
    #expect(canvas.lines == [" 日本"])
    canvas.fill(Rect(row: 0, column: 2, width: 2, height: 1), "z")
    #expect(canvas.lines == ["  zz"])
  }

  @Test func `halves of wide characters always stay together`() {
    var random = SystemRandomNumberGenerator()
    let seed = UInt64.random(in: 1...UInt64.max, using: &random)
    var state = seed
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(bound))
    }
    let texts = ["日本語", "a", "ab日c", "👍", "e\u{301}e", "plain text", "\u{1b}[2J"]
    var canvas = Canvas(Size(width: 12, height: 3))
    for _ in 0..<5000 {
      let limit = Rect(row: next(3), column: next(12), width: next(8), height: next(3))
      switch next(4) {
      case 0: canvas.fill(limit, "#")
      case 1: canvas.put("日", row: next(3), column: next(12))
      default:
        canvas.write(
          texts[next(texts.count)], row: next(5) - 1, column: next(16) - 3,
          limit: next(2) == 0 ? limit : nil)
      }
      for row in 0..<3 {
        for column in 0..<12 {
          let scalar = Unicode.Scalar(canvas[row, column].glyph.base)
          let isWide = scalar.map { $0.value > 0 && TextWidth.columns(of: $0) == 2 } ?? false
          let isFollowed = column < 11 && canvas[row, column + 1].glyph.isRightHalf
          #expect(isWide == isFollowed, "seed \(seed)")
        }
        #expect(!canvas[row, 0].glyph.isRightHalf, "seed \(seed)")
      }
    }
  }

  @Test func `styles are shown as letters with a legend`() {
    var canvas = Canvas(Size(width: 8, height: 2))
    canvas.write("red", row: 0, column: 1, style: red)
    canvas.write("b", row: 1, column: 0, style: Style(Color(hex: 0xff8800), on: .ansi(4), .bold))
    #expect(canvas.styleLines == [".aaa", "b", "a ansi 1 on terminal", "b #ff8800 on ansi 4 bold"])
  }

  @Test func `a theme replaces only the terminal's own colours`() {
    var canvas = Canvas(Size(width: 2, height: 1))
    canvas.write("a", row: 0, column: 0, style: red)
    canvas.replaceTerminalColors(foreground: .ansi(7), background: .ansi(0))
    #expect(canvas[0, 0].style == Style(.ansi(1), on: .ansi(0)))
    #expect(canvas[0, 1].style == Style(.ansi(7), on: .ansi(0)))
  }

  @Test func `rectangles split without loss and never become negative`() {
    let rect = Rect(row: 2, column: 3, width: 10, height: 4)
    let top = rect.splitTop(1)
    #expect(top.part == Rect(row: 2, column: 3, width: 10, height: 1))
    #expect(top.rest == Rect(row: 3, column: 3, width: 10, height: 3))
    let bottom = rect.splitBottom(1)
    #expect(bottom.part == Rect(row: 5, column: 3, width: 10, height: 1))
    #expect(bottom.rest == Rect(row: 2, column: 3, width: 10, height: 3))
    let right = rect.splitRight(4)
    #expect(right.part == Rect(row: 2, column: 9, width: 4, height: 4))
    #expect(right.rest == Rect(row: 2, column: 3, width: 6, height: 4))
    #expect(rect.splitLeft(99).rest.isEmpty)
    #expect(rect.splitLeft(-1).part.isEmpty)
    #expect(rect.inset() == Rect(row: 3, column: 4, width: 8, height: 2))
    #expect(rect.inset(rows: 3, columns: 9).isEmpty)
    #expect(rect.centered(width: 4, height: 2) == Rect(row: 3, column: 6, width: 4, height: 2))
    let away = Rect(row: 50, column: 50, width: 5, height: 5)
    #expect(rect.intersection(away).isEmpty)
  }
}
