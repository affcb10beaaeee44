import GRDB
import Glibc
import Ledger

/// The table of what could not be read in source files.
enum SourceProblems {
  /// How many of the latest problems are kept, per file and in total.
  static let most = (ofFile: 5, inAll: 1000)

  /// Stores the problems found in a file. Earlier problems are dropped if the file was reread from the beginning or
  /// has no unreadable lines left.
  static func save(
    _ problems: [SourceProblem], of file: SourceFile, _ database: Database
  ) throws {
    if file.skipped > 0 {
      // A renamed file keeps its problems.
      try database.cachedStatement(
        sql: """
          UPDATE source_problem SET path = ?1 WHERE path IN
            (SELECT path FROM source_file WHERE device = ?2 AND inode = ?3 AND path <> ?1)
          """
      ).execute(arguments: [file.path, file.device, file.inode])
    }
    if file.coversWholeFile || (file.skipped == 0 && problems.isEmpty) {
      try database.cachedStatement(sql: "DELETE FROM source_problem WHERE path = ?")
        .execute(arguments: [file.path])
    }
    guard !problems.isEmpty else { return }
    for problem in problems.suffix(most.ofFile) {
      try database.cachedStatement(
        sql: "INSERT INTO source_problem (path, line, lines, reason) VALUES (?, ?, ?, ?)"
      ).execute(arguments: [file.path, problem.line, problem.lines, problem.reason])
    }
    try database.cachedStatement(
      sql: """
        DELETE FROM source_problem WHERE path = ?1 AND id NOT IN
          (SELECT id FROM source_problem WHERE path = ?1 ORDER BY id DESC LIMIT ?2)
        """
    ).execute(arguments: [file.path, most.ofFile])
    try database.cachedStatement(
      sql: "DELETE FROM source_problem WHERE id <= (SELECT max(id) FROM source_problem) - ?"
    ).execute(arguments: [most.inAll])
  }

  /// The current problems, ordered by file, then as they were found.
  static func standing(
    _ database: Database, most: Int = Int.max
  ) throws -> [SourceProblem] {
    try Row.fetchAll(
      database.cachedStatement(
        sql: """
          SELECT path, NULL AS line, 1 AS lines, reason, 0 AS id FROM unreadable_source
          UNION ALL SELECT path, line, lines, reason, id FROM source_problem ORDER BY path, id LIMIT ?
          """), arguments: [most]
    ).map { row in
      SourceProblem(
        path: try row.value("path"), line: try row.value("line"), reason: try row.value("reason"),
        lines: try row.value("lines"))
    }
  }
}

extension UsageStore {
  /// The current problems of the sources, the latest of each file.
  package func sourceProblems() throws -> [SourceProblem] {
    try read { try SourceProblems.standing($0) }
  }

  /// Forgets the problems of files that are gone.
  package func forgetProblemsOfVanished() throws {
    let paths = try read { database in
      try String.fetchAll(
        database.cachedStatement(
          sql: """
            SELECT path FROM source_file WHERE skipped > 0
            UNION SELECT path FROM source_problem
            """))
    }
    let gone = paths.filter { linkStatus(of: $0) == nil && (errno == ENOENT || errno == ENOTDIR) }
    guard !gone.isEmpty else { return }
    try write { database in
      for path in gone {
        try database.execute(sql: "DELETE FROM source_problem WHERE path = ?", arguments: [path])
        try database.execute(
          sql: "UPDATE source_file SET skipped = 0 WHERE path = ?", arguments: [path])
      }
    }
  }
}
