import Glibc

/// A search for a short text in many bytes, sixteen places at a time.
///
/// It compares the first byte of the text, its last and one between at all sixteen places at once
/// and looks closer only where all three are right, which in JSON is hardly ever.
struct ByteSearch: Sendable {
  private let text: StaticString
  private let count: Int
  private let middle: Int

  /// A search for `text`, at least three bytes long.
  init(_ text: StaticString) {
    self.text = text
    count = text.utf8CodeUnitCount
    middle = count / 2
  }

  /// Where the text occurs first in the bytes from `start` to `end`; nil if nowhere.
  func first(
    from start: UnsafePointer<UInt8>, to end: UnsafePointer<UInt8>
  ) -> UnsafePointer<UInt8>? {
    var at = start
    let first = SIMD16<UInt8>(repeating: text.utf8Start[0])
    let between = SIMD16<UInt8>(repeating: text.utf8Start[middle])
    let last = SIMD16<UInt8>(repeating: text.utf8Start[count - 1])
    while end - at >= 16 + count - 1 {
      let hits =
        (load(at) .== first) .& (load(at + middle) .== between)
        .& (load(at + count - 1) .== last)
      if any(hits) {
        for lane in 0..<16 where hits[lane] && isHere(at + lane) { return at + lane }
      }
      at += 16
    }
    while end - at >= count {
      if isHere(at) { return at }
      at += 1
    }
    return nil
  }

  /// Whether the text occurs in `bytes`.
  func occurs(in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let start = bytes.baseAddress else { return false }
    return first(from: start, to: start + bytes.count) != nil
  }

  @inline(__always)
  private func load(_ at: UnsafePointer<UInt8>) -> SIMD16<UInt8> {
    UnsafeRawPointer(at).loadUnaligned(as: SIMD16<UInt8>.self)
  }

  private func isHere(_ at: UnsafePointer<UInt8>) -> Bool {
    memcmp(at, text.utf8Start, count) == 0
  }
}
