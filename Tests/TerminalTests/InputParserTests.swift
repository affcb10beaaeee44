import Terminal
import Testing

/// What a terminal's bytes become, however they are split.
@Suite struct InputParserTests {
  private typealias Moment = InputParser.Moment

  /// Values from the descriptions of an xterm and of some odd terminals.
  private static let descriptions: [String: [String: String]] = [
    "xterm": ["kmous": "\u{1b}[<", "kcuu1": "\u{1b}OA", "kbs": "\u{7f}"],
    "screen": ["kmous": "\u{1b}[M", "khome": "\u{1b}[1~", "kend": "\u{1b}[4~"],
    "linux": ["kmous": "\u{1b}[M", "kf1": "\u{1b}[[A", "kcbt": "\u{1b}\t"],
    "wyse": ["kcuu1": "\u{b}", "kf1": "\u{1}@\r", "kcbt": "\u{1b}I", "kent": "\r"],
  ]

  private func parser(_ term: String = "xterm") -> InputParser {
    let description = InputParserTests.descriptions[term] ?? [:]
    return InputParser(keys: KeyTable { name in description[name].map { Array($0.utf8) } })
  }

  /// The result of pieces that follow each other immediately.
  private func events(
    _ pieces: [[UInt8]], of term: String = "xterm", every pause: Duration = .milliseconds(1)
  ) -> [InputEvent] {
    var parser = parser(term)
    var now = Moment.now
    var events: [InputEvent] = []
    for piece in pieces {
      events += parser.take(piece, at: now)
      now += pause
    }
    events += parser.expire(at: now + .seconds(2))
    #expect(parser.deadline == nil, "nothing is pending for ever")
    return events
  }

  private func events(_ texts: String..., of term: String = "xterm") -> [InputEvent] {
    events(texts.map { Array($0.utf8) }, of: term)
  }

  private static let sequences: [(String, [InputEvent])] = [
    ("t25\r", [.character("t"), .character("2"), .character("5"), .enter]),
    ("é日👍", [.character("é"), .character("日"), .character("👍")]),
    ("\u{1b}[A\u{1b}OB\u{1b}[1~\u{1b}[8~", [.up, .down, .home, .end]),
    ("\u{1b}OM\u{1b}[Z\u{1b}[3~\u{1b}[24~", [.enter, .backTab, .delete, .function(12)]),
    ("\u{1b}[[Cz", [.function(3), .character("z")]),
    ("\u{1b}[1;5Aq", [.character("q")]),
    ("\u{1b}x\u{1b}é", [.alt("x"), .alt("é")]),
    ("\u{1b}\u{1b}[A", [.escape, .up]),
    ("\u{1b}[<0;6;4Mk", [.mouse(MouseEvent(.press, row: 3, column: 5)), .character("k")]),
    ("\u{1b}[<35;6;4M\u{1b}[<128;6;4M\u{1b}[<0;0;4M\u{1b}[<0;6M\u{1b}[<;;Mk", [.character("k")]),
    ("\u{1b}[<0;99999999999999999999;1Mk", [.character("k")]),
    ("\u{1b}]52;c;cQ==\u{7}\u{1b}]0;q\u{1b}\\\u{1b}P1$rq\u{1b}\\z", [.character("z")]),
    ("\u{1b}[200~q\rz\u{1b}[201~z", [.paste("q\rz"), .character("z")]),
    (
      "\u{1b}[200~\u{1b}[201\u{1b}[20\u{1b}[200~\u{1b}\u{1b}[201~",
      [.paste("\u{1b}[201\u{1b}[20\u{1b}[200~\u{1b}")]
    ),
    ("\u{1b}[200~\u{3}\0\u{1b}[A\u{1b}[201~", [.paste("\u{3}\0\u{1b}[A")]),
    ("\u{1b}[201~z", [.character("z")]),
  ]

  @Test(arguments: sequences)
  func `it does not matter where a sequence is split`(text: String, expected: [InputEvent]) {
    let bytes = Array(text.utf8)
    #expect(events([bytes]) == expected)
    #expect(events(bytes.map { [$0] }) == expected)
    for cut in 1..<bytes.count {
      #expect(events([Array(bytes[..<cut]), Array(bytes[cut...])]) == expected, "\(cut)")
    }
  }

