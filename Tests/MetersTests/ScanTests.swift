import CScan
import TestSupport
import Testing
import Values

/// Compares the fast searches with naive ones.
@Suite struct ScanTests {
  @Test(arguments: seeds(3))
  func `the first occurrence is found`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    for _ in 0..<2000 {
      // Few different letters, so that partial matches are everywhere.
      let bytes = (0..<random.pick(0...200)).map { _ in random.pick([UInt8(97), 98, 99]) }
      let text = (0..<random.pick(3...16)).map { _ in random.pick([UInt8(97), 98, 99]) }
      let expected = (0...max(0, bytes.count - text.count)).first {
        $0 + text.count <= bytes.count && Array(bytes[$0..<$0 + text.count]) == text
      }
      let found = bytes.withUnsafeBufferPointer { bytes -> Int? in
        guard let start = bytes.baseAddress else { return nil }
        return fg_find(start, start + bytes.count, text, text.count).map { $0 - start }
      }
      #expect(found == expected, "seed \(seed): \(text) in \(bytes)")
    }
  }

  @Test(arguments: seeds(3))
  func `the next mark is the first quote, backslash or control character`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    for _ in 0..<2000 {
      let bytes = (0..<random.pick(1...100)).map { _ in
        random.chance(40) ? UInt8(random.pick(0...255)) : UInt8(random.pick(0x23...0x5b))
      }
      let expected =
        bytes.firstIndex { $0 == 0x22 || $0 == 0x5c || $0 < 0x20 } ?? bytes.count
      let found = bytes.withUnsafeBufferPointer { bytes -> Int in
        guard let start = bytes.baseAddress else { return 0 }
        return fg_next_mark(start, start + bytes.count) - start
      }
      #expect(found == expected, "seed \(seed): \(bytes)")
    }
  }
}
