import Glibc

/// Short hashes (FNV-1a, 64 bits) that tell whether bytes are still the ones that were read. They
/// guard against accidents, not against malice.
enum Fingerprint {
  /// A hash of `bytes`, going on from `seed`.
  static func hash(
    _ bytes: UnsafeBufferPointer<UInt8>, seed: Int64 = Int64(bitPattern: 0xcbf2_9ce4_8422_2325)
  ) -> Int64 {
    var hash = UInt64(bitPattern: seed)
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return Int64(bitPattern: hash)
  }

  /// Bytes looked at on either side.
  private static let reach = 512

  /// A hash of what stands in the open file at its beginning and right before `offset`; nil if it
  /// cannot be read or the file is shorter.
  static func ofFile(_ descriptor: Int32, upTo offset: Int64) -> Int64? {
    let length = min(Int(offset), reach)
    guard length > 0 else { return 0 }
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 2 * length) { buffer in
      guard let base = buffer.baseAddress,
        pread(descriptor, base, length, 0) == length,
        pread(descriptor, base + length, length, off_t(offset) - off_t(length)) == length
      else { return nil }
      return hash(UnsafeBufferPointer(buffer))
    }
  }
}
