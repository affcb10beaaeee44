import Glibc

/// A window on an open file that returns its complete lines without copying them.
struct LineBuffer: ~Copyable {
  /// The longest line that is read; real ones reach a few megabytes.
  static let longestLine = 64 << 20

  /// The result of reading more.
  enum State {
    case filled
    case atEnd
    case failed(String)
  }

  /// The file offset of the first byte not yet returned.
  private(set) var offset: Int64 = 0

  /// Where reading ends, even if the file goes on.
  private var end: Int64 = .max
  private var memory: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  /// Bytes in memory; the first `used` have been returned.
  private var filled = 0
  private var used = 0
  /// How many bytes after `used` are known to contain no line break.
  private var searched = 0
  private var isInTooLongLine = false

  /// Small enough to stay in the processor cache during a search.
  private static let usualCapacity = 256 << 10

  init() {
    capacity = LineBuffer.usualCapacity
    memory = .allocate(capacity: capacity)
  }

  deinit { memory.deallocate() }

  /// Starts over at `offset` of a file, reading nothing from `end` on.
  mutating func start(at offset: Int64, end: Int64) {
    self.offset = offset
    self.end = end
    filled = 0
    used = 0
    searched = 0
    isInTooLongLine = false
    if capacity > LineBuffer.usualCapacity { resize(to: LineBuffer.usualCapacity) }
  }

  /// Reads more, keeping what has not been returned yet.
  mutating func fill(from descriptor: Int32) -> State {
    if used > 0 {
      memory.update(from: memory + used, count: filled - used)
      filled -= used
      used = 0
    }
    if filled == capacity {
      if capacity >= LineBuffer.longestLine { passOverLongLine() } else { resize(to: capacity * 2) }
    }
    while true {
      let place = offset + Int64(filled)
      let most = min(capacity - filled, Int(max(0, end - place)))
      let count = pread(descriptor, memory + filled, most, off_t(place))
      if count > 0 {
        filled += count
        return .filled
      }
      if count == 0 { return .atEnd }
      if errno != EINTR { return .failed(lastError()) }
    }
  }

  /// Calls `body` with each complete line in the window, without its line break, and whether `mark` occurs in it.
  /// Calls `tooLong` for each line longer than ``longestLine``.
  mutating func forEachLine(
    marked mark: ByteSearch, _ body: (UnsafeBufferPointer<UInt8>, Bool) -> Void,
    tooLong: () -> Void
  ) {
    let end = memory + filled
    var line = memory + used
    var nextMark = mark.first(from: line, to: end) ?? UnsafePointer(end)
    while let lineEnd = find(newline: line + searched, end) {
      searched = 0
      if isInTooLongLine {
        isInTooLongLine = false
        tooLong()
      } else {
        if nextMark < line { nextMark = mark.first(from: line, to: end) ?? UnsafePointer(end) }
        body(UnsafeBufferPointer(start: line, count: lineEnd - line), nextMark < lineEnd)
      }
      line = lineEnd + 1
    }
    offset += Int64(line - memory - used)
    used = line - memory
    searched = end - line
  }

  /// What follows the last line break, unless it is part of a line that is too long.
  var unfinishedLine: UnsafeBufferPointer<UInt8>? {
    guard filled > used, !isInTooLongLine else { return nil }
    return UnsafeBufferPointer(start: memory + used, count: filled - used)
  }

  /// Drops what has been read of a line too long to be real.
  private mutating func passOverLongLine() {
    isInTooLongLine = true
    offset += Int64(filled)
    filled = 0
    searched = 0
  }

  private mutating func resize(to newCapacity: Int) {
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: newCapacity)
    larger.update(from: memory, count: min(filled, newCapacity))
    memory.deallocate()
    memory = larger
    capacity = newCapacity
  }
}

private func find(
  newline start: UnsafeMutablePointer<UInt8>, _ end: UnsafeMutablePointer<UInt8>
) -> UnsafeMutablePointer<UInt8>? {
  memchr(start, 0x0A, end - start)?.assumingMemoryBound(to: UInt8.self)
}
