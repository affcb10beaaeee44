import Glibc

/// Reads a file at once, never beyond the size it had when opened. A file in /proc, a device or a pipe may have no
/// end, and a pipe may never begin.
package enum WholeFile {
  /// The default limit on the size of a file, in bytes.
  package static let largest = 64 << 20

  /// Passes the bytes of a regular file, without a byte order mark, to `body`, which must not keep them.
  /// - Parameter most: the size limit in bytes; a longer file is not read.
  /// - Returns: nil if there is no such file, or if it cannot be read or is empty.
  package static func read<Result>(
    _ path: String, most: Int = largest, _ body: (UnsafeBufferPointer<UInt8>) -> Result?
  ) -> Result? {
    guard case .success(let bytes) = contents(of: path, most: most, isCut: false), !bytes.isEmpty
    else { return nil }
    return bytes.withUnsafeBufferPointer { body(withoutMark($0)) }
  }

  /// Passes the first `most` bytes of a regular file to `body`.
  package static func readStart<Result>(
    of path: String, most: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result?
  ) -> Result? {
    guard case .success(let bytes) = contents(of: path, most: most, isCut: true), !bytes.isEmpty
    else { return nil }
    return bytes.withUnsafeBufferPointer { body(withoutMark($0)) }
  }

  /// The bytes of a regular file, without a byte order mark.
  /// - Parameter most: the size limit in bytes.
  package static func bytes(of path: String, most: Int = largest) throws(Fault) -> [UInt8] {
    let bytes = try contents(of: path, most: most, isCut: false).get()
    return bytes.starts(with: mark) ? Array(bytes.dropFirst(mark.count)) : bytes
  }

  /// All bytes of a regular file, with the byte order mark if it has one.
  package static func untouched(_ path: String) throws(Fault) -> [UInt8] {
    try contents(of: path, most: largest, isCut: false).get()
  }

  /// Why a file cannot be read, in words that follow its path.
  package enum Fault: Error, Equatable, CustomStringConvertible {
    case absent
    case brokenLink
    /// A folder, a pipe or a device.
    case noFile
    case tooLarge(most: Int)
    /// The system refuses to open it; the number is its error code.
    case unopenable(Int32)
    case unreadable(Int32)
    /// There is no room in the temporary folder for data from a pipe.
    case unkeepable(folder: String, Int32)

    package var description: String {
      switch self {
      case .absent: "there is no such file"
      case .brokenLink: "is a broken link"
      case .noFile: "is not a regular file"
      case .tooLarge(let most): "is larger than \(most >> 20) MB"
      case .unopenable(let number): "cannot be opened: \(String(cString: strerror(number)))"
      case .unkeepable(let folder, let number):
        "cannot be stored in a file in \(folder): \(String(cString: strerror(number))); set TMPDIR to another folder"
      case .unreadable(let number): "cannot be read: \(String(cString: strerror(number)))"
      }
    }
  }

  /// The text of a regular file, without a byte order mark; invalid UTF-8 is replaced.
  /// - Parameter most: the size limit in bytes.
  package static func text(of path: String, most: Int = largest) throws(Fault) -> String {
    let bytes = try contents(of: path, most: most, isCut: false).get()
    return bytes.withUnsafeBufferPointer { String(decoding: withoutMark($0), as: UTF8.self) }
  }

  /// Everything from a descriptor, such as a pipe named by a person. This may wait.
  /// - Parameter most: the size limit in bytes.
  package static func bytes(
    from descriptor: Int32, most: Int = 256 << 20
  ) throws(Fault) -> [UInt8] {
    var all: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw .unreadable(errno) }
      if count == 0 { return all.starts(with: mark) ? Array(all.dropFirst(mark.count)) : all }
      all += buffer[..<count]
      guard all.count <= most else { throw .tooLarge(most: most) }
    }
  }

  /// Writes everything from a descriptor into an unnamed file in `folder`.
  /// - Parameter most: the size limit in bytes.
  /// - Returns: the file's descriptor, which the caller must close.
  package static func kept(
    from descriptor: Int32, in folder: String, most: Int = 256 << 20
  ) throws(Fault) -> Int32 {
    let random = String(UInt64.random(in: .min ... .max), radix: 36)
    let name = PathText.joined(folder, ".fuelgauge-\(getpid())-\(random).part")
    let file = Glibc.open(name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw .unkeepable(folder: folder, errno) }
    unlink(name)
    do throws(Fault) {
      try copy(descriptor, to: file, folder, most)
      return file
    } catch {
      close(file)
      throw error
    }
  }

  private static func copy(
    _ descriptor: Int32, to file: Int32, _ folder: String, _ most: Int
  ) throws(Fault) {
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    var size = 0
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw .unreadable(errno) }
      if count == 0 { return }
      guard size + count <= most else { throw .tooLarge(most: most) }
      var done = 0
      while done < count {
        let written = buffer.withUnsafeBytes {
          pwrite(file, $0.baseAddress.map { $0 + done }, count - done, off_t(size + done))
        }
        if written < 0, errno == EINTR { continue }
        guard written > 0 else { throw .unkeepable(folder: folder, errno) }
        done += written
      }
      size += count
    }
  }

  /// The UTF-8 byte order mark, which some editors put at the start of a text.
  private static let mark: [UInt8] = [0xef, 0xbb, 0xbf]

  /// The bytes without a leading byte order mark.
  package static func withoutMark(
    _ bytes: UnsafeBufferPointer<UInt8>
  ) -> UnsafeBufferPointer<UInt8> {
    bytes.starts(with: mark) ? UnsafeBufferPointer(rebasing: bytes[mark.count...]) : bytes
  }

  private static func contents(
    of path: String, most: Int, isCut: Bool
  ) -> Result<[UInt8], Fault> {
    switch RegularFile.open(path) {
    case .failure(let fault): return .failure(fault)
    case .success(let file):
      defer { close(file.descriptor) }
      guard isCut || file.size <= Int64(most) else { return .failure(.tooLarge(most: most)) }
      let size = Int(min(Int64(most), file.size))
      var fault: Fault?
      let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, filled in
        filled = 0
        while filled < size {
          let got = Glibc.read(
            file.descriptor, buffer.baseAddress.map { $0 + filled }, size - filled)
          if got < 0, errno == EINTR { continue }
          if got < 0 { fault = .unreadable(errno) }
          guard got > 0 else { break }
          filled += got
        }
      }
      return fault.map(Result.failure) ?? .success(bytes)
    }
  }
}

/// Opens regular files, checking the type after opening, when it can no longer change.
package enum RegularFile {
  /// Opens a regular file for reading, without waiting: a pipe may have no writer.
  /// - Returns: its descriptor, which the caller must close, and its size in bytes.
  package static func open(
    _ path: String
  ) -> Result<(descriptor: Int32, size: Int64), WholeFile.Fault> {
    let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
    guard descriptor >= 0 else {
      guard [ENOENT, ENOTDIR].contains(errno) else { return .failure(.unopenable(errno)) }
      var link = stat()
      return .failure(lstat(path, &link) == 0 ? .brokenLink : .absent)
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      return .failure(.noFile)
    }
    return .success((descriptor, Int64(status.st_size)))
  }
}
