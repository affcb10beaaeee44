/// Tells which request keys cannot be in the store yet, so that a first reading need not look each of
/// them up (a Bloom filter of one megabyte, whatever the history's size).
///
/// It may say "perhaps" of a key that is not there, ever more often beyond a million keys; never "no"
/// of one that is.
struct KeyFilter {
  private var words: [UInt64]

  private static let bits: UInt64 = 1 << 23

  /// A filter for a store without requests.
  init() { words = Array(repeating: 0, count: Int(KeyFilter.bits / 64)) }

  /// Whether the key may have been inserted.
  func mayContain(_ key: Int64) -> Bool {
    KeyFilter.shifts.allSatisfy { shift in
      let place = KeyFilter.place(of: key, shift)
      return words[place.word] & place.bit != 0
    }
  }

  /// Remembers a key.
  mutating func insert(_ key: Int64) {
    for shift in KeyFilter.shifts {
      let place = KeyFilter.place(of: key, shift)
      words[place.word] |= place.bit
    }
  }

  /// Which bits of the key, a hash itself, say its three places.
  private static let shifts: [UInt64] = [0, 20, 41]

  private static func place(of key: Int64, _ shift: UInt64) -> (word: Int, bit: UInt64) {
    let at = (UInt64(bitPattern: key) >> shift) & (bits - 1)
    return (Int(at / 64), 1 << (at % 64))
  }
}
