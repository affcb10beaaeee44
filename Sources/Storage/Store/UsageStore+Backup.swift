import Files
import GRDB

extension UsageStore {
  /// Makes a consistent copy of the store in a new file, whoever writes meanwhile.
  ///
  /// It has nothing beside it that belongs to it, is readable to its owner alone, and appears whole or not at
  /// all.
  /// - Throws: ``StoreFault`` if something is at `file` already, or the copy cannot be made.
  package func backUp(to file: String) throws {
    try explaining {
      let own = (StoreFile.companions + [".lock"]).map { (realPath(path) ?? path) + $0 }
      let place = PathText.joined(
        realPath(PathText.folder(of: file)) ?? PathText.folder(of: file), PathText.name(of: file))
      guard !own.contains(place) else {
        throw StoreFault(
          description:
            "\(file): is a name that the store needs for itself, so nothing was copied; name"
            + " another file")
      }
      // A log that is there from before would be taken for one of the copy's.
      for companion in StoreFile.companions.map({ file + $0 })
      where linkStatus(of: companion) != nil {
        throw StoreFault(
          description:
            "\(companion): is there already, and would be taken for a part of the copy; name another"
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

  /// Copies a database that is open; the copy gets a number of its own.
  static func copy(_ queue: DatabaseQueue, into copy: PartFile) throws {
    try queue.inDatabase { try $0.execute(sql: "VACUUM INTO ?", arguments: [plain(copy.part)]) }
    let made = try DatabaseQueue(path: plain(copy.part))
    try made.inDatabase(StoreMark.renew)
    try made.close()
  }

  /// The path so that SQLite takes it for nothing else than the name of a file.
  static func plain(_ path: String) -> String {
    path.first == "/" ? path : PathText.joined(".", path)
  }
}
