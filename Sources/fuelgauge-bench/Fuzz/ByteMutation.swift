import Values

/// Damages bytes without regard to their format.
enum ByteMutation {
  /// Lines of text, damaged at random places.
  static func text(_ text: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
    switch random.pick(0...13) {
    case 0: return [0xef, 0xbb, 0xbf] + text
    case 1: return utf16(text, isBig: random.pick(0...1) == 1)
    case 2: return text.flatMap { $0 == 0x0a ? [0x0d, 0x0a] : [$0] }
    case 3: return text.map { $0 == 0x0a ? 0x0d : $0 }
    case 4: return Array(text.prefix(random.pick(0...max(0, text.count))))
    case 5: return Array(text.dropFirst(random.pick(0...max(0, text.count))))
    case 6: return text.filter { $0 != 0x0a }
    case 7: return text + [UInt8](repeating: random.pick([0, 0x20, 0x0a, 0xff]), count: 70_000)
    case 8: return text + text
    case 9: return []
    default: return bytes(text, random.pick(1...8), &random)
    }
  }

  /// Bytes with a number of changes: single bytes or runs flipped, overwritten, removed, inserted or repeated.
  static func bytes(_ bytes: [UInt8], _ times: Int, _ random: inout SeededRandom) -> [UInt8] {
    var result = bytes
    for _ in 0..<times where !result.isEmpty {
      let place = random.pick(0...(result.count - 1))
      let end = min(result.count, place + random.pick([1, 1, 2, 8, 64, 600]))
      switch random.pick(0...5) {
      case 0, 1: result[place] ^= 1 << UInt8(random.pick(0...7))
      case 2: for index in place..<end { result[index] = UInt8(random.pick(0...255)) }
      case 3: result.removeSubrange(place..<end)
      case 4: result.insert(contentsOf: result[place..<end], at: random.pick(0...result.count))
      default:
        let odd: [UInt8] = random.pick([
          [0], [0x1b], [0xff], [0xc3], [0x0a], [0x22], [0x7b], [0x5d], [0xe2, 0x80, 0xae],
        ])
        result.insert(contentsOf: odd, at: place)
      }
    }
    return result
  }

  private static func utf16(_ text: [UInt8], isBig: Bool) -> [UInt8] {
    let units = [0xfeff] + Array(String(decoding: text, as: UTF8.self).utf16)
    return units.flatMap { unit in
      let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xff))
      return isBig ? [high, low] : [low, high]
    }
  }
}
