import Files
import Glibc
import Values

/// Why a setup changed nothing.
package struct SetupFault: Error, CustomStringConvertible {
  /// A sentence that names the file.
  package let description: String
  /// Whether a person can put the lines in by hand.
  package var canPaste = false
}

/// A change to one file.
package struct SetupChange: Equatable, Sendable {
  /// The file itself, not a link to it.
  package var path: String
  /// nil: there is no such file.
  package var old: [UInt8]?
  /// nil: the file is deleted.
  package var new: [UInt8]?

  package var isEmpty: Bool { old == new }
  /// The change as a unified diff.
  package var diff: String { LineDiff.text(from: old, to: new, name: path) }
}

/// A settings file on disk. A link is followed, and the file it leads to is replaced as a whole, with its mode and
/// owner kept.
struct SettingsFile {
  /// Where the file really is.
  let path: String
  /// Its bytes; nil if there is no file.
  let bytes: [UInt8]?
  private let status: stat?

  /// Reads what is there.
  init(_ named: String) throws(SetupFault) {
    var link = stat()
    guard lstat(named, &link) == 0 else {
      guard errno == ENOENT else {
        throw SetupFault(description: "\(named): \(String(cString: strerror(errno)))")
      }
      (path, bytes, status) = (named, nil, nil)
      return
    }
    guard let real = realpath(named, nil) else {
      throw SetupFault(description: "\(named) is a broken link, so nothing was changed")
    }
    defer { free(real) }
    path = String(cString: real)
    var there = stat()
    guard stat(path, &there) == 0 else {
      throw SetupFault(description: "\(path): \(String(cString: strerror(errno)))")
    }
    status = there
    do throws(WholeFile.Fault) {
      bytes = try WholeFile.untouched(path)
    } catch {
      throw SetupFault(description: "\(path) \(error), so nothing was changed")
    }
  }

  /// Throws unless the file may be replaced.
  func ensureWritable() throws(SetupFault) {
    guard let status else { return }
    guard status.st_mode & 0o222 != 0, access(path, W_OK) == 0 else {
      throw SetupFault(
        description: "\(path) is read-only, so nothing was changed; chmod u+w makes it writable")
    }
  }

  /// Replaces, creates or deletes the file.
  /// - Parameter mode: the mode of a new file.
  /// - Returns: false if somebody else has changed it since it was read; it is then left alone.
  func write(_ new: [UInt8]?, mode: mode_t = 0o600) throws(SetupFault) -> Bool {
    guard let new else {
      guard isAsRead else { return false }
      guard unlink(path) == 0 else {
        throw SetupFault(description: "\(path): \(String(cString: strerror(errno)))")
      }
      PartFile.syncFolder(of: path)
      return true
    }
    makeFolder(PathText.folder(of: path))
    do throws(PartFile.Fault) {
      let part = try PartFile(replacing: path, as: ".part")
      try part.write(new)
      try part.take(
        mode: status?.st_mode ?? mode, user: status?.st_uid ?? geteuid(),
        group: status?.st_gid ?? getegid())
      guard isAsRead else { return false }
      if bytes == nil { try part.takePlace() } else { try part.replace() }
      return true
    } catch {
      throw SetupFault(description: error.description)
    }
  }

  private var isAsRead: Bool { (try? SettingsFile(path).bytes) == bytes }

  private func makeFolder(_ folder: String) {
    guard access(folder, F_OK) != 0, folder != "/", folder != "." else { return }
    makeFolder(PathText.folder(of: folder))
    mkdir(folder, 0o700)
  }

  // MARK: - The backup

  /// The file as it was before our entries came.
  var backupPath: String { path + ".fuelgauge-backup" }
  /// Says what we wrote then, so that a later edit is noticed.
  private var notePath: String { backupPath + ".note" }

  /// Writes the backup and its note.
  /// - Parameters:
  ///   - old: the file without our entries; nil if there was none.
  ///   - new: what is going to be written.
  func backUp(_ old: [UInt8]?, writing new: [UInt8]) throws(SetupFault) {
    let note = "fuelgauge \(old == nil ? "absent" : "present") \(SettingsFile.mark(of: new))\n"
    if let old { try put(old, at: backupPath) } else { unlink(backupPath) }
    try put(Array(note.utf8), at: notePath)
  }

  /// What was there before our entries, if the file is exactly what we wrote: `.some(nil)` if there was no file.
  /// nil if the file was edited since.
  var original: [UInt8]?? {
    guard let bytes, let note = try? WholeFile.text(of: notePath, most: 1 << 10) else { return nil }
    let words = note.split(whereSeparator: \.isWhitespace)
    guard words.count == 4, words[0] == "fuelgauge",
      "\(words[2]) \(words[3])" == SettingsFile.mark(of: bytes)
    else { return nil }
    if words[1] == "absent" { return .some(nil) }
    return (try? WholeFile.untouched(backupPath)).map { .some($0) }
  }

  /// Deletes the backup and its note.
  func deleteBackup() {
    unlink(backupPath)
    unlink(notePath)
  }

  private func put(_ content: [UInt8], at place: String) throws(SetupFault) {
    makeFolder(PathText.folder(of: place))
    do throws(PartFile.Fault) {
      let part = try PartFile(replacing: place, as: ".part")
      try part.write(content)
      if let status {
        try part.take(mode: status.st_mode, user: status.st_uid, group: status.st_gid)
      }
      try part.replace()
    } catch {
      throw SetupFault(description: error.description)
    }
  }

  /// Tells texts apart: a hash and the size.
  private static func mark(of bytes: [UInt8]) -> String {
    let hash = bytes.withUnsafeBufferPointer { StableHash.of($0) }
    return "\(String(hash, radix: 16)) \(bytes.count)"
  }
}
