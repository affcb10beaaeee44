import Glibc
import Values

/// The end of a session's transcript.
package enum TranscriptTail {
  /// How far back from the end it is read, in bytes: first a little, then more.
  private static let reaches = [64 << 10, 1 << 20, 4 << 20]

  /// When the session's last answer came.
  /// - Parameters:
  ///   - path: a regular file below one of `roots`, not by way of a link that leads elsewhere.
  /// - Returns: nil if there is none in the last four megabytes.
  package static func lastAnswer(in path: String, below roots: TranscriptRoots) -> Instant? {
    guard let real = resolved(path),
      roots.folders.contains(where: { resolved($0).map { real.hasPrefix($0 + "/") } ?? false })
    else { return nil }
    let file = open(real, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    for reach in reaches {
      let start = max(0, Int(status.st_size) - reach)
      let bytes = read(file, from: start, to: Int(status.st_size))
      if let found = lastAnswer(in: bytes, isWhole: start == 0) { return found }
      if start == 0 { return nil }
    }
    return nil
  }

  /// The time of the last answer in the end of a transcript.
  /// - Parameter isWhole: whether it begins with a whole line.
  static func lastAnswer(in bytes: [UInt8], isWhole: Bool) -> Instant? {
    var end = bytes.count
    while end > 0 {
      let newline = bytes[..<end].lastIndex(of: UInt8(ascii: "\n"))
      guard newline != nil || isWhole else { return nil }
      let line = bytes[(newline.map { $0 + 1 } ?? 0)..<end]
      if let value = line.withUnsafeBufferPointer({ JSONValue($0) }),
        value["type"]?.text == "assistant",
        value["message"]?["model"]?.text != "<synthetic>",
        let time = value["timestamp"]?.text.flatMap({ Instant($0) })
      {
        return time
      }
      end = newline ?? 0
    }
    return nil
  }

  private static func read(_ file: Int32, from start: Int, to end: Int) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: end - start) { buffer, count in
      guard let base = buffer.baseAddress else { return }
      while count < end - start {
        let read = pread(file, base + count, end - start - count, off_t(start + count))
        if read < 0, errno == EINTR { continue }
        guard read > 0 else { return }
        count += read
      }
    }
  }

  private static func resolved(_ path: String) -> String? {
    guard let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    return String(cString: real)
  }
}
