import Ledger

/// Titles for the parts of a tool's usage.
enum PartTitle {
  static func of(_ row: UsageBreakdown.Row, _ dimension: UsageDimension, home: String) -> String {
    switch dimension {
    case .project: return row.key.isEmpty ? "(no project)" : path(row.key, home: home)
    case .session:
      let name = row.key.isEmpty ? "(no session)" : String(row.key.prefix(8))
      let folder = row.project.split(separator: "/").last.map(String.init) ?? row.project
      return folder.isEmpty ? name : name + " " + folder
    case .mcpServer: return row.key.isEmpty ? "(no MCP server)" : row.key
    case .account: return row.key.isEmpty ? "(unknown account)" : row.key
    case .purse: return Purse(rawValue: row.key)?.title ?? row.key
    case .model: return row.key.isEmpty ? "(unknown model)" : row.key
    case .tool, .day: return row.key
    }
  }

  /// A path with `~` for the home folder.
  static func path(_ path: String, home: String) -> String {
    if home.count > 1, path == home { return "~" }
    if home.count > 1, path.hasPrefix(home + "/") { return "~" + path.dropFirst(home.count) }
    return path
  }
}

extension UsageDimension {
  /// Its name as an option.
  var title: String {
    switch self {
    case .tool: "tool"
    case .model: "models"
    case .day: "days"
    case .account: "accounts"
    case .project: "projects"
    case .session: "sessions"
    case .mcpServer: "MCP servers"
    case .purse: "paid from"
    }
  }
}
