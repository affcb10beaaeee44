import Files
import Foundation

/// Input named by the user: a file, a pipe, or standard input.
enum InputFile {
  /// Its bytes, without a byte order mark.
  /// - Parameter path: nil for standard input.
  /// - Throws: ``Failure`` if it cannot be read, or is too large to read at once.
  static func bytes(of path: String?) throws -> [UInt8] {
    try reading(path) { descriptor throws(WholeFile.Fault) in
      try WholeFile.bytes(from: descriptor)
    }
  }

  /// Passes a descriptor that can be read twice. Input from a pipe first goes to an unnamed file, because it
  /// may be too much for memory.
  /// - Parameters:
  ///   - path: nil for standard input.
  ///   - folder: where the unnamed file is made.
  /// - Throws: ``Failure`` like ``bytes(of:)``, and whatever `body` throws.
  static func withDescriptor<Result>(
    of path: String?, keptIn folder: String, _ body: (Int32) throws -> Result
  ) throws -> Result {
    let file = try reading(path) { descriptor throws(WholeFile.Fault) in
      var status = stat()
      // A file in /proc reports a size of 0 even when it has content.
      let isFile = fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
      guard isFile, status.st_size > 0 else {
        return try WholeFile.kept(from: descriptor, in: folder)
      }
      let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
      guard copy >= 0 else { throw .unopenable(errno) }
      return copy
    }
    defer { close(file) }
    return try body(file)
  }

  private static func reading<Result>(
    _ path: String?, _ body: (Int32) throws(WholeFile.Fault) -> Result
  ) throws -> Result {
    let name = path ?? "standard input"
    guard path != nil || !StandardStreams.closed.contains(STDIN_FILENO) else {
      throw Failure(
        status: .file,
        message: "standard input is closed, so nothing was read; open it, or name a file")
    }
    do throws(WholeFile.Fault) {
      guard let path else { return try body(STDIN_FILENO) }
      let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)
      guard descriptor >= 0 else { throw errno == ENOENT ? .absent : .unopenable(errno) }
      defer { close(descriptor) }
      return try body(descriptor)
    } catch {
      throw Failure(status: .file, message: "\(name): \(error)")
    }
  }
}
