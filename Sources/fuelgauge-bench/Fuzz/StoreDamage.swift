import Values

/// What a bad disk, an interrupted copy, or a person with an editor can do to a database's files.
enum StoreDamage {
  /// A database file with one kind of damage.
  static func file(_ bytes: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
    var result = bytes
    let page = pageSize(bytes)
    let pages = bytes.count / page
    func start(_ random: inout SeededRandom) -> Int { random.pick(0...max(0, pages - 1)) * page }
    func copy(_ from: Int, _ to: Int) {
      guard max(from, to) + page <= bytes.count else { return }
      result.replaceSubrange(to..<to + page, with: bytes[from..<from + page])
    }
    switch random.pick(0...10) {
    case 0, 1:
      for _ in 0..<random.pick(1...8) {
        result[random.pick(0...(bytes.count - 1))] ^= 1 << UInt8(random.pick(0...7))
      }
    case 2, 3:
      let (from, to) = (start(&random), start(&random))
      copy(from, to)
      copy(to, from)
    case 4: copy(start(&random), start(&random))
    case 5:
      let from = start(&random)
      for index in from..<min(bytes.count, from + page) { result[index] = 0 }
    case 6: result = Array(bytes.prefix(random.pick(0...pages) * page))
    case 7: result = Array(bytes.prefix(random.pick(0...bytes.count)))
    case 8:
      // The file's first hundred bytes are SQLite's header.
      for _ in 0..<random.pick(1...3) {
        result[random.pick(0...min(99, bytes.count - 1))] = UInt8(random.pick(0...255))
      }
    case 9:
      // The same for a page's header and cells.
      let from = start(&random)
      for _ in 0..<random.pick(1...20) {
        let place = min(bytes.count - 1, from + random.pick(0...(page - 1)))
        result[place] = UInt8(random.pick(0...255))
      }
    default: result = ByteMutation.bytes(bytes, random.pick(1...3), &random)
    }
    return result
  }

  /// A damaged write-ahead log; nil if it is to be removed.
  static func log(_ bytes: [UInt8], _ random: inout SeededRandom) -> [UInt8]? {
    switch random.pick(0...5) {
    case 0: nil
    case 1: Array(bytes.prefix(random.pick(0...bytes.count)))
    case 2: []
    case 3: Array(bytes.prefix(32)) + [UInt8](repeating: 0, count: max(0, bytes.count - 32))
    default: ByteMutation.bytes(bytes, random.pick(1...4), &random)
    }
  }

  private static func pageSize(_ bytes: [UInt8]) -> Int {
    guard bytes.count >= 100 else { return 4096 }
    let size = Int(bytes[16]) << 8 | Int(bytes[17])
    return (512...65_536).contains(size) ? size : 4096
  }
}
