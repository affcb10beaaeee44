import Ledger
import Values

/// What a tool's hook reports on standard input, without prompts, answers and tool input, which are skipped unread.
///
/// Every field may be missing: the tools document few of them, and change them often.
package struct HookPayload: Equatable, Sendable {
  /// The event's name, as the tool spells it; empty if unknown.
  package var event = ""
  /// The chat or session.
  package var session = ""
  /// Cursor's id of one user message and everything it caused.
  package var generation = ""
  /// The model, by its id if the payload has one, else by Cursor's name for the selection.
  package var model = ""
  /// Cursor's token counts of the turn; nil if the event has none.
  package var turn: CursorTurn?
  /// The absolute path of the first workspace folder.
  package var project = ""
  /// Who is signed in to Cursor.
  package var email = ""
  /// The absolute path of the session's transcript.
  package var transcript = ""
  /// Whether the tool is about to call an MCP server; it is not stored.
  package var usesServer = false
  /// Whether Cursor sent it, also if it ran a hook meant for Claude Code.
  package var isFromCursor = false

  /// The session of a payload that only tries whether a hook works, and is not kept.
  package static let trialSession = "fuelgauge-setup-test"

  /// The most that is read of standard input, in bytes.
  package static let largest = 8 << 20
  private static let longestID = 200

  /// Creates a payload without any field.
  package init() {}

  /// Reads a payload, with or without a byte order mark.
  /// - Returns: nil if it is not a JSON object. Fields before a fault are not used.
  package init?(_ bytes: [UInt8], from tool: HookTool) {
    guard !bytes.isEmpty else { return nil }
    let isMarked = bytes.starts(with: [0xef, 0xbb, 0xbf])
    let read = bytes.withUnsafeBufferPointer { buffer -> HookPayload? in
      var cursor = JSONCursor(UnsafeBufferPointer(rebasing: buffer[(isMarked ? 3 : 0)...]))
      return try? HookPayload(&cursor, from: tool)
    }
    guard let read else { return nil }
    self = read
  }

  private init(_ cursor: inout JSONCursor, from tool: HookTool) throws(JSONCursor.Fault) {
    guard try cursor.kind() == .object else { throw .malformed }
    var (modelID, selection, sessionID) = ("", "", "")
    var counts = CursorTurn()
    var hasCounts = false
    var payload = HookPayload()
    try cursor.object { (key, cursor) throws(JSONCursor.Fault) in
      func id() throws(JSONCursor.Fault) -> String {
        HookPayload.clean(try cursor.stringOrSkip(), most: HookPayload.longestID)
      }
      func path() throws(JSONCursor.Fault) -> String {
        HookPayload.path(try cursor.stringOrSkip())
      }
      func count() throws(JSONCursor.Fault) -> Int? {
        guard let count = try cursor.integerOrSkip(),
          (0...TokenCounts.largestCredible).contains(count)
        else { return nil }
        return count
      }
      switch key.string {
      case "hook_event_name", "agent_action_name", "hookName": payload.event = try id()
      case "conversation_id", "trajectory_id", "taskId": payload.session = try id()
      case "session_id": sessionID = try id()
      case "tool_name": payload.usesServer = try id().hasPrefix("mcp__")
      case "generation_id", "execution_id": payload.generation = try id()
      case "model_id": modelID = try id()
      case "model", "model_name": selection = try id()
      case "user_email": payload.email = try id()
      case "transcript_path": payload.transcript = try path()
      case "cwd":
        if payload.project.isEmpty { payload.project = try path() } else { try cursor.skip() }
      case "workspace_roots", "workspaceRoots":
        guard try cursor.kind() == .array else {
          try cursor.skip()
          return
        }
        var isFirst = true
        try cursor.array { (cursor) throws(JSONCursor.Fault) in
          let root = HookPayload.path(try cursor.stringOrSkip())
          if isFirst { payload.project = root }
          isFirst = false
        }
      case "cursor_version":
        payload.isFromCursor = true
        try cursor.skip()
      case "input_tokens":
        counts.input = try count() ?? 0
        hasCounts = true
      case "output_tokens":
        counts.output = try count() ?? 0
        hasCounts = true
      case "cache_read_tokens": counts.cacheRead = try count()
      case "cache_write_tokens": counts.cacheWrite = try count()
      default: try cursor.skip()
      }
    }
    guard cursor.isAtEnd() else { throw .malformed }
    if payload.session.isEmpty { payload.session = sessionID }
    payload.model = modelID.isEmpty ? selection : modelID
    if tool == .cursor { payload.isFromCursor = true }
    if hasCounts, payload.isFromCursor { payload.turn = counts }
    self = payload
  }

  /// A name without control and direction characters; empty if it is missing or too long to be one.
  static func clean(_ bytes: JSONBytes?, most: Int) -> String {
    guard let bytes, bytes.count <= 6 * most else { return "" }
    return clean(bytes.string, most: most)
  }

  static func clean(_ text: String, most: Int) -> String {
    var kept = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse:
        continue
      default: kept.append(scalar)
      }
    }
    let name = String(kept)
    return name.utf8.count <= most ? name : ""
  }

  private static func path(_ bytes: JSONBytes?) -> String {
    let path = clean(bytes, most: longestPath)
    return path.hasPrefix("/") ? path : ""
  }

  /// Longer paths are left out: a spool line stays below 8 kB, even if every character is escaped.
  private static let longestPath = 1024
}
