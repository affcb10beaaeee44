import Glibc

extension UnsafeBufferPointer<UInt8> {
  /// Calls `body` with each line, without its line break, and whether it had one. A list of lines could take more
  /// memory than the text, which may be nothing but line breaks.
  func forEachLine(_ body: (UnsafeBufferPointer<UInt8>, Bool) -> Void) {
    guard var line = baseAddress else { return }
    let end = line + count
    while line < end {
      let found = memchr(line, 0x0A, end - line)
      let lineEnd = found.map { UnsafePointer($0.assumingMemoryBound(to: UInt8.self)) } ?? end
      body(UnsafeBufferPointer(start: line, count: lineEnd - line), found != nil)
      line = lineEnd + (found == nil ? 0 : 1)
    }
  }
}
