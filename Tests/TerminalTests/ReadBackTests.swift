import CCurses
import Canvas
import Glibc
import Terminal
import Testing

extension CursesTests {
  @Suite struct ReadBackTests {
    private let size = Size(width: 20, height: 4)

    @Test(arguments: ["xterm-256color", "tmux-256color", "screen", "linux", "vt100", "dumb"])
    func `curses has what was presented`(term: String) throws {
      let (screen, descriptor) = try darkScreen(term, size)
      defer { close(descriptor) }
      defer { screen.close() }
      #expect(screen.size == size)
      var canvas = Canvas(size)
      canvas.write(
        "a日e\u{301}│⣿z", row: 1, column: 2, style: Style(.terminal, [.bold, .underline]))
      screen.present(canvas)
      #expect(scalars(1, 2) == "a")
      #expect(scalars(1, 3) == "日")
      #expect(scalars(1, 5).unicodeScalars.elementsEqual("e\u{301}".unicodeScalars))
      #expect(scalars(1, 6) == "│")
      #expect(scalars(1, 7) == "⣿")
      #expect(scalars(1, 8) == "z")
      #expect(fg_cell_at(1, 2).attributes == UInt32(FG_BOLD | FG_UNDERLINE))
      #expect(fg_cell_at(1, 9).attributes == 0)
    }

    @Test(arguments: [
      (ColorDepth.truecolor, Int32(0xff8800), Int32(0x102030)), (.palette256, 208, 234),
      (.none, -1, -1),
    ])
    func `colours work at every depth`(
      depth: ColorDepth, foreground: Int32, background: Int32
    ) throws {
      let (screen, descriptor) = try darkScreen("xterm-256color", size, color: depth)
      defer { close(descriptor) }
      defer { screen.close() }
      #expect(screen.colorDepth == depth)
      var canvas = Canvas(size)
      canvas.put(
        "x", row: 0, column: 0, style: Style(Color(hex: 0xff8800), on: Color(hex: 0x102030)))
      screen.present(canvas)
      #expect(fg_cell_at(0, 0).foreground == foreground)
      #expect(fg_cell_at(0, 0).background == background)
    }

    @Test func `eight colours show bright ones in bold`() throws {
      let (screen, descriptor) = try darkScreen("xterm", size, color: .palette256)
      defer { close(descriptor) }
      defer { screen.close() }
      #expect(screen.colorDepth == .ansi16)
      var canvas = Canvas(size)
      canvas.put("x", row: 0, column: 0, style: Style(.ansi(9)))
      screen.present(canvas)
      #expect(fg_cell_at(0, 0).foreground == 1)
      #expect(fg_cell_at(0, 0).attributes == UInt32(FG_BOLD))
    }

    @Test func `without UTF-8 every character keeps its position`() throws {
      let (screen, descriptor) = try darkScreen("xterm-256color", size, unicode: false)
      defer { close(descriptor) }
      defer { screen.close() }
      #expect(!screen.supportsUnicode)
      var canvas = Canvas(size)
      canvas.write("a日é\u{1b}z", row: 0, column: 0)
      screen.present(canvas)
      #expect((0..<6).map { scalars(0, $0) } == ["a", "?", "?", "?", ".", "z"])
    }

    @Test func `any changes give the same screen as a full redraw`() throws {
      let (screen, descriptor) = try darkScreen("xterm-256color", size)
      defer { close(descriptor) }
      defer { screen.close() }
      let texts = ["日本語", "ab", "x日y", "👍👍", "e\u{301}", "          ", "12345678901234567890"]
      var canvas = Canvas(size)
      for step in 0..<400 {
        let style = Style(.ansi(UInt8(step % 5)), step % 3 == 0 ? .bold : [])
        canvas.write(texts[step % 7], row: step % 4, column: step * 7 % 19, style: style)
        screen.present(canvas)
        for row in 0..<4 {
          let columns = (0..<20).filter { !canvas[row, $0].glyph.isRightHalf }
          let line = columns.map { scalars(row, $0) }.joined()
          var expected = ""
          for column in columns { canvas[row, column].glyph.append(to: &expected) }
          #expect(line == expected, "step \(step), row \(row)")
        }
      }
    }

    @Test func `text after half a wide character keeps its position`() throws {
      let (screen, descriptor) = try darkScreen("xterm-256color", size)
      defer { close(descriptor) }
      defer { screen.close() }
      var canvas = Canvas(size)
      canvas.write("日ab", row: 0, column: 0)
      screen.present(canvas)
      canvas.write("xy", row: 0, column: 2)
      canvas.restyle(Rect(row: 0, column: 1, width: 3, height: 1)) { $0.attributes = .bold }
      screen.present(canvas)
      #expect([0, 2, 3].map { scalars(0, $0) } == ["日", "x", "y"])
    }

    @Test func `a canvas of another size does no harm`() throws {
      let (screen, descriptor) = try darkScreen("xterm-256color", size)
      defer { close(descriptor) }
      defer { screen.close() }
      for other in [
        Size(width: 40, height: 9), Size(width: 3, height: 1), Size(width: 0, height: 0),
      ] {
        var canvas = Canvas(other)
        canvas.fill(canvas.bounds, "#")
        screen.present(canvas)
      }
      #expect(scalars(0, 0) == " ")
    }

    @Test func `an unknown terminal is treated as a known one`() throws {
      let (screen, descriptor) = try darkScreen("xterm-from-the-future-256color", size)
      defer { close(descriptor) }
      defer { screen.close() }
      #expect(screen.terminalName == "xterm-256color")
    }

    @Test func `a second screen is rejected and closing twice is allowed`() throws {
      let (screen, descriptor) = try darkScreen("xterm", size)
      defer { close(descriptor) }
      #expect(throws: ScreenError.alreadyOpen) { _ = try darkScreen("xterm", size) }
      screen.close()
      screen.close()
      screen.present(Canvas(size))
      #expect(screen.nextEvents().isEmpty)
    }
  }
}
