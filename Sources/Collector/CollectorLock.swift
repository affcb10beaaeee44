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
  /// - Throws: ``UnusableLock`` if the lock file cannot be made, or what is there is no lock of ours, which is
  ///   left as it is.
  package static func attempt(store path: String, following: Bool) throws -> Attempt {
    let file = path + ".lock"
    let descriptor = try openFile(file)
    let lock = CollectorLock(descriptor)
    let isOurs = flock(descriptor, LOCK_EX | LOCK_NB) == 0
    let reason = errno
    guard isOurs || reason == EWOULDBLOCK else {
      throw UnusableLock(
        description: "\(file): cannot be locked: \(String(cString: strerror(reason)))")
    }
    // Whoever holds it may not have said so yet.
    guard let holder = holder(descriptor) else { throw notOurs(file, "holds something else") }
    guard isOurs else { return .held(holder) }
    let note = "\(getpid()) \(following ? "follows" : "reads")\n"
    ftruncate(descriptor, 0)
    _ = note.withCString { pwrite(descriptor, $0, strlen($0), 0) }
    return .acquired(lock)
  }

  /// Opens the lock file, making it where there is none. A link would have another file emptied, and a pipe be
  /// waited for.
  private static func openFile(_ file: String) throws -> Int32 {
    let flags = O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC
    let descriptor = open(file, flags, 0o600)
    guard descriptor >= 0 else {
      let reason = errno
      if reason == ELOOP { throw notOurs(file, "is a link") }
      if reason == EISDIR { throw notOurs(file, "is a folder") }
      throw UnusableLock(
        description: "\(file): cannot be made: \(String(cString: strerror(reason)))")
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_nlink <= 1
    else {
      let isFile = status.st_mode & S_IFMT == S_IFREG
      close(descriptor)
      throw notOurs(file, isFile ? "has a second name" : "is no file")
    }
    return descriptor
  }

  private static func notOurs(_ file: String, _ what: String) -> UnusableLock {
    UnusableLock(
      description:
        "\(file): \(what) where the store keeps its lock, and was left as it is; move it away, or"
        + " name another store with --store")
  }

  /// A lock file that cannot be used, in a sentence that names it.
  package struct UnusableLock: Error, CustomStringConvertible {
    package let description: String
  }

  private init(_ descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  /// Who says in the file to hold it; nil where something else stands there than we write.
  private static func holder(_ descriptor: Int32) -> Holder? {
    var bytes = [UInt8](repeating: 0, count: 64)
    let count = max(0, pread(descriptor, &bytes, bytes.count, 0))
    // A machine that lost its power may leave a file of zeros.
    guard count < bytes.count else { return nil }
    guard bytes[..<count].contains(where: { $0 != 0 }) else {
      return Holder(process: 0, isFollowing: false)
    }
    let words = String(decoding: bytes[..<count], as: UTF8.self).split(separator: " ")
    guard words.count == 2, let process = Int32(words[0]), process > 0,
      ["follows\n", "reads\n"].contains(words[1])
    else { return nil }
    return Holder(process: process, isFollowing: words[1] == "follows\n")
  }
}
