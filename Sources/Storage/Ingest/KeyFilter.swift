/// A Bloom filter of one megabyte that tells which request keys cannot be in the store yet, so that a first reading
/// need not look up each of them.
///
/// It may report a key that is absent as possibly present, increasingly often beyond a million keys, but never the
/// reverse.
struct KeyFilter {
  private var words: [UInt64]

  private static let bits: UInt64 = 1 << 23

  /// A filter for a store without requests.
  init() { words = Array(repeating: 0, count: Int(KeyFilter.bits / 64)) }

  /// Whether the key may have been inserted.
  func mayContain(_ key: Int64) -> Bool { has(key, 0) && has(key, 20) && has(key, 41) }

  /// Inserts a key at three positions taken from its bits, since the key is itself a hash.
  mutating func insert(_ key: Int64) {
    set(key, 0)
    set(key, 20)
    set(key, 41)
  }

  private func has(_ key: Int64, _ shift: UInt64) -> Bool {
    let at = KeyFilter.place(of: key, shift)
    return words[Int(at / 64)] & (1 << (at % 64)) != 0
  }

  private mutating func set(_ key: Int64, _ shift: UInt64) {
    let at = KeyFilter.place(of: key, shift)
    words[Int(at / 64)] |= 1 << (at % 64)
  }

  private static func place(of key: Int64, _ shift: UInt64) -> UInt64 {
    (UInt64(bitPattern: key) >> shift) & (bits - 1)
  }
}