  @Test(arguments: sequences)
  func `a slow line only ever adds the key Escape`(text: String, expected: [InputEvent]) {
    let bytes = Array(text.utf8)
    // A character with Alt is then an escape and a character, and a lone ^C is one.
    let hasAlt = expected.contains { if case .alt = $0 { true } else { false } }
    guard !hasAlt, !text.contains("\u{1b}]"), !text.contains("\u{3}") else { return }
    let late = events(bytes.map { [$0] }, every: .milliseconds(200))
    #expect(late.filter { $0 != .escape } == expected.filter { $0 != .escape })
  }

  @Test func `escape alone is a key after 25 milliseconds, and the parser asks for that time`() {
    var parser = parser()
    let now = Moment.now
    #expect(parser.deadline == nil)
    #expect(parser.take([0x1b], at: now).isEmpty)
    #expect(parser.deadline == now + .milliseconds(25))
    #expect(parser.expire(at: now + .milliseconds(24)).isEmpty)
    #expect(parser.expire(at: now + .milliseconds(25)) == [.escape])
    #expect(parser.deadline == nil)
    #expect(parser.take(Array("q".utf8), at: now + .milliseconds(80)) == [.character("q")])
  }

  @Test(arguments: [
    "\u{1b}", "\u{1b}[", "\u{1b}[<", "\u{1b}[<0;1", "\u{1b}O", "\u{1b}[M", "\u{1b}[M  ",
    "\u{1b}]0;", "\u{1b}P", "\u{1b}_x", "\u{1b}[[", "\u{1b}[200", "é".prefixOfBytes, "\u{1}@",
  ])
  func `whatever is pending, ^C works and keys return after a second`(half: String) {
    for term in InputParserTests.descriptions.keys {
      let bytes = half == "é".prefixOfBytes ? [0xc3] : Array(half.utf8)
      #expect(events([bytes, [3]], of: term).last == .control("c"), "\(term)")
      #expect(events([bytes + [3]], of: term).last == .control("c"), "\(term)")
      var parser = parser(term)
      let now = Moment.now
      _ = parser.take(bytes, at: now)
      let late = parser.take(Array("q".utf8), at: now + .milliseconds(1001))
      #expect(late.last == .character("q"), "\(term)")
    }
  }

  @Test
  func `an endless paste is over after a second of silence or a lone ^C`() {
    var parser = parser()
    var now = Moment.now
    #expect(parser.take(Array("\u{1b}[200~abc".utf8), at: now).isEmpty)
    now += .milliseconds(900)
    #expect(parser.take(Array("de\u{3}".utf8), at: now).isEmpty)
    #expect(parser.deadline == now + .seconds(1))
    #expect(parser.expire(at: now + .seconds(1)) == [.paste("abcde\u{3}")])
    now += .seconds(5)
    #expect(parser.take(Array("\u{1b}[200~abc".utf8), at: now).isEmpty)
    #expect(parser.take([3], at: now + .milliseconds(10)).isEmpty, "it is pasted")
    #expect(parser.take([3], at: now + .milliseconds(50)) == [.control("c")])
    #expect(parser.take(Array("q".utf8), at: now + .milliseconds(60)) == [.character("q")])
  }

  @Test func `the rest of a stalled paste is not typing`() {
    var parser = parser()
    var now = Moment.now
    func take(_ text: String, after pause: Duration) -> [InputEvent] {
      now += pause
      return parser.take(Array(text.utf8), at: now)
    }
    #expect(take("\u{1b}[200~x", after: .zero).isEmpty)
    #expect(take("\u{1b}[31mt30\r", after: .seconds(2)) == [.paste("x")], "coloured text")
    #expect(take("\u{1b}[201~", after: .milliseconds(50)) == [.paste("\u{1b}[31mt30\r")])

    let stalled = [InputEvent.paste("t30")]
    #expect(take("\u{1b}[200~t30", after: .zero).isEmpty)
    #expect(take("\r\ry\r", after: .seconds(2)) == stalled, "more than a person types at once")
    #expect(take("\u{1b}[201~q", after: .milliseconds(50)) == [.paste("\r\ry\r"), .character("q")])

    #expect(take("\u{1b}[200~t30", after: .zero).isEmpty)
    #expect(
      take("\r\u{1b}[201~", after: .seconds(2)) == stalled + [.paste("\r")], "the end is in it")
    #expect(take("\r", after: .milliseconds(50)) == [.enter])

