import Glibc
import Ledger
import Values

/// Short hashes that show whether bytes that were read have changed.
enum Fingerprint {
  /// How many bytes are hashed at each end.
  private static let reach = 512

  /// A hash of the open file's bytes at its start and just before `offset`; nil if they cannot be read or the file
  /// is shorter.
  static func ofFile(_ descriptor: Int32, upTo offset: Int64) -> Int64? {
    let length = min(Int(offset), reach)
    guard length > 0 else { return 0 }
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 2 * length) { buffer in
      guard let base = buffer.baseAddress,
        pread(descriptor, base, length, 0) == length,
        pread(descriptor, base + length, length, off_t(offset) - off_t(length)) == length
      else { return nil }
      return Int64(bitPattern: StableHash.of(UnsafeBufferPointer(buffer)))
    }
  }
}
