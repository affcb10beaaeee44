import GRDB

extension UsageStore {
  /// The folders whose transcripts the store holds, if none of them is among these: then they are another
  /// person's, and nothing of this one's is to be mixed in unasked.
  /// - Parameter roots: the folders in which this person's transcripts are looked for.
  /// - Returns: nil where they are this person's, or nobody's yet.
  package func ownersOfSources(otherThan roots: [String]) throws -> [String]? {
    let mine = UsageStore.names(of: roots)
    return try read { database in
      let known = try String.fetchAll(
        database.cachedStatement(sql: "SELECT path FROM source_root ORDER BY path"))
      if known.contains(where: mine.contains) { return nil }
      if !known.isEmpty { return known }
      // An earlier version has not said whose they are.
      let hasMine = try mine.contains { root in
        try Bool.fetchChecked(
          database,
          sql: "SELECT EXISTS (SELECT 1 FROM source_file WHERE path >= ? AND path < ?)",
          arguments: [root + "/", root + "0"]) ?? false
      }
      if hasMine { return nil }
      let other = try String.fetchChecked(
        database, sql: "SELECT min(path) FROM source_file WHERE path LIKE '%/projects/%.jsonl'")
      return other.map { [$0] }
    }
  }

  /// Notes that the store holds what is read in these folders.
  package func noteSources(_ roots: [String]) throws {
    let mine = UsageStore.names(of: roots)
    let known = try read {
      try String.fetchSet($0.cachedStatement(sql: "SELECT path FROM source_root"))
    }
    guard !mine.isSubset(of: known) else { return }
    try write { database in
      for path in mine {
        try database.execute(
          sql: "INSERT OR IGNORE INTO source_root (path) VALUES (?)", arguments: [path])
      }
    }
  }

  /// Whether a source has been read before.
  package func hasReadSources() throws -> Bool {
    try read {
      try Bool.fetchChecked($0, sql: "SELECT EXISTS (SELECT 1 FROM source_file)") ?? false
    }
  }

  /// Folders as they are called, and as they are called in truth: a link may come in between later.
  private static func names(of roots: [String]) -> Set<String> {
    Set(roots + roots.compactMap(realPath))
  }
}
