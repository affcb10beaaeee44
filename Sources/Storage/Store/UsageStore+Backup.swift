import Files
import GRDB

extension UsageStore {
  /// Writes a consistent copy of the store to a new file, even while others write to the store.
  ///
  /// The copy is a single file, readable by its owner only, and appears whole or not at all.
  /// - Throws: ``StoreFault`` if `file` exists already or the copy cannot be written.
  package func backUp(to file: String) throws {
    try explaining {
      let own = (StoreFile.companions + [".lock"]).map { (realPath(path) ?? path) + $0 }
      let place = PathText.joined(
        realPath(PathText.folder(of: file)) ?? PathText.folder(of: file), PathText.name(of: file))
      guard !own.contains(place) else {
        throw StoreFault(
          description:
            "\(file): is a name the store needs for itself, so nothing was copied; name"
            + " another file")
      }
      // SQLite would take an old log for the copy's own.
      for companion in StoreFile.companions.map({ file + $0 })
      where linkStatus(of: companion) != nil {
        throw StoreFault(
          description:
            "\(companion): exists already and would be taken for a part of the copy; name another"
            + " file")
      }
      let copy = try PartFile(for: file)
      do {
        try UsageStore.copy(queue, into: copy)
      } catch let error as DatabaseError {
        let isOfSource = [.SQLITE_CORRUPT, .SQLITE_NOTADB].contains(error.resultCode)
        throw StoreFault(error, path: isOfSource ? path : file)
      }
      try copy.takePlace()
    }
  }

  /// Copies an open database; the copy gets a number of its own.
  static func copy(_ queue: DatabaseQueue, into copy: PartFile) throws {
    try queue.inDatabase { try $0.execute(sql: "VACUUM INTO ?", arguments: [plain(copy.part)]) }
    let made = try DatabaseQueue(path: plain(copy.part))
    try made.inDatabase(StoreMark.renew)
    try made.close()
  }

  /// The path in a form that SQLite can only take for a file name.
  static func plain(_ path: String) -> String {
    path.first == "/" ? path : PathText.joined(".", path)
  }
}
