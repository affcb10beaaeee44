import Glibc

/// Reads a file at once, never more of it than it had when it was opened: a file of /proc, a device or a pipe in
/// the place of a file has no end, and may have no beginning.
package enum WholeFile {
  /// Bytes that a file is read of at most, unless said otherwise.
  package static let largest = 64 << 20

  /// Hands the bytes of a regular file to `body`, which must not keep them. A mark of the byte order at its
  /// beginning is left out.
  /// - Parameter most: bytes that are read at most; a longer file is not read.
  /// - Returns: nil if there is no such file, it cannot be read or it is empty.
  package static func read<Result>(
    _ path: String, most: Int = largest, _ body: (UnsafeBufferPointer<UInt8>) -> Result?
  ) -> Result? {
    guard case .success(let bytes) = contents(of: path, most: most, isCut: false), !bytes.isEmpty
    else { return nil }
    return bytes.withUnsafeBufferPointer { body(withoutMark($0)) }
  }

  /// Hands over the beginning of a regular file, `most` bytes of it.
  package static func readStart<Result>(
    of path: String, most: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result?
  ) -> Result? {
    guard case .success(let bytes) = contents(of: path, most: most, isCut: true), !bytes.isEmpty
    else { return nil }
    return bytes.withUnsafeBufferPointer { body(withoutMark($0)) }
  }

  /// The bytes of a regular file, without a mark of the byte order.
  /// - Parameter most: bytes that it may have at most.
  package static func bytes(of path: String, most: Int = largest) throws(Fault) -> [UInt8] {
    let bytes = try contents(of: path, most: most, isCut: false).get()
    return bytes.starts(with: mark) ? Array(bytes.dropFirst(mark.count)) : bytes
  }

  /// Why a file cannot be read, in words that fit after its path.
  package enum Fault: Error, Equatable, CustomStringConvertible {
    case absent
    case brokenLink
    /// A folder, a pipe, a device.
    case noFile
    case tooLarge(most: Int)
    /// The system refuses it, with its number for why.
    case unopenable(Int32)
    case unreadable(Int32)
    /// What comes from a pipe has no room in the folder for such files.
    case unkeepable(folder: String, Int32)

    package var description: String {
      switch self {
      case .absent: "there is no such file"
      case .brokenLink: "is a link to what is not there"
      case .noFile: "is not a regular file"
      case .tooLarge(let most): "is larger than \(most >> 20) MB"
      case .unopenable(let number): "cannot be opened: \(String(cString: strerror(number)))"
      case .unkeepable(let folder, let number):
        "cannot be put into a file in \(folder): \(String(cString: strerror(number))); name another folder in TMPDIR"
      case .unreadable(let number): "cannot be read: \(String(cString: strerror(number)))"
      }
    }
  }

  /// The text of a regular file, without a mark of the byte order; what is no UTF-8 in it is replaced.
  /// - Parameter most: bytes that it may have at most.
  package static func text(of path: String, most: Int = largest) throws(Fault) -> String {
    let bytes = try contents(of: path, most: most, isCut: false).get()
    return bytes.withUnsafeBufferPointer { String(decoding: withoutMark($0), as: UTF8.self) }
  }

  /// Everything that comes from a descriptor, such as a pipe that a person has named, which may be waited for.
  /// - Parameter most: bytes that may come at most.
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

  /// Puts everything that comes from a descriptor into a file without a name in `folder`.
  /// - Parameter most: bytes that may come at most.
  /// - Returns: the file's descriptor, which the caller closes.
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

  /// The mark of the byte order in UTF-8, which some editors put in front of a text.
  private static let mark: [UInt8] = [0xef, 0xbb, 0xbf]

  /// The bytes behind a mark of the byte order.
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

/// Opens what is a file when it is opened, whatever it was when it was looked at.
package enum RegularFile {
  /// Opens a regular file to read it, without waiting: a pipe would have no writer.
  /// - Returns: its descriptor, which the caller closes, and the bytes it has.
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
