import Values

/// Input from a keyboard, a mouse, a clipboard, a terminal or a bad connection.
struct HostileKeys {
  /// Whether everything is pasted with bracketed paste.
  let isPaste: Bool
  /// Whether anything typed may have made the program quit.
  private(set) var mayLeave = false

  init(isPaste: Bool) { self.isPaste = isPaste }

  /// The next piece.
  mutating func next(_ random: inout SeededRandom) -> [UInt8] {
    let bytes = isPaste ? bracketed(pasted(&random)) : piece(&random)
    if !isPaste, bytes.contains(where: HostileKeys.leaving.contains) { mayLeave = true }
    // Leave out ^Z: nothing would bring it back to the foreground.
    return bytes.filter { $0 != 0x1a }
  }

  private func piece(_ random: inout SeededRandom) -> [UInt8] {
    switch random.pick(0...15) {
    case 0...3:
      return text((0..<random.pick(1...12)).map { _ in random.pick(HostileKeys.keys) }.joined())
    case 4: return text(random.pick(HostileKeys.money))
    case 5: return bracketed(pasted(&random))
    case 6:
      let whole = bracketed(pasted(&random))
      let cut = random.pick(0...whole.count)
      return random.pick([Array(whole.prefix(cut)), Array(whole.dropFirst(cut))])
    case 7...8: return mouse(&random)
    case 9:
      let whole = mouse(&random)
      return Array(whole.prefix(random.pick(1...whole.count)))
    case 10: return (0..<random.pick(1...200)).map { _ in UInt8(random.pick(0x80...0xff)) }
    case 11:
      return (0..<random.pick(1...60)).map { _ in UInt8(random.pick(0...255)) }.filter {
        $0 != 0x03 && $0 != 0x71
      }
    case 12...13: return text(random.pick(HostileKeys.fragments))
    case 14: return text(random.pick(HostileKeys.answers))
    default:
      return text(String(repeating: random.pick(HostileKeys.keys), count: random.pick(1...3000)))
    }
  }

  private func pasted(_ random: inout SeededRandom) -> [UInt8] {
    text(
      random.pick([
        "t30\r\ry\r", "sudo apt-get install -y tmux\n", "b100\ry\r", "u\ry\r", "a\r\r\r", "c5\r\ry",
        "q", "qqqq", "\u{3}",
        "hello\u{1b}[2Jworld", String(repeating: "x", count: 20_000), "é\u{301}👩‍👩‍👧‍👦\u{202e}",
        "1\n2\n3\n", "", "/search\r", "oy\r",
        "12.50", "$1,000.00\t",
      ]))
  }

  private func mouse(_ random: inout SeededRandom) -> [UInt8] {
    let (x, y) = (random.pick(HostileKeys.places), random.pick(HostileKeys.places))
    switch random.pick(0...3) {
    case 0: return [0x1b, 0x5b, 0x4d] + (0..<3).map { _ in UInt8(random.pick(32...255)) }
    case 1: return text("\u{1b}[\(random.pick(0...99));\(x);\(y)M")
    default:
      return text("\u{1b}[<\(random.pick(HostileKeys.buttons));\(x);\(y)\(random.pick(["M", "m"]))")
    }
  }

  private func bracketed(_ bytes: [UInt8]) -> [UInt8] {
    text("\u{1b}[200~") + bytes + text("\u{1b}[201~")
  }

  /// q, Q, ^C, ^D and ^\.
  private static let leaving: Set<UInt8> = [0x71, 0x51, 0x03, 0x04, 0x1c]

  private func text(_ text: String) -> [UInt8] { Array(text.utf8) }

  private static let keys = [
    "?", "\t", "\u{1b}[Z", "1", "2", "3", "4", "5", "6", "t", "a", "c", "b", "u", "w", "o", "z",
    "k", "j", "h", "l",
    "g", "G", "\u{1b}[A", "\u{1b}[B", "\u{1b}[C", "\u{1b}[D", "\u{1b}OA", "\u{1b}OB", "\u{1b}[5~",
    "\u{1b}[6~",
    "\u{1b}[H", "\u{1b}[F", "\r", "\n", "+", "-", "/", "s", "S", "e", "\u{1b}", "p", "r", "T",
    "\u{c}", "\u{7f}", "\u{8}",
    "0", "9", ".", "y", "n", " ", "é", "漢", "👍", "\u{301}", "\u{1b}x", "\u{1b}[1;5C", "\u{1b}[3~",
    "\u{1b}[2~", "\u{1b}[15~",
  ]

  private static let money = [
    "t30\r\ry", "b100\r\r", "a\r20\r50\r\r", "c500\r\r", "u\ry\r", "t99999999999999999999\r\r",
    "b-1\r", "t1e5\r", "o\r\r", "w\r",
    "/\u{1b}[31m\r", "t\u{1b}", "c\t\t\t\r", "t0.000000001\r\r",
  ]

  private static let fragments = [
    "\u{1b}", "\u{1b}[", "\u{1b}[<", "\u{1b}[<0", "\u{1b}[<0;1", "\u{1b}[M", "\u{1b}[M ", "\u{1b}O",
    "\u{1b}]", "\u{1b}P", "\u{1b}_",
    "\u{1b}[200", "\u{1b}[201~", "\u{1b}[200~\u{1b}[200~", "\u{1b}[1;", "\u{1b}[?",
    "\u{1b}\u{1b}\u{1b}", "\u{9b}", "\u{1b}[99999999999999999999~",
    "\u{1b}[;;;;;;;;;;;;;;;;;;;;R", "\u{1b}[1;1;1;1;1;1u", "\u{1b}[57414u",
  ]

  private static let answers = [
    "\u{1b}]10;rgb:ffff/ffff/ffff\u{1b}\\", "\u{1b}]11;rgb:0000/0000/0000\u{7}", "\u{1b}]11;rgb:",
    "\u{1b}]52;c;aGVsbG8=\u{7}",
    "\u{1b}[?1;2c", "\u{1b}[?62;22c", "\u{1b}[>0;276;0c", "\u{1b}[24;80R", "\u{1b}[I", "\u{1b}[O",
    "\u{1b}[?2004;1$y", "\u{1b}P>|tmux 3.3a\u{1b}\\",
    "\u{1b}P1+r524742=38\u{1b}\\", "\u{1b}P0+r",
  ]

  private static let places = [
    "0", "1", "2", "10", "40", "79", "80", "223", "65535", "65536", "4294967297", "-1",
    "99999999999999999999", "",
  ]
  private static let buttons = [
    "0", "1", "2", "3", "32", "35", "64", "65", "66", "128", "255", "256", "-1", "99999999999", "",
  ]
}
