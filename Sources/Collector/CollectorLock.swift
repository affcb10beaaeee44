import Foundation
import Glibc

/// The right to feed a store: one process at a time has it. It ends with its holder, however that
/// ends, because the system drops a dead process's file locks.
package final class CollectorLock: Sendable {
  private let descriptor: Int32

  /// Who holds a lock.
  package struct Holder: Equatable, Sendable {
    /// The holder's process id; 0 if it has not said yet.
    package var process: Int32
    /// Whether it keeps following the sources, rather than reading them once.
    package var isFollowing: Bool
  }

  /// What a try for the lock ends in.
  package enum Attempt {
    case acquired(CollectorLock)
    case held(Holder)
  }

  /// Tries for the lock of the store at `path`, without waiting.
  /// - Throws: ``UnusableLock`` if the lock file cannot be made.
  package static func attempt(store path: String, following: Bool) throws -> Attempt {
    let file = path + ".lock"
    let descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw UnusableLock(
        description: "\(file): cannot be made: \(String(cString: strerror(errno)))")
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let reason = errno
      defer { close(descriptor) }
      guard reason == EWOULDBLOCK else {
        throw UnusableLock(
          description: "\(file): cannot be locked: \(String(cString: strerror(reason)))")
      }
      return .held(holder(descriptor))
    }
    let note = "\(getpid()) \(following ? "follows" : "reads")\n"
    ftruncate(descriptor, 0)
    _ = note.withCString { pwrite(descriptor, $0, strlen($0), 0) }
    return .acquired(CollectorLock(descriptor))
  }

  /// A lock file that cannot be used, in a sentence that names it.
  package struct UnusableLock: Error, CustomStringConvertible {
    package let description: String
  }

  private init(_ descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  private static func holder(_ descriptor: Int32) -> Holder {
    var bytes = [UInt8](repeating: 0, count: 64)
    let count = max(0, pread(descriptor, &bytes, bytes.count, 0))
    let words = String(decoding: bytes[..<count], as: UTF8.self).split(
      whereSeparator: \.isWhitespace)
    return Holder(
      process: words.first.flatMap { Int32($0) } ?? 0,
      isFollowing: words.dropFirst().first == "follows")
  }
}
