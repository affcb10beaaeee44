import Files
import Foundation
import Glibc
import Ledger
import Values

/// The file beside the store to which hooks append what they report, so that nothing is lost while the store is
/// locked. The collector reads it like any other source.
package struct HookSpool: Sendable {
  /// The file that is appended to.
  package let path: String
  /// The full file it replaced, which is deleted once all of it is stored.
  package var oldPath: String { path + ".1" }

  /// Bytes from which it is rotated.
  package static let rotationSize: Int64 = 1 << 20
  /// Bytes from which nothing more is appended, if nobody reads it.
  static let largest: Int64 = 8 << 20
  /// The longest line, in bytes.
  static let longestLine = 16 << 10

  /// The spool of the store at `store`.
  package init(store: String) { path = store + ".spool" }

  /// Why nothing could be appended, as a sentence that names the file.
  package struct Fault: Error, CustomStringConvertible {
    package let description: String
  }

  /// Appends one event.
  package func append(_ event: HookEvent) throws(Fault) {
    // A torn line of a process that was killed must not swallow this one.
    let line = Array("\n\(event.line())\n".utf8)
    guard line.count <= HookSpool.longestLine else { throw fault("the event is too long") }
    // The first hook may come before the store.
    let folder = PathText.folder(of: path)
    if access(folder, F_OK) != 0 {
      try? FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }
    for _ in 0..<20 {
      let file = open(
        path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0o600)
      guard file >= 0 else {
        throw fault(errno == ELOOP ? "is a link" : String(cString: strerror(errno)))
      }
      defer { close(file) }
      var status = stat()
      guard fstat(file, &status) == 0, status.isFile, status.st_uid == geteuid() else {
        throw fault("is not a file of yours")
      }
      // Whoever deletes the file holds it alone; that takes less than a millisecond.
      guard flock(file, LOCK_SH | LOCK_NB) == 0 else {
        usleep(2000)
        continue
      }
      guard fstat(file, &status) == 0, status.st_nlink > 0 else { continue }
      if status.st_mode & 0o077 != 0 { fchmod(file, 0o600) }
      if Int64(status.st_size) >= HookSpool.rotationSize, rotate(status) { continue }
      guard Int64(status.st_size) < HookSpool.largest else {
        throw fault("is full because nobody reads it; run fuelgauge collect")
      }
      guard write(file, line, line.count) == line.count else {
        throw fault(String(cString: strerror(errno)))
      }
      return
    }
    throw fault("stays locked")
  }

  /// Moves the full file aside, unless there is one already that is not stored yet.
  private func rotate(_ full: stat) -> Bool {
    var named = stat()
    guard lstat(path, &named) == 0 else { return true }
    // Another process has done it in the meantime.
    guard named.st_ino == full.st_ino, named.st_dev == full.st_dev else { return true }
    // Unlike a rename, a link never replaces a file.
    guard link(path, oldPath) == 0 else { return false }
    unlink(path)
    return true
  }

  private func fault(_ reason: String) -> Fault { Fault(description: "\(path): \(reason)") }

  /// What is new in one of the two files.
  package struct Reading: Sendable {
    /// How far the file is read once this is stored.
    package var file: SourceFile
    package var requests: [Request] = []
    /// Who is signed in to Cursor, according to the latest event.
    package var email: String?
    /// The transcripts of Claude Code sessions that had an event.
    package var transcripts: Set<String> = []
    package var problems: [SourceProblem] = []
    /// How many bytes were read.
    package var bytes: Int64 = 0
  }

  /// Reads what is new, the old file first.
  /// - Parameter known: how far the file at a path was read.
  package func readings(known: (String) -> SourceFile?) -> [Reading] {
    let knowns = [oldPath, path].compactMap(known)
    return [oldPath, path].compactMap { read($0, knowns) }
  }

  private func read(_ path: String, _ knowns: [SourceFile]) -> Reading? {
    let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else {
      guard errno != ENOENT, errno != ENOTDIR, let file = SourceFile(at: path) else { return nil }
      var reading = Reading(file: file)
      reading.problems = [
        SourceProblem(path: path, line: nil, reason: "cannot be read: it is a link or not yours")
      ]
      return reading
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.isFile else { return nil }
    var file = status.sourceFile(at: path)
    if let known = knowns.first(where: { $0.path == path }), known.inode == file.inode,
      known.device == file.device, known.size == file.size, known.modified == file.modified
    {
      return nil
    }
    // A link that took the file's place while it was rotated has the same contents; it counts once by its first line.
    let start = HookSpool.bytes(descriptor, from: 0, most: HookSpool.longestLine)
    file.fingerprint = HookSpool.fingerprint(start)
    let known = knowns.first {
      $0.fingerprint == file.fingerprint && $0.offset <= file.size && $0.offset > 0
    }
    file.offset = known?.offset ?? 0
    (file.lines, file.skipped) = (known?.lines ?? 0, known?.skipped ?? 0)
    let all = HookSpool.bytes(
      descriptor, from: file.offset, most: Int(HookSpool.largest) + HookSpool.longestLine)
    let end = all.lastIndex(of: newline).map { $0 + 1 } ?? 0
    var reading = Reading(file: file)
    var events: [HookEvent] = []
    for line in all[..<end].split(separator: newline) {
      reading.file.lines += 1
      guard line.count <= HookSpool.longestLine, let event = HookEvent(line: Array(line)) else {
        reading.file.skipped += 1
        reading.problems.note(
          SourceProblem(path: path, line: reading.file.lines, reason: "is not an event of a hook"))
        continue
      }
      events.append(event)
    }
    reading.file.offset += Int64(end)
    reading.bytes = Int64(end)
    reading.file.coversWholeFile = known == nil
    reading.requests = CursorHooks.requests(in: events)
    reading.email = events.last { $0.tool == .cursor && !$0.payload.email.isEmpty }?.payload.email
    reading.transcripts = Set(
      events.filter { $0.tool == .claude }.map(\.payload.transcript).filter { !$0.isEmpty })
    return reading
  }

  /// Deletes the old file if all of it is stored.
  /// - Parameter known: how far the file at a path was read, and stored.
  package func dropOld(known: (String) -> SourceFile?) {
    let descriptor = open(oldPath, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    var status = stat()
    // Nobody appends to it while it is held alone, and whoever comes later sees that it has no name.
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, fstat(descriptor, &status) == 0, status.isFile
    else { return }
    let file = status.sourceFile(at: oldPath)
    let start = HookSpool.bytes(descriptor, from: 0, most: HookSpool.longestLine)
    guard let known = known(oldPath), known.fingerprint == HookSpool.fingerprint(start),
      known.size == file.size, known.inode == file.inode
    else { return }
    // In a process that ended between the two steps of rotating, both names are the same file.
    var current = stat()
    if lstat(path, &current) == 0, current.st_ino == status.st_ino { unlink(path) }
    unlink(oldPath)
  }

  /// A hash of the first line, which is unique.
  private static func fingerprint(_ start: [UInt8]) -> Int64 {
    let line = start.split(separator: newline, maxSplits: 1).first ?? []
    return Int64(bitPattern: Array(line).withUnsafeBufferPointer { StableHash.of($0) })
  }

  private static func bytes(_ descriptor: Int32, from offset: Int64, most: Int) -> [UInt8] {
    var all: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while all.count < most {
      let count = pread(
        descriptor, &buffer, min(buffer.count, most - all.count), off_t(offset) + off_t(all.count))
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      all += buffer[..<count]
    }
    return all
  }
}

private let newline = UInt8(ascii: "\n")
