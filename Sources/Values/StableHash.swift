/// Hashes that are the same on every machine and in every run (FNV-1a, 64 bits), so that they can be stored. They
/// guard against accidents, not against malice.
package enum StableHash {
  /// The hash of no bytes.
  package static let start: UInt64 = 0xcbf2_9ce4_8422_2325

  /// A hash of `bytes`.
  /// - Parameter start: the hash of what stands before them.
  @inlinable
  package static func of(
    _ bytes: some Sequence<UInt8>, after start: UInt64 = StableHash.start
  ) -> UInt64 {
    var hash = start
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return hash
  }
}
