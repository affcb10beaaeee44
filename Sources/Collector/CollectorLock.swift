import Glibc

/// The right to feed a store, held by one process at a time. It ends when the holder ends, in whatever way, because
/// the system releases a dead process's file locks.
package final class CollectorLock: Sendable {
  private let descriptor: Int32

  /// The holder of a lock.
  package struct Holder: Equatable, Sendable {
    /// The holder's process id; 0 if it has not written it yet.
    package var process: Int32
    /// Whether it keeps following the sources, rather than reading them once.
    package var isFollowing: Bool
  }

  /// The result of trying for the lock.
  package enum Attempt {
    case acquired(CollectorLock)
    case held(Holder)
  }

  /// Tries to lock the store at `path`, without waiting.
  /// - Throws: ``UnusableLock`` if the lock file cannot be created, or if something else is in its place, which is
  ///   left unchanged.
  package static func attempt(store path: String, following: Bool) throws -> Attempt {
    let file = path + ".lock"
    // Another process may replace the file with a fresh one in the meantime, but not for long.
    for _ in 0..<100 {
      let lock = CollectorLock(try openFile(file, O_RDWR | O_CREAT))
      let isFree = flock(lock.descriptor, LOCK_EX | LOCK_NB) == 0
      let reason = errno
      guard isFree || reason == EWOULDBLOCK else {
        throw UnusableLock(
          description: "\(file): cannot be locked: \(String(cString: strerror(reason)))")
      }
      guard let status = status(lock.descriptor), lock.isAt(file) else { continue }
      // The holder may not have written its id yet.
      guard let holder = holder(lock.descriptor) else {
        throw notOurs(file, status.st_nlink > 1 ? "has a second name" : "contains something else")
      }
      guard isFree else { return .held(holder) }
      if status.st_nlink > 1 {
        // Writing to it would also change the file under its other name, for example in a copy of a home folder.
        // The next try creates a new one.
        unlink(file)
        continue
      }
      let note = "\(getpid()) \(following ? "follows" : "reads")\n"
      ftruncate(lock.descriptor, 0)
      _ = note.withCString { pwrite(lock.descriptor, $0, strlen($0), 0) }
      return .acquired(lock)
    }
    throw UnusableLock(description: "\(file): keeps being replaced; try again")
  }

  /// Why the store at `path` cannot be locked; nil if it can be, or already is. Nothing is created or changed.
  package static func fault(store path: String) -> UnusableLock? {
    let file = path + ".lock"
    do {
      let lock = CollectorLock(try openFile(file, O_RDONLY))
      guard holder(lock.descriptor) == nil else { return nil }
      return notOurs(file, "contains something else")
    } catch let fault as UnusableLock {
      return access(file, F_OK) == 0 ? fault : nil
    } catch {
      return nil
    }
  }

  /// Whether the open file is still the one at this path.
  private func isAt(_ file: String) -> Bool {
    var named = stat()
    guard let own = CollectorLock.status(descriptor), lstat(file, &named) == 0 else { return false }
    return own.st_dev == named.st_dev && own.st_ino == named.st_ino
  }

  private static func status(_ descriptor: Int32) -> stat? {
    var status = stat()
    return fstat(descriptor, &status) == 0 ? status : nil
  }

  /// Opens the lock file. Refuses links, which could lead to another file being emptied, and pipes, which would
  /// block.
  private static func openFile(_ file: String, _ mode: Int32) throws -> Int32 {
    let flags = mode | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC
    let descriptor = open(file, flags, 0o600)
    guard descriptor >= 0 else {
      let reason = errno
      if reason == ELOOP { throw notOurs(file, "is a link") }
      if reason == EISDIR { throw notOurs(file, "is a folder") }
      throw UnusableLock(
        description:
          "\(file): cannot be \(mode & O_CREAT == 0 ? "opened" : "created"): \(String(cString: strerror(reason)))"
      )
    }
    guard let status = status(descriptor), status.st_mode & S_IFMT == S_IFREG else {
      let isFolder = status(descriptor).map { $0.st_mode & S_IFMT == S_IFDIR } ?? false
      close(descriptor)
      throw notOurs(file, isFolder ? "is a folder" : "is not a file")
    }
    return descriptor
  }

  private static func notOurs(_ file: String, _ what: String) -> UnusableLock {
    UnusableLock(
      description:
        "\(file): \(what) where the store keeps its lock, and was left unchanged; move it away, or"
        + " name another store with --store")
  }

  /// An unusable lock file; the description is a sentence that names it.
  package struct UnusableLock: Error, CustomStringConvertible {
    package let description: String
  }

  private init(_ descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  /// The holder according to the file; nil if the file contains something else.
  private static func holder(_ descriptor: Int32) -> Holder? {
    var bytes = [UInt8](repeating: 0, count: 64)
    let count = max(0, pread(descriptor, &bytes, bytes.count, 0))
    // A power failure may leave a file of zeros.
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
