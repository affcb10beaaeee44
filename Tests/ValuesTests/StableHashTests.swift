import Testing
import Values

@testable import Values

@Suite struct StableHashTests {
  @Test(
    arguments: [
      ("", 0xcbf2_9ce4_8422_2325), ("a", 0xaf63_dc4c_8601_ec8c), ("foobar", 0x8594_4171_f739_67e8),
    ] as [(String, UInt64)])
  func `a hash never changes`(text: String, hash: UInt64) {
    #expect(StableHash.of(text) == hash)
    // In two parts the hash is the same.
    let half = text.count / 2
    let first = StableHash.of(String(text.prefix(half)))
    #expect(StableHash.of(String(text.dropFirst(half)), after: first) == hash)
  }
}
