import Glibc

/// Reports which transcripts change, using inotify, without opening any file.
package final class FolderWatch {
  /// Becomes readable when something has changed; for `poll`.
  package let descriptor: Int32
  private var folders: [Int32: String] = [:]
  /// Folders watched only for single files, with the names of those files.
  private var places: [Int32: Set<String>] = [:]

  /// The changes since the last call.
  package struct Changes: Equatable, Sendable {
    /// Transcripts that were written to or appeared.
    package var files: Set<String> = []
    /// Whether one of the single files changed, appeared or disappeared.
    package var touchesSingleFile = false
    /// Whether folders changed or events were lost, so that only a new walk shows what there is.
    package var needsWalk = false
  }

  /// Watches `folders`, without their subfolders, for transcripts, and single files anywhere.
  ///
  /// Nil if the system cannot watch them: inotify is missing, or there are more folders than a user may watch. Then
  /// the caller has to poll.
  package init?(folders: [String], files: [String] = []) {
    descriptor = inotify_init1(Int32(IN_CLOEXEC | IN_NONBLOCK))
    guard descriptor >= 0 else { return nil }
    guard folders.allSatisfy(watch) else { return nil }
    for file in files { watch(file: file) }
  }

  /// A file may be replaced at any time, so its folder is watched. If the folder is missing, a walk finds the file
  /// later.
  private func watch(file: String) {
    guard let slash = file.lastIndex(of: "/") else { return }
    let mask = IN_CLOSE_WRITE | IN_MOVED_TO | IN_DELETE
    let flags = UInt32(mask) | UInt32(IN_ONLYDIR) | maskAdd
    let watch = inotify_add_watch(descriptor, String(file[..<slash]), flags)
    if watch >= 0 { places[watch, default: []].insert(String(file[file.index(after: slash)...])) }
  }

  deinit { close(descriptor) }

  private func watch(_ folder: String) -> Bool {
    let mask = IN_MODIFY | IN_CREATE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE_SELF | IN_MOVE_SELF
    let watch = inotify_add_watch(descriptor, folder, UInt32(mask) | UInt32(IN_ONLYDIR))
    if watch >= 0 { folders[watch] = folder }
    // A folder that has already disappeared is no reason not to watch the others.
    return watch >= 0 || errno == ENOENT || errno == ENOTDIR || errno == EACCES
  }

  /// Reads all pending events.
  package func changes() -> Changes {
    var changes = Changes()
    withUnsafeTemporaryAllocation(byteCount: 64 << 10, alignment: 8) { buffer in
      while true {
        let count = read(descriptor, buffer.baseAddress, buffer.count)
        guard count > 0 else { return }
        parse(UnsafeRawBufferPointer(rebasing: buffer[..<count]), into: &changes)
      }
    }
    return changes
  }

  private func parse(_ reports: UnsafeRawBufferPointer, into changes: inout Changes) {
    let header = MemoryLayout<inotify_event>.size
    var at = 0
    while at + header <= reports.count {
      let event = reports.loadUnaligned(fromByteOffset: at, as: inotify_event.self)
      let name = reports[(at + header)..<min(at + header + Int(event.len), reports.count)]
      at += header + Int(event.len)
      let mask = Int64(event.mask)
      let folderMarks =
        Int64(IN_ISDIR) | Int64(IN_DELETE_SELF) | Int64(IN_MOVE_SELF) | Int64(IN_Q_OVERFLOW)
      let file = String(decoding: name.prefix { $0 != 0 }, as: UTF8.self)
      if places[event.wd]?.contains(file) == true { changes.touchesSingleFile = true }
      let isLost = mask & Int64(IN_Q_OVERFLOW) != 0
      guard isLost || folders[event.wd] != nil else { continue }
      if mask & folderMarks != 0 || mask & Int64(IN_MOVED_FROM) != 0 { changes.needsWalk = true }
      guard let folder = folders[event.wd], mask & Int64(IN_ISDIR) == 0 else { continue }
      if file.hasSuffix(".jsonl") { changes.files.insert(folder + "/" + file) }
    }
  }
}

/// `IN_MASK_ADD`, which adds to an existing watch. The constant is too large for the type it is imported with.
private let maskAdd: UInt32 = 0x2000_0000
