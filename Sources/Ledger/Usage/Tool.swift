/// The tool a request counts for. Each request belongs to exactly one, so rows add up.
package enum Tool: String, CaseIterable, Codable, Sendable {
  case claudeCode = "claude-code"
  case cursor
  case windsurf
  case mcp
  case api
  case other

  /// Whether its requests are read from Claude Code transcripts.
  package var leavesTranscripts: Bool { self == .claudeCode || self == .mcp || self == .cursor }

  /// The name people know.
  package var title: String {
    switch self {
    case .claudeCode: "Claude Code"
    case .cursor: "Cursor"
    case .windsurf: "Windsurf"
    case .mcp: "MCP"
    case .api: "API"
    case .other: "Other"
    }
  }
}
