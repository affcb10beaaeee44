import CScan

/// A search for a short text in many bytes.
struct ByteSearch: Sendable {
  private let text: StaticString

  /// A search for `text`, three to sixteen bytes long.
  init(_ text: StaticString) { self.text = text }

  /// Where the text occurs first in the bytes from `start` to `end`; nil if nowhere.
  func first(
    from start: UnsafePointer<UInt8>, to end: UnsafePointer<UInt8>
  ) -> UnsafePointer<UInt8>? {
    fg_find(start, end, text.utf8Start, text.utf8CodeUnitCount)
  }

  /// Whether the text occurs in `bytes`.
  func occurs(in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let start = bytes.baseAddress else { return false }
    return first(from: start, to: start + bytes.count) != nil
  }
}
