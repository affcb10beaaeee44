import Glibc

/// Reads a small file of another program at once.
package enum WholeFile {
  /// Bytes that a file is read of at most, unless said otherwise.
  package static let largest = 64 << 20

  /// Hands its bytes to `body`, which must not keep them.
  /// - Parameter most: bytes that are read at most; a longer file is not read.
  /// - Returns: nil if there is no such file or it cannot be read.
  package static func read<Result>(
    _ path: String, most: Int = largest, _ body: (UnsafeBufferPointer<UInt8>) -> Result?
  ) -> Result? {
    read(path, most: most, isCut: false, body)
  }

  /// Hands over the beginning of a file, `most` bytes of it.
  package static func readStart<Result>(
    of path: String, most: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result?
  ) -> Result? {
    read(path, most: most, isCut: true, body)
  }

  private static func read<Result>(
    _ path: String, most: Int, isCut: Bool, _ body: (UnsafeBufferPointer<UInt8>) -> Result?
  ) -> Result? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      status.st_size > 0, isCut || status.st_size <= most
    else { return nil }
    let size = min(most, Int(status.st_size))
    var count = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, filled in
      while count < size {
        let got = Glibc.read(descriptor, buffer.baseAddress.map { $0 + count }, size - count)
        if got < 0, errno == EINTR { continue }
        guard got > 0 else { break }
        count += got
      }
      filled = count
    }
    return bytes.withUnsafeBufferPointer(body)
  }
}
