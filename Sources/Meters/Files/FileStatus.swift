import Glibc
import Ledger

extension SourceFile {
  /// The current state of the file at `path`; nil if there is none.
  init?(at path: String) {
    guard let status = status(of: path), status.isFile else { return nil }
    self = status.sourceFile(at: path)
  }
}

/// Identifies a file: two paths with the same id are the same file.
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

  /// When it was modified, in nanoseconds since 1970. Years before 1678 and after 2262, which file systems allow,
  /// are clamped: this value only has to show whether a file has changed.
  private var modified: Int64 {
    Int64(st_mtim.tv_sec).multipliedClamped(by: 1_000_000_000).addingClamped(
      Int64(st_mtim.tv_nsec))
  }
}

/// The status of the file at `path`, following all links; nil if there is none.
func status(of path: String) -> stat? {
  var result = stat()
  return stat(path, &result) == 0 ? result : nil
}
