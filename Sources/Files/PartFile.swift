import Glibc

/// A file being written. It has a hidden name next to its final place, readable only by its owner, and takes the
/// place as a whole or not at all. A file already there is left alone.
package final class PartFile {
  /// Its final path.
  package let path: String
  /// Its path until then.
  package let part: String
  private let descriptor: Int32

  /// Why a file cannot be created, as a sentence that names it.
  package struct Fault: Error, CustomStringConvertible {
    package let description: String

    /// The system's error for a file.
    package init(_ path: String, _ reason: Int32 = errno) {
      description =
        reason == ENOSPC
        ? "\(path): the disk is full, so nothing was changed; free some space and try again"
        : "\(path): \(String(cString: strerror(reason))), so nothing was changed"
    }

    /// Another file is already there.
    init(taken path: String) {
      description = "\(path): already exists and was left unchanged; choose another name"
    }
  }

  /// Begins a file to be placed at `path`.
  /// - Throws: ``Fault`` if anything is already there, even a link, or if no file can be created there.
  package convenience init(for path: String) throws(Fault) {
    var status = stat()
    guard lstat(path, &status) != 0 else { throw Fault(taken: path) }
    guard errno == ENOENT, !PathText.name(of: path).isEmpty, path.utf8.last != UInt8(ascii: "/")
    else { throw Fault(path) }
    let random = String(UInt32.random(in: .min ... .max), radix: 36)
    let name = ".fuelgauge-\(getpid())-\(random).part"
    try self.init(for: path, part: PathText.joined(PathText.folder(of: path), name))
  }

  /// Begins a file to replace the one at `path`. Its temporary name is not used by anybody else now, so a leftover
  /// from a killed process is deleted.
  package convenience init(replacing path: String, as suffix: String) throws(Fault) {
    let part = PathText.joined(
      PathText.folder(of: path), ".fuelgauge-" + PathText.name(of: path) + suffix)
    unlink(part)
    try self.init(for: path, part: part)
  }

  private init(for path: String, part: String) throws(Fault) {
    let descriptor = open(part, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw Fault(path) }
    self.path = path
    self.part = part
    self.descriptor = descriptor
  }

  deinit {
    close(descriptor)
    unlink(part)
  }

  /// Copies all of another file into it, up to that file's current end.
  /// - Parameters:
  ///   - source: The other file, open for reading.
  ///   - name: The other file's path, for errors.
  package func copy(_ source: Int32, from name: String) throws(Fault) {
    var status = stat()
    guard fstat(source, &status) == 0 else { throw Fault(name) }
    guard ftruncate(descriptor, 0) == 0 else { throw Fault(path) }
    var left = Int(status.st_size)
    var place: off_t = 0
    let size = 1 << 20
    let buffer = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
    defer { buffer.deallocate() }
    while left > 0 {
      let count = pread(source, buffer, min(left, size), place)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw Fault(name) }
      // The other file was truncated in the meantime.
      if count == 0 { return }
      try write(buffer, count)
      left -= count
      place += off_t(count)
    }
  }

  /// Appends text.
  package func write(_ text: String) throws(Fault) {
    let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: text.utf8.count, alignment: 1)
    defer { bytes.deallocate() }
    bytes.copyBytes(from: text.utf8)
    guard let start = bytes.baseAddress else { return }
    try write(start, bytes.count)
  }

  /// Appends bytes.
  package func write(_ bytes: [UInt8]) throws(Fault) {
    var copy = bytes
    // A closure that throws would lose the type of its error.
    let fault = copy.withUnsafeMutableBytes { all -> Fault? in
      guard let start = all.baseAddress else { return nil }
      do throws(Fault) { try write(start, all.count) } catch { return error }
      return nil
    }
    if let fault { throw fault }
  }

  /// Gives it the mode and the owner of the file it replaces.
  package func take(mode: mode_t, user: uid_t, group: gid_t) throws(Fault) {
    // Only root may give files away; a group that cannot be kept gives nobody anything.
    let isKept = fchown(descriptor, user, group) == 0 || user == geteuid()
    guard isKept, fchmod(descriptor, mode & 0o7777) == 0 else { throw Fault(path) }
  }

  private func write(_ bytes: UnsafeMutableRawPointer, _ count: Int) throws(Fault) {
    var done = 0
    while done < count {
      let written = Glibc.write(descriptor, bytes + done, count - done)
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { throw Fault(path) }
      done += written
    }
  }

  /// Gives the file its final name once all of it is on disk.
  /// - Throws: ``Fault`` if another file has taken the name.
  package func takePlace() throws(Fault) {
    try sync()
    if link(part, path) == 0 {
      unlink(part)
    } else {
      let reason = errno
      if reason == EEXIST { throw Fault(taken: path) }
      try takePlaceAlone()
    }
    PartFile.syncFolder(of: path)
  }

  /// Replaces the file at its final path once all of it is on disk.
  package func replace() throws(Fault) {
    try sync()
    guard rename(part, path) == 0 else { throw Fault(path) }
    PartFile.syncFolder(of: path)
  }

  /// Some file systems have no hard links. There, an empty file reserves the name, so that no other file is
  /// overwritten.
  private func takePlaceAlone() throws(Fault) {
    let holder = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    if holder < 0, errno == EEXIST { throw Fault(taken: path) }
    guard holder >= 0 else { throw Fault(path) }
    close(holder)
    guard rename(part, path) == 0 else {
      let fault = Fault(path)
      unlink(path)
      throw fault
    }
  }

  private func sync() throws(Fault) {
    var (mine, there) = (stat(), stat())
    // Anybody with write access to the folder may have put something else there.
    guard fstat(descriptor, &mine) == 0, lstat(part, &there) == 0, mine.st_ino == there.st_ino,
      mine.st_dev == there.st_dev, fsync(descriptor) == 0
    else { throw Fault(path) }
  }

  /// Makes the names in a file's folder durable.
  package static func syncFolder(of path: String) {
    let folder = open(PathText.folder(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { return }
    fsync(folder)
    close(folder)
  }
}
