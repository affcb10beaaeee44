import Values

/// Damages JSON in ways that mostly keep it JSON: replaces values and keys.
enum JSONMutation {
  /// A text with a number of its keys and values changed.
  static func text(_ text: [UInt8], _ times: Int, _ random: inout SeededRandom) -> [UInt8] {
    var result = text
    for _ in 0..<times {
      let tokens = tokens(result)
      guard !tokens.isEmpty else { return result }
      let token = random.pick(tokens)
      let old = Array(result[token.range])
      if token.isNumber, random.pick(1...3) > 1 {
        let number = Array(random.pick(HostileText.numbers).utf8)
        result.replaceSubrange(token.range, with: number)
        continue
      }
      switch random.pick(0...7) {
      case 0 where token.isKey:
        // The same key twice, first with a hostile value.
        let again = old + [0x3a] + HostileText.value(&random) + [0x2c]
        result.insert(contentsOf: again, at: token.range.lowerBound)
      case 1 where token.isKey:
        result.replaceSubrange(token.range, with: quoted(HostileText.string(&random)))
      case 2 where !token.isKey && old.first == 0x22:
        // The old value with something appended.
        let more = Array(old.dropLast()) + HostileText.string(&random) + [0x22]
        result.replaceSubrange(token.range, with: more)
      case 3 where !token.isKey && old.first == 0x22:
        result.replaceSubrange(token.range, with: quoted(HostileText.string(&random)))
      case 4 where !token.isKey:
        result.replaceSubrange(token.range, with: Array(random.pick(HostileText.numbers).utf8))
      case 5 where !token.isKey && old.first == 0x22:
        result.replaceSubrange(
          token.range, with: quoted(Array(random.pick(HostileText.times).utf8)))
      default:
        guard !token.isKey else { continue }
        result.replaceSubrange(token.range, with: HostileText.value(&random))
      }
    }
    return result
  }

  private static func quoted(_ text: [UInt8]) -> [UInt8] { [0x22] + text + [0x22] }

  private struct Token {
    var range: Range<Int>
    var isKey: Bool
    var isNumber = false
  }

  /// The keys, strings, numbers and literals in a text.
  private static func tokens(_ text: [UInt8]) -> [Token] {
    var tokens: [Token] = []
    var place = 0
    while place < text.count {
      let start = place
      if text[place] == 0x22 {
        place += 1
        while place < text.count, text[place] != 0x22 { place += text[place] == 0x5c ? 2 : 1 }
        place = min(place + 1, text.count)
        let next = text[place...].first { $0 > 0x20 }
        tokens.append(Token(range: start..<place, isKey: next == 0x3a))
      } else if isWord(text[place]) {
        while place < text.count, isWord(text[place]) { place += 1 }
        let isNumber = (0x30...0x39).contains(text[start]) || text[start] == 0x2d
        tokens.append(Token(range: start..<place, isKey: false, isNumber: isNumber))
      } else {
        place += 1
      }
    }
    return tokens
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2b, 0x2d, 0x2e: true
    default: false
    }
  }
}
