import GRDB

/// Why a store cannot be used, in a sentence that names the file and says what to do. It is the only database error
/// that leaves this module.
package struct StoreFault: Error, CustomStringConvertible {
  package let description: String
  /// Whether the file is no longer the one that was opened, so that retrying is useless.
  package var isOfAnotherFile = false
}

extension StoreFault {
  /// A database error, with what to do about it.
  init(_ error: DatabaseError, path: String) {
    description = "\(path): \(StoreFault.sentence(error))"
  }

  /// The store's path no longer leads to the file that was opened.
  init(ofAnotherFile path: String) {
    let what = StoreFile(at: path) == nil ? "removed" : "replaced by another file"
    self.init(
      description:
        "\(path): was \(what) while it was open, so nothing more is written; start fuelgauge again",
      isOfAnotherFile: true)
  }

  /// Damage in the store, with what to do about it.
  init(_ damage: StoreDamage, path: String) {
    description = "\(path): \(StoreFault.damaged(damage.what))"
  }

  private static func damaged(_ what: String? = nil) -> String {
    "the file is damaged\(what.map { " (\($0))" } ?? "") and was left unchanged; replace it with a copy using"
      + " fuelgauge restore FILE, or name another with --store"
  }

  private static func sentence(_ error: DatabaseError) -> String {
    switch error.resultCode {
    case .SQLITE_FULL:
      "there is no room on the disk, so nothing was changed; make room and try again"
    case .SQLITE_IOERR:
      "the disk failed (\(error.message ?? "no reason given")); earlier changes are kept, check whether this one"
        + " was made"
    case .SQLITE_READONLY, .SQLITE_PERM:
      "cannot be written because the file or its folder is read-only, so nothing was changed; make it writable,"
        + " or name another with --store"
    case .SQLITE_CANTOPEN:
      "cannot be opened because it is read-only or its folder is missing; make it writable, or name"
        + " another with --store"
    case .SQLITE_CORRUPT: damaged()
    // Our statements are fixed and respect the constraints: if SQLite rejects one, the tables have been altered.
    case .SQLITE_ERROR, .SQLITE_CONSTRAINT, .SQLITE_MISMATCH, .SQLITE_FORMAT, .SQLITE_SCHEMA:
      damaged(error.message)
    case .SQLITE_NOTADB:
      "is not a Fuelgauge store and was left unchanged; name another file with --store"
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      "other processes kept it busy, so nothing was changed; try again"
    default: "the database says: \(error.message ?? "\(error)")"
    }
  }
}
