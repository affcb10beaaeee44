import GRDB
import Ledger
import Values

extension ProjectCredential {
  /// The stored credentials, ordered by project.
  static func all(_ database: Database) throws -> [ProjectCredential] {
    try Row.fetchAll(
      database.cachedStatement(
        sql: "SELECT project, credential, name, place FROM project_credential ORDER BY project")
    ).map { row in
      ProjectCredential(
        project: try row.value("project"),
        credential: Credential(
          kind: try row.value("credential"), name: try row.value("name"),
          place: try row.value("place")))
    }
  }
}

extension UsageStore {
  /// The folders of projects in which Claude Code was used within a day.
  package func recentProjects(at now: Instant) throws -> [String] {
    try read { database in
      try String.fetchAll(
        database.cachedStatement(
          sql: """
            SELECT DISTINCT name.text FROM hour_usage JOIN facet ON facet.id = hour_usage.facet
            JOIN name ON name.id = facet.project
            WHERE hour >= ? AND facet.tool IN \(Tool.sql(.claudeCode, .cursor, .mcp)) AND name.text LIKE '/%'
            """), arguments: [(now - .day).bucket(of: Instant.perHour)])
    }
  }

  /// Stores the credentials of recently used projects and forgets those of others.
  package func recordProjectCredentials(_ credentials: [ProjectCredential]) throws {
    let sorted = credentials.sorted { $0.project < $1.project }
    guard try read({ try ProjectCredential.all($0) }) != sorted else { return }
    try write { database in
      try database.execute(sql: "DELETE FROM project_credential")
      for known in sorted {
        try database.execute(
          sql:
            "INSERT INTO project_credential (project, credential, name, place) VALUES (?, ?, ?, ?)",
          arguments: [
            known.project, known.credential.kind, known.credential.name,
            known.credential.place,
          ])
      }
    }
  }
}
