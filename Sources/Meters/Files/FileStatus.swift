import Glibc
import Ledger

extension SourceFile {
  /// The file at `path` as it is now; nil if there is none.
  init?(at path: String) {
    guard let status = status(of: path), status.isFile else { return nil }
    self = status.sourceFile(at: path)
  }
}

/// What makes two paths the same file.
struct FileID: Hashable {
  var device: UInt64
  var inode: UInt64
}

extension stat {
  var isFolder: Bool { st_mode & S_IFMT == S_IFDIR }
  var isFile: Bool { st_mode & S_IFMT == S_IFREG }
  var id: FileID { FileID(device: UInt64(st_dev), inode: UInt64(st_ino)) }

  func sourceFile(at path: String) -> SourceFile {
    SourceFile(
      path: path, device: Int64(bitPattern: UInt64(st_dev)),
      inode: Int64(bitPattern: UInt64(st_ino)), size: Int64(st_size), modified: modified)
  }

  /// When it was changed, in nanoseconds since 1970. Years before 1678 and after 2262, which file systems can
  /// hold, end where the number does: it only has to tell whether a file has changed.
  private var modified: Int64 {
    Int64(st_mtim.tv_sec).multipliedClamped(by: 1_000_000_000).addingClamped(
      Int64(st_mtim.tv_nsec))
  }
}

/// What the file at the end of all links at `path` is; nil if there is none.
func status(of path: String) -> stat? {
  var result = stat()
  return stat(path, &result) == 0 ? result : nil
}
