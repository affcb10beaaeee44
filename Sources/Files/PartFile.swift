import Glibc

/// A file in the making: it stands beside its place under a hidden name, readable to its owner alone, and takes
/// the place whole or not at all. What is there already is left alone.
package final class PartFile {
  /// Where it is to be.
  package let path: String
  /// Where it is until then.
  package let part: String
  private let descriptor: Int32

  /// What the system says of a file that cannot be made, in a sentence that names it.
  package struct Fault: Error, CustomStringConvertible {
    package let description: String

    /// What the system said last, about a file.
    package init(_ path: String, _ reason: Int32 = errno) {
      description =
        reason == ENOSPC
        ? "\(path): there is no room on the disk, so nothing was changed; make room and try again"
        : "\(path): \(String(cString: strerror(reason))), so nothing was changed"
    }

    /// Another file is there.
    init(taken path: String) {
      description = "\(path): is there already, and was left as it is; name another file"
    }
  }

  /// Begins a file that is to be at `path`.
  /// - Throws: ``Fault`` if something is there already, be it a link, or nothing can be made there.
  package convenience init(for path: String) throws(Fault) {
    var status = stat()
    guard lstat(path, &status) != 0 else { throw Fault(taken: path) }
    guard errno == ENOENT, !PathText.name(of: path).isEmpty, path.utf8.last != UInt8(ascii: "/")
    else { throw Fault(path) }
    let random = String(UInt32.random(in: .min ... .max), radix: 36)
    let name = ".fuelgauge-\(getpid())-\(random).part"
    try self.init(for: path, part: PathText.joined(PathText.folder(of: path), name))
  }

  /// Begins a file that is to replace the one at `path`, under a name of its own beside it that nobody else uses
  /// now: what another process left there when it was killed goes.
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

  /// Makes it a copy of all of another file, as long as that is now.
  /// - Parameters:
  ///   - source: The other file, open for reading.
  ///   - name: Where it is, for an error.
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
      // It was cut meanwhile.
      if count == 0 { return }
      try write(buffer, count)
      left -= count
      place += off_t(count)
    }
  }

  /// Adds text.
  package func write(_ text: String) throws(Fault) {
    let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: text.utf8.count, alignment: 1)
    defer { bytes.deallocate() }
    bytes.copyBytes(from: text.utf8)
    guard let start = bytes.baseAddress else { return }
    try write(start, bytes.count)
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

  /// Gives the file its name, once all of it is on the disk.
  /// - Throws: ``Fault`` where another file has the name by now.
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

  /// Gives the file its name, once all of it is on the disk, in the place of the one that has it.
  package func replace() throws(Fault) {
    try sync()
    guard rename(part, path) == 0 else { throw Fault(path) }
    PartFile.syncFolder(of: path)
  }

  /// Some file systems know no second name: there an empty file holds the place, so that no other one is
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
    // Whoever may write in the folder may have put something else there.
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
