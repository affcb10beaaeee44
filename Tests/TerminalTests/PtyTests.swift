import Canvas
import Glibc
import Terminal
import Testing

extension CursesTests {
  @Suite struct PtyTests {
    private let size = Size(width: 30, height: 5)

    private func bytes(_ term: String, _ depth: ColorDepth, _ style: Style) throws -> String {
      let terminal = try PseudoTerminal(size)
      let screen = try terminal.screen(term, color: depth)
      var canvas = Canvas(size)
      canvas.write("fuel", row: 1, column: 1, style: style)
      screen.present(canvas)
      screen.close()
      return terminal.sent()
    }

    @Test(arguments: ["xterm-256color", "tmux-256color", "screen-256color", "xterm"])
    func `truecolor is sent as red, green and blue`(term: String) throws {
      let style = Style(Color(hex: 0xff8800), on: Color(hex: 0x102030))
      let sent = try bytes(term, .truecolor, style)
      #expect(sent.contains("\u{1b}[38;2;255;136;0m"))
      #expect(sent.contains("\u{1b}[48;2;16;32;48m"))
      #expect(getenv("TERMINFO") == nil)
      let palette = try bytes(term, .truecolor, Style(.ansi(9), on: .ansi(4)))
      #expect(palette.contains("\u{1b}[91m") && palette.contains("\u{1b}[44m"))
    }

    @Test func `fewer colours are sent as numbers, none at all without colour`() throws {
      let style = Style(Color(hex: 0xff8800), on: Color(hex: 0x102030), .bold)
      #expect(try bytes("xterm-256color", .palette256, style).contains("\u{1b}[38;5;208m"))
      #expect(try bytes("xterm-256color", .ansi16, style).contains("\u{1b}[33m"))
      let plain = try bytes("xterm-256color", .none, style)
      #expect(!plain.contains("38;") && !plain.contains("[33m") && plain.contains("1m"))
    }

    @Test func `the palette of the terminal is never redefined`() throws {
      let sent = try bytes("xterm-256color", .truecolor, Style(Color(hex: 0x123456)))
      #expect(!sent.contains("\u{1b}]"))
    }

    @Test func `only what has changed is sent`() throws {
      let terminal = try PseudoTerminal(size)
      let screen = try terminal.screen()
      var canvas = Canvas(size)
      canvas.fill(canvas.bounds, "x")
      screen.present(canvas)
      #expect(terminal.sent().count > 100)
      screen.present(canvas)
      #expect(terminal.sent().isEmpty)
      canvas.put("y", row: 2, column: 3)
      screen.present(canvas)
      let change = terminal.sent()
      #expect(change.contains("y") && change.count < 20)
      screen.redrawAll()
      #expect(terminal.sent().count > 100)
      screen.close()
    }

    @Test func `a frame arrives in one piece`() throws {
      // Each message on such a socket is one system call of the sender.
      var ends: [Int32] = [-1, -1]
      try #require(socketpair(AF_UNIX, Int32(SOCK_SEQPACKET.rawValue), 0, &ends) == 0)
      defer { ends.forEach { close($0) } }
      let screen = try Screen(
        options: .init(
          environment: ["TERM": "xterm-256color"], unicode: true,
          stage: .init(input: ends[1], output: ends[1], size: size)))
      func messages() -> [Int] {
        var counts: [Int] = []
        var bytes = [UInt8](repeating: 0, count: 65_536)
        while case let count = recv(ends[0], &bytes, bytes.count, Int32(MSG_DONTWAIT)),
          count > 0
        {
          counts.append(count)
        }
        return counts
      }
      var canvas = Canvas(size)
      screen.present(canvas)
      _ = messages()
      for row in 0..<size.height {
        canvas.write("here", row: row, column: 3 * row)
        canvas.write("there", row: row, column: 12 + 3 * row, style: Style(.ansi(2)))
      }
      screen.present(canvas)
      #expect(messages().count == 1)
      screen.close()
    }

