import Files
import Foundation

/// A file that a person has named to be taken in: a file, a pipe, or standard input.
enum InputFile {
  /// Its bytes, without a mark of the byte order.
  /// - Parameter path: nil: standard input.
  /// - Throws: ``Failure`` if it cannot be read, or is larger than anything that is taken in at once.
  static func bytes(of path: String?) throws -> [UInt8] {
    let name = path ?? "standard input"
    do throws(WholeFile.Fault) {
      guard let path else { return try WholeFile.bytes(from: STDIN_FILENO) }
      let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)
      guard descriptor >= 0 else { throw errno == ENOENT ? .absent : .unopenable(errno) }
      defer { close(descriptor) }
      return try WholeFile.bytes(from: descriptor)
    } catch {
      throw Failure(status: .file, message: "\(name): \(error)")
    }
  }
}
