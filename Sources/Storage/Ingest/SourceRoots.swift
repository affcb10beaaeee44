import GRDB

extension UsageStore {
  /// The folders whose transcripts the store holds, if they are another person's, whose usage must not be mixed with
  /// this person's unasked.
  /// - Parameter roots: the folders that are searched for this person's transcripts.
  /// - Returns: nil if one of them is among those, or the store holds no transcripts yet.
  package func ownersOfSources(otherThan roots: [String]) throws -> [String]? {
    let mine = UsageStore.names(of: roots)
    return try read { database in
      let known = try String.fetchAll(
        database.cachedStatement(sql: "SELECT path FROM source_root ORDER BY path"))
      if known.contains(where: mine.contains) { return nil }
      if !known.isEmpty { return known }
      // An earlier version did not store the folders.
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

  /// Notes that the store holds transcripts from these folders.
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

  /// Whether any source has been read.
  package func hasReadSources() throws -> Bool {
    try read {
      try Bool.fetchChecked($0, sql: "SELECT EXISTS (SELECT 1 FROM source_file)") ?? false
    }
  }

  /// The folders' paths, as given and with links resolved, since a link may be added later.
  private static func names(of roots: [String]) -> Set<String> {
    Set(roots + roots.compactMap(realPath))
  }
}
