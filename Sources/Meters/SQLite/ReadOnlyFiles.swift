import GRDBSQLite
import Glibc

/// An SQLite file layer (VFS) that cannot change any file.
///
/// Even when a database is opened for reading, SQLite opens its log for writing and creates it if missing, and it
/// removes the log or journal of a database that looks empty. Here every file is opened for reading and must
/// already exist, and none is removed.
enum ReadOnlyFiles {
  /// The name it is registered under; nil if it could not be registered.
  static let name: String? = {
    guard let usual = sqlite3_vfs_find(nil) else { return nil }
    let name = "fuelgauge-read-only"
    let files = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
    files.initialize(to: usual.pointee)
    files.pointee.pNext = nil
    files.pointee.zName = UnsafePointer(strdup(name))
    files.pointee.xOpen = { files, path, file, flags, opened in
      guard let open = sqlite3_vfs_find(nil)?.pointee.xOpen else { return SQLITE_CANTOPEN }
      // A file without a name is a temporary file of SQLite's own, used for sorting.
      guard path != nil else { return open(files, path, file, flags, opened) }
      let writing = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_DELETEONCLOSE
      return open(files, path, file, flags & ~writing | SQLITE_OPEN_READONLY, opened)
    }
    files.pointee.xDelete = { _, _, _ in SQLITE_IOERR }
    // It stays registered as long as the program runs.
    guard sqlite3_vfs_register(files, 0) == SQLITE_OK else { return nil }
    return name
  }()
}
