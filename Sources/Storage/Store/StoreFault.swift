import GRDB

/// Why a store cannot be used, in a sentence that names the file and tells what to do. It is the only error of a
/// database that leaves this module.
package struct StoreFault: Error, CustomStringConvertible {
  package let description: String
  /// Whether the file is not the one any more that was opened, so that trying again is of no use.
  package var isOfAnotherFile = false
}

extension StoreFault {
  /// What the database says, in words that tell what to do.
  init(_ error: DatabaseError, path: String) {
    description = "\(path): \(StoreFault.sentence(error))"
  }

  /// Another file has its name, or none has.
  init(ofAnotherFile path: String) {
    let what = StoreFile(at: path) == nil ? "removed" : "replaced by another file"
    self.init(
      description:
        "\(path): was \(what) while it was open, so nothing more is written; start fuelgauge again",
      isOfAnotherFile: true)
  }

  /// What is found damaged in the store, in words that tell what to do.
  init(_ damage: StoreDamage, path: String) {
    description = "\(path): \(StoreFault.damaged(damage.what))"
  }

  private static func damaged(_ what: String? = nil) -> String {
    "the file is damaged\(what.map { " (\($0))" } ?? ""), and was left as it is; put a copy in its place with"
      + " fuelgauge restore FILE, or name another with --store"
  }

  private static func sentence(_ error: DatabaseError) -> String {
    switch error.resultCode {
    case .SQLITE_FULL:
      "there is no room on the disk, so nothing was changed; make room and try again"
    case .SQLITE_IOERR:
      "the disk failed (\(error.message ?? "no reason given")); what was done before is kept, look whether"
        + " this was"
    case .SQLITE_READONLY, .SQLITE_PERM:
      "cannot be written, because the file or its folder is read-only, so nothing was changed; allow it, or"
        + " name another with --store"
    case .SQLITE_CANTOPEN:
      "cannot be opened, because it is read-only or its folder is missing; allow it to be written, or name"
        + " another with --store"
    case .SQLITE_CORRUPT: damaged()
    // What is asked of the store is always the same, and keeps its rules: where the tables refuse, they are not
    // what they were.
    case .SQLITE_ERROR, .SQLITE_CONSTRAINT, .SQLITE_MISMATCH, .SQLITE_FORMAT, .SQLITE_SCHEMA:
      damaged(error.message)
    case .SQLITE_NOTADB:
      "is no store of Fuelgauge, and was left as it is; name another file with --store"
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      "other processes kept it busy all the time, so nothing was changed; try again"
    default: "the database says: \(error.message ?? "\(error)")"
    }
  }
}
