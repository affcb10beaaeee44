/// Hashes that are the same on every machine and in every run (FNV-1a, 64 bits), so they can be stored. They
/// protect against accidents, not against attacks.
package enum StableHash {
  /// The hash of zero bytes.
  package static let start: UInt64 = 0xcbf2_9ce4_8422_2325

  /// A hash of `bytes`. It is not generic because callers in other modules hash millions of ids.
  /// - Parameter start: the hash of the bytes that precede these.
  package static func of(
    _ bytes: UnsafeBufferPointer<UInt8>, after start: UInt64 = StableHash.start
  ) -> UInt64 {
    var hash = start
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return hash
  }

  /// A hash of a text's UTF-8.
  package static func of(_ text: String, after start: UInt64 = start) -> UInt64 {
    var text = text
    return text.withUTF8 { of($0, after: start) }
  }
}
