import GRDBSQLite
import Glibc

/// SQLite's way to files without the means to change any.
///
/// Even a database that is opened to be read gets its log opened to be written, and made if there is none;
/// one that looks empty has its log or journal removed. Here every file is opened to be read and must be there
/// already, and none is removed.
enum ReadOnlyFiles {
  /// What SQLite knows it by; nil: it could not be set up.
  static let name: String? = {
    guard let usual = sqlite3_vfs_find(nil) else { return nil }
    let name = "fuelgauge-read-only"
    let files = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
    files.initialize(to: usual.pointee)
    files.pointee.pNext = nil
    files.pointee.zName = UnsafePointer(strdup(name))
    files.pointee.xOpen = { files, path, file, flags, opened in
      guard let open = sqlite3_vfs_find(nil)?.pointee.xOpen else { return SQLITE_CANTOPEN }
      // A file without a name is one of SQLite's own, for what it puts in order.
      guard path != nil else { return open(files, path, file, flags, opened) }
      let writing = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_DELETEONCLOSE
      return open(files, path, file, flags & ~writing | SQLITE_OPEN_READONLY, opened)
    }
    files.pointee.xDelete = { _, _, _ in SQLITE_IOERR }
    // It stays for as long as the program runs.
    guard sqlite3_vfs_register(files, 0) == SQLITE_OK else { return nil }
    return name
  }()
}
