import GRDB
import Ledger

/// The table of how far each source file has been read.
enum SourceFiles {
  /// The possible numbers of bytes and lines of a file.
  static let counts: Range<Int64> = 0..<1 << 60

  /// Stores how far `file` has been read, under its current path, and what could not be read in it.
  /// - Parameter problems: the problems found now, of other files too.
  static func save(
    _ file: SourceFile, _ problems: [SourceProblem], _ database: Database
  ) throws {
    try SourceProblems.save(problems.filter { $0.path == file.path }, of: file, database)
    // A renamed file keeps its row; a file that took another's path takes over that row.
    try database.cachedStatement(
      sql: "DELETE FROM source_file WHERE device = ? AND inode = ? AND path <> ?"
    ).execute(arguments: [file.device, file.inode, file.path])
    try database.cachedStatement(
      sql: """
        INSERT OR REPLACE INTO source_file
          (path, device, inode, size, modified, "offset", lines, skipped, fingerprint, memory)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      file.path, file.device, file.inode, file.size, file.modified, file.offset, file.lines,
      file.skipped, file.fingerprint, file.memory,
    ])
    if file.hasNewsForSubagents { try forgetSubagents(of: file.path, database) }
  }

  /// Has the files of a session's subagents reread from the beginning. What the session passes on to them is stored
  /// in the same transaction, so neither is lost whenever the process ends.
  private static func forgetSubagents(of path: String, _ database: Database) throws {
    guard path.hasSuffix(".jsonl") else { return }
    let folder = path.dropLast(".jsonl".count) + "/subagents"
    // The character after "/" is "0".
    try database.cachedStatement(
      sql: #"UPDATE source_file SET modified = ?, "offset" = 0 WHERE path > ? AND path < ?"#
    ).execute(arguments: [SourceFile.unread, folder + "/", folder + "0"])
  }
}

extension UsageStore {
  /// Stores which sources a scan of all of them could not read; the others count as readable.
  package func recordUnreadable(_ problems: [SourceProblem]) throws {
    let found = Dictionary(
      problems.filter { $0.line == nil }.map { ($0.path, [$0.reason, $0.remedy.rawValue]) },
      uniquingKeysWith: { $1 })
    let known = try read { database in
      try Row.fetchAll(
        database.cachedStatement(sql: "SELECT path, reason, remedy FROM unreadable_source")
      ).reduce(into: [String: [String]]()) {
        $0[try $1.value("path")] = [try $1.value("reason"), try $1.value("remedy")]
      }
    }
    guard found != known else { return }
    try write { database in
      try database.execute(sql: "DELETE FROM unreadable_source")
      for (path, why) in found {
        try database.execute(
          sql: "INSERT INTO unreadable_source (path, reason, remedy) VALUES (?, ?, ?)",
          arguments: [path, why[0], why[1]])
      }
    }
  }

  /// How far every file has been read, including files that are gone.
  package func sourceFiles() throws -> [SourceFile] {
    try inDatabase { database in
      let select = try FastStatement(
        database,
        """
        SELECT path, device, inode, size, modified, "offset", lines, skipped, fingerprint, memory
        FROM source_file
        """, isCached: true)
      var files: [SourceFile] = []
      try select.forEachRow { row in
        var file = SourceFile(
          path: row.text(0), device: row.int(1), inode: row.int(2),
          size: row.int(3, in: SourceFiles.counts), modified: row.int(4))
        file.offset = row.int(5, in: SourceFiles.counts)
        file.lines = Int(row.int(6, in: SourceFiles.counts))
        file.skipped = Int(row.int(7, in: SourceFiles.counts))
        file.fingerprint = row.int(8)
        file.memory = row.text(9)
        files.append(file)
      }
      return files
    }
  }
}
