import CScan

/// Searches bytes for a short text.
struct ByteSearch: Sendable {
  private let text: StaticString

  /// Creates a search for `text`, three to sixteen bytes long.
  init(_ text: StaticString) { self.text = text }

  /// Where the text first occurs between `start` and `end`; nil if nowhere.
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
