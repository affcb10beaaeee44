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
    // Whoever takes it meanwhile may put a fresh one in its place, but nobody does so for long.
    for _ in 0..<100 {
      let lock = CollectorLock(try openFile(file, O_RDWR | O_CREAT))
      let isFree = flock(lock.descriptor, LOCK_EX | LOCK_NB) == 0
      let reason = errno
      guard isFree || reason == EWOULDBLOCK else {
        throw UnusableLock(
          description: "\(file): cannot be locked: \(String(cString: strerror(reason)))")
      }
      guard let status = status(lock.descriptor), lock.isAt(file) else { continue }
      // Whoever holds it may not have said so yet.
      guard let holder = holder(lock.descriptor) else {
        throw notOurs(file, status.st_nlink > 1 ? "has a second name" : "holds something else")
      }
      guard isFree else { return .held(holder) }
      if status.st_nlink > 1 {
        // What is written into it would stand under its other name too, such as in the copy of a home. The next
        // turn makes another.
        unlink(file)
        continue
      }
      let note = "\(getpid()) \(following ? "follows" : "reads")\n"
      ftruncate(lock.descriptor, 0)
      _ = note.withCString { pwrite(lock.descriptor, $0, strlen($0), 0) }
      return .acquired(lock)
    }
    throw UnusableLock(description: "\(file): is replaced all the time; try again")
  }

  /// Why the lock of the store at `path` cannot be taken; nil: it can, or is held. Nothing is made or changed.
  package static func fault(store path: String) -> UnusableLock? {
    let file = path + ".lock"
    do {
      let lock = CollectorLock(try openFile(file, O_RDONLY))
      guard holder(lock.descriptor) == nil else { return nil }
      return notOurs(file, "holds something else")
    } catch let fault as UnusableLock {
      return access(file, F_OK) == 0 ? fault : nil
    } catch {
      return nil
    }
  }

  /// Whether its file still has the name.
  private func isAt(_ file: String) -> Bool {
    var named = stat()
    guard let own = CollectorLock.status(descriptor), lstat(file, &named) == 0 else { return false }
    return own.st_dev == named.st_dev && own.st_ino == named.st_ino
  }

  private static func status(_ descriptor: Int32) -> stat? {
    var status = stat()
    return fstat(descriptor, &status) == 0 ? status : nil
  }

  /// Opens the lock file. A link would have another file emptied, and a pipe be waited for.
  private static func openFile(_ file: String, _ mode: Int32) throws -> Int32 {
    let flags = mode | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC
    let descriptor = open(file, flags, 0o600)
    guard descriptor >= 0 else {
      let reason = errno
      if reason == ELOOP { throw notOurs(file, "is a link") }
      if reason == EISDIR { throw notOurs(file, "is a folder") }
      throw UnusableLock(
        description:
          "\(file): cannot be \(mode & O_CREAT == 0 ? "opened" : "made"): \(String(cString: strerror(reason)))"
      )
    }
    guard let status = status(descriptor), status.st_mode & S_IFMT == S_IFREG else {
      let isFolder = status(descriptor).map { $0.st_mode & S_IFMT == S_IFDIR } ?? false
      close(descriptor)
      throw notOurs(file, isFolder ? "is a folder" : "is no file")
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