    @Test func `notifications use the form the terminal knows`() throws {
      func sent(_ term: String, _ body: (Screen) -> Void) throws -> String {
        let terminal = try PseudoTerminal(size)
        let screen = try terminal.screen(term)
        _ = terminal.sent()
        body(screen)
        let sent = terminal.sent()
        screen.close()
        return sent
      }
      #expect(try sent("xterm-256color") { $0.ringBell() } == "\u{7}")
      #expect(
        try sent("xterm-256color") { $0.notify("low: $1; top up", as: .osc9) }
          == "\u{1b}]9;low: $1, top up\u{7}")
      #expect(
        try sent("foot") { $0.notify("low", as: .osc777) } == "\u{1b}]777;notify;Fuelgauge;low\u{7}"
      )
      #expect(
        try sent("tmux-256color") { $0.notify("low", as: .osc9) }
          == "\u{1b}Ptmux;\u{1b}\u{1b}]9;low\u{7}\u{1b}\\")
      #expect(try sent("linux") { $0.notify("low", as: .osc9) } == "")
    }

    @Test(arguments: [true, false])
    func `the terminal is restored as it was`(mouse: Bool) throws {
      let terminal = try PseudoTerminal(size)
      var before = termios()
      tcgetattr(terminal.screenEnd, &before)
      let screen = try terminal.screen(mouse: mouse)
      var during = termios()
      tcgetattr(terminal.screenEnd, &during)
      #expect(during.c_lflag & UInt32(ECHO | ICANON | ISIG) == 0)
      let start = terminal.sent()
      #expect(start.contains("\u{1b}[?1049h") && start.contains("\u{1b}[?25l"))
      #expect(start.contains("\u{1b}[?1006;1000h") == mouse)
      #expect(start.contains("\u{1b}[?2004h"), "pasted text is to be marked")
      #expect(during.c_cc.6 == 0 && during.c_cc.5 == 0, "no read waits: VMIN and VTIME")
      screen.close()
      var after = termios()
      tcgetattr(terminal.screenEnd, &after)
      #expect(after.c_lflag == before.c_lflag && after.c_iflag == before.c_iflag)
      #expect(after.c_cc.6 == before.c_cc.6 && after.c_cc.5 == before.c_cc.5)
      let end = terminal.sent()
      #expect(end.contains("\u{1b}[?1049l") && end.contains("\u{1b}[?25h"))
      #expect(end.contains("\u{1b}[?1006;1000l") == mouse)
      #expect(end.contains("\u{1b}[?2004l"))
    }

    @Test(arguments: [
      ("a", [InputEvent.character("a")]),
      ("é日👍", [.character("é"), .character("日"), .character("👍")]),
      ("\r\n", [.enter, .enter]),
      ("\u{1b}", [.escape]),
      ("\t\u{1b}[Z", [.tab, .backTab]),
      ("\u{1b}OA\u{1b}OB\u{1b}OC\u{1b}OD", [.up, .down, .right, .left]),
      ("\u{1b}OH\u{1b}OF\u{1b}[5~\u{1b}[6~", [.home, .end, .pageUp, .pageDown]),
      ("\u{7f}\u{8}\u{1b}[3~", [.backspace, .backspace, .delete]),
      ("\u{3}\u{c}\u{1a}", [.control("c"), .control("l"), .control("z")]),
      ("\u{1b}OP\u{1b}[24~", [.function(1), .function(12)]),
      ("\u{1b}q", [.alt("q")]),
      ("\u{1b}[999;1Pz", [.character("z")]),
      ("\u{1b}[200~t30\r\u{1b}[201~", [.paste("t30\r")]),
      ("\u{1b}[<0;6;4M\u{1b}[<0;6;4m", [.mouse(MouseEvent(.press, row: 3, column: 5))]),
      ("\u{1b}[<2;1;1M", [.mouse(MouseEvent(.press, row: 0, column: 0, button: 3))]),
      ("\u{1b}[<64;2;1M", [.mouse(MouseEvent(.wheelUp, row: 0, column: 1, button: 0))]),
      ("\u{1b}[<65;2;1M", [.mouse(MouseEvent(.wheelDown, row: 0, column: 1, button: 0))]),
    ])
    func `keys and the mouse arrive as events`(typed: String, expected: [InputEvent]) throws {
      for depth in [ColorDepth.palette256, .truecolor] {
        let terminal = try PseudoTerminal(size)
        let screen = try terminal.screen(color: depth, mouse: true)
        defer { screen.close() }
        terminal.type(typed)
        var events: [InputEvent] = []
        for _ in 0..<50 where events.count < expected.count {
          events += screen.nextEvents()
          if events.count < expected.count { usleep(2000) }
        }
        #expect(events == expected)
      }
    }

    @Test(arguments: [
      (Size(width: 65_535, height: 65_535), Size(width: 800, height: 300)),
      (Size(width: 40_000, height: 10), Size(width: 800, height: 10)),
      (Size(width: 80, height: 32_768), Size(width: 80, height: 300)),
      (Size(width: 1, height: 1), Size(width: 1, height: 1)),
    ])
    func `drawing stays within bounds on a terminal of any size`(
      claimed: Size, drawn: Size
    ) throws {
      let terminal = try PseudoTerminal(claimed)
      let screen = try terminal.screen()
      defer { screen.close() }
      #expect(screen.size == drawn)
      terminal.resize(size)
      #expect(screen.updateSize() && screen.size == size)
      terminal.resize(claimed)
      #expect(screen.updateSize() && screen.size == drawn)
      #expect(getenv("LINES") == nil && getenv("COLUMNS") == nil)
    }
  }
}
