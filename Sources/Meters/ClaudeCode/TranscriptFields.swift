/// The fields of one transcript record that a reader needs, as pieces of its line.
///
/// The format is internal to Claude Code and changes between versions, so any field may be missing and unknown ones
/// are skipped.
struct TranscriptFields {
  var type: JSONBytes?
  var timestamp: JSONBytes?
  var requestID: JSONBytes?
  var sessionID: JSONBytes?
  var folder: JSONBytes?
  var lineID: JSONBytes?
  var agentID: JSONBytes?
  var version: JSONBytes?
  var attributedServer: JSONBytes?
  /// `promptCacheRequested`: the lifetime the client asked for.
  var cacheRequested: JSONBytes?
  var isSidechain = false
  /// `quotaLimits.isUsingOverage`: extra usage paid.
  var isUsingOverage = false
  /// `requestSessionId` or `forkedFrom.sessionId`: the session a copied line comes from.
  var firstSession: JSONBytes?

  /// Whether `message` is an object.
  var hasMessage = false
  var messageID: JSONBytes?
  var model: JSONBytes?
  var isFinished = false
  var usage: UsageFields?
  /// `message.content`, not parsed.
  var content: JSONBytes?

  /// `data.message` of a progress record: a copy of a subagent's own record.
  var copied: JSONBytes?

  /// Reads one record, the next object at `cursor`.
  init(_ cursor: inout JSONCursor) throws(JSONCursor.Fault) {
    try cursor.object { (key, cursor) throws(JSONCursor.Fault) in
      try read(key, &cursor)
    }
  }

  private mutating func read(
    _ key: JSONBytes, _ cursor: inout JSONCursor
  ) throws(JSONCursor.Fault) {
    if key.equals("message") {
      try readMessage(&cursor)
    } else if key.equals("type") {
      type = try cursor.stringOrSkip()
    } else if key.equals("timestamp") {
      timestamp = try cursor.stringOrSkip()
    } else if key.equals("requestId") {
      requestID = try cursor.stringOrSkip()
    } else if key.equals("sessionId") {
      sessionID = try cursor.stringOrSkip()
    } else if key.equals("cwd") {
      folder = try cursor.stringOrSkip()
    } else if key.equals("uuid") {
      lineID = try cursor.stringOrSkip()
    } else if key.equals("agentId") {
      agentID = try cursor.stringOrSkip()
    } else if key.equals("version") {
      version = try cursor.stringOrSkip()
    } else if key.equals("isSidechain") {
      isSidechain = try cursor.isTrue()
    } else if key.equals("attributionMcpServer") {
      attributedServer = try cursor.stringOrSkip()
    } else if key.equals("promptCacheRequested") {
      cacheRequested = try cursor.stringOrSkip()
    } else if key.equals("requestSessionId") {
      firstSession = try cursor.stringOrSkip() ?? firstSession
    } else if key.equals("forkedFrom"), try cursor.kind() == .object {
      try cursor.object { (key, cursor) throws(JSONCursor.Fault) in
        let value = try cursor.stringOrSkip()
        if key.equals("sessionId") { firstSession = firstSession ?? value }
      }
    } else if key.equals("quotaLimits"), try cursor.kind() == .object {
      try cursor.object { (key, cursor) throws(JSONCursor.Fault) in
        if key.equals("isUsingOverage") {
          isUsingOverage = try cursor.isTrue()
        } else {
          try cursor.skip()
        }
      }
    } else if key.equals("data"), try cursor.kind() == .object {
      try cursor.object { (key, cursor) throws(JSONCursor.Fault) in
        let value = try cursor.skip()
        if key.equals("message") { copied = value }
      }
    } else {
      try cursor.skip()
    }
  }

  private mutating func readMessage(_ cursor: inout JSONCursor) throws(JSONCursor.Fault) {
    guard try cursor.kind() == .object else {
      try cursor.skip()
      return
    }
    hasMessage = true
    try cursor.object { (key, cursor) throws(JSONCursor.Fault) in
      if key.equals("id") {
        messageID = try cursor.stringOrSkip()
      } else if key.equals("model") {
        model = try cursor.stringOrSkip()
      } else if key.equals("stop_reason") {
        isFinished = try cursor.skip().equals("null") == false
      } else if key.equals("usage"), try cursor.kind() == .object {
        usage = try UsageFields(&cursor)
      } else if key.equals("content") {
        content = try cursor.skip()
      } else {
        try cursor.skip()
      }
    }
  }
}
