import Testing
import Values

@testable import Values

@Suite struct StableHashTests {
  @Test(
    arguments: [
      ("", 0xcbf2_9ce4_8422_2325), ("a", 0xaf63_dc4c_8601_ec8c), ("foobar", 0x8594_4171_f739_67e8),
    ] as [(String, UInt64)])
  func `what is stored under a hash is found again`(text: String, hash: UInt64) {
    #expect(StableHash.of(text.utf8) == hash)
    // In two parts it is the same.
    let half = text.utf8.count / 2
    let first = StableHash.of(text.utf8.prefix(half))
    #expect(StableHash.of(text.utf8.dropFirst(half), after: first) == hash)
  }
}
