import GRDB
import Ledger

/// The stored folders that Cursor had open.
struct EditorWorkspaces {
  private let rows: [EditorWorkspace]

  init(_ database: Database) throws {
    rows = try Row.fetchAll(
      database.cachedStatement(sql: "SELECT folder, since, until FROM editor_workspace")
    ).map {
      EditorWorkspace(
        folder: try $0.value("folder"), since: try $0.value("since"), until: try $0.value("until"))
    }
  }

  /// The request, attributed to Cursor if it was made in one of its workspaces.
  func placed(_ request: Request) -> Request {
    guard !rows.isEmpty, request.tool == .claudeCode,
      rows.contains(where: { $0.contains(request.project, at: request.time) })
    else { return request }
    var request = request
    request.tool = .cursor
    return request
  }
}

extension UsageStore {
  /// Stores what Cursor has open now. A workspace that was open shortly before continues.
  package func record(_ workspaces: [EditorWorkspace]) throws {
    guard !workspaces.isEmpty else { return }
    try write { database in
      for workspace in workspaces {
        try database.execute(
          sql: """
            INSERT INTO editor_workspace (folder, since, until) VALUES (?, ?, ?)
            ON CONFLICT DO UPDATE SET until = max(until, excluded.until)
            """,
          arguments: [
            workspace.folder, workspace.since, workspace.until,
          ])
      }
    }
  }
}