    #expect(take("\u{1b}[200~t30", after: .zero).isEmpty)
    #expect(
      take("\r", after: .seconds(2)) == stalled + [.paste("\n")], "it cannot be told from typing")
    #expect(take("\u{1b}[201~", after: .milliseconds(50)).isEmpty)
    #expect(take("xy", after: .milliseconds(50)) == [.character("x"), .character("y")])
  }

  @Test func `keys work if the end of a paste was lost`() {
    var parser = parser()
    var now = Moment.now
    _ = parser.take(Array("\u{1b}[200~t30".utf8), at: now)
    now += .seconds(2)
    #expect(parser.expire(at: now) == [.paste("t30")])
    let keys: [(String, InputEvent)] = [
      ("q", .character("q")), ("é", .character("é")), ("\u{1b}[A", .up), ("\r", .paste("\n")),
      ("\r", .enter), ("\u{3}", .control("c")),
    ]
    for (bytes, event) in keys {
      now += .milliseconds(50)
      #expect(parser.take(Array(bytes.utf8), at: now) == [event])
    }
  }

  @Test func `megabytes of any bytes are one paste, cut to its beginning`() {
    var parser = parser()
    let now = Moment.now
    var random = SystemRandomNumberGenerator()
    #expect(parser.take(Array("\u{1b}[200~begin".utf8), at: now).isEmpty)
    for _ in 0..<500 {
      let piece = (0..<4096).map { _ in UInt8(random.next() & 0xff) }.filter { $0 != 0x1b }
      #expect(parser.take(piece, at: now).isEmpty)
    }
    let events = parser.take(Array("\u{1b}[201~q".utf8), at: now)
    guard case .paste(let text)? = events.first else { return #expect(Bool(false)) }
    #expect(text.hasPrefix("begin") && text.unicodeScalars.count <= 4096)
    #expect(events.dropFirst() == [.character("q")])
  }

  @Test func `bytes that are neither UTF-8 nor a key are skipped`() {
    #expect(events([[0xff, 0x80, 0xc0, 0xaf, 0xe0, 0x80, 0x80, 0x71]]) == [.character("q")])
    #expect(events([[0xed, 0xa0, 0x80, 0xf4, 0x90, 0x80, 0x80, 0x71]]) == [.character("q")])
    #expect(events([[0xc2, 0x9b, 0x41, 0, 0x1c, 0x1f]]) == [.character("A")])
    #expect(events([[0xe6, 0x97, 0x71]]) == [.character("q")])
  }

  @Test func `byte mouse reports are read if the terminal uses them`() {
    #expect(
      events("\u{1b}[M !\"k", of: "screen") == [
        .mouse(MouseEvent(.press, row: 1, column: 0)), .character("k"),
      ])
    #expect(
      events([Array("\u{1b}[M`".utf8) + [0xff, 0x21, 0x6b]], of: "screen") == [
        .mouse(MouseEvent(.wheelUp, row: 0, column: 222, button: 0)), .character("k"),
      ])
    #expect(events("\u{1b}[Mk") == [.character("k")])
  }

  @Test func `keys follow the terminal description`() {
    #expect(events("\u{1b}[[A\u{1b}\tx", of: "linux") == [.function(1), .backTab, .character("x")])
    #expect(
      events("\u{b}\u{1}@\r\u{1b}Ix\r", of: "wyse") == [
        .up, .function(1), .backTab, .character("x"), .enter,
      ])
    #expect(events("\u{1}x", of: "wyse") == [.character("x")])
    #expect(events("\u{1}", of: "wyse") == [.control("a")])
  }

  @Test(arguments: 0..<40) func `nothing blocks the keyboard, whatever arrives`(seed: UInt64) {
    var state = seed &* 0x9e37_79b9_7f4a_7c15 | 1
    func next(_ bound: Int) -> Int {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return Int(state % UInt64(bound))
    }
    let pieces = [
      "\u{1b}", "[", "<", "0;1", "M", "200~", "201~", "O", "]", "\\", "\u{7}", "t30\r", "\u{3}",
      "é", "\u{9b}", "\0", "~", "A", "1;5",
    ].map { Array($0.utf8) }
    for term in InputParserTests.descriptions.keys.sorted() {
      var parser = parser(term)
      var now = Moment.now
      for _ in 0..<400 {
        let piece = next(4) == 0 ? [UInt8(next(256))] : pieces[next(pieces.count)]
        _ = parser.take(piece, at: now)
        now += .milliseconds(next(8) == 0 ? next(1200) : next(20))
        if let deadline = parser.deadline { #expect(deadline <= now + .seconds(1)) }
      }
      let events = parser.take([3], at: now + .milliseconds(40))
      #expect(events.last == .control("c"), "seed \(seed), \(term)")
    }
  }
}

extension String {
  /// Stands for only the first byte of this character.
  fileprivate var prefixOfBytes: String { "first byte of \(self)" }
}
