import Ledger
import Values

/// One line of the spool: what is kept of a hook's payload.
package struct HookEvent: Equatable, Sendable {
  /// The tool that sent it: Cursor also for a hook meant for Claude Code.
  package var tool: HookTool
  /// When the hook ran.
  package var time: Instant
  package var payload: HookPayload

  /// Creates an event from its parts.
  package init(tool: HookTool, time: Instant, payload: HookPayload) {
    self.tool = tool
    self.time = time
    self.payload = payload
  }

  /// Whether the tool waits for the answer and obeys it.
  package var isGate: Bool { tool.isGate(payload.event) }

  /// Whether a person has just sent a prompt.
  package var isPrompt: Bool {
    ["beforeSubmitPrompt", "UserPromptSubmit", "pre_user_prompt"].contains(payload.event)
  }

  /// The line, without its end.
  /// - Parameter mark: a random number that makes the line, and so a file that begins with it, unique.
  package func line(mark: UInt32 = .random(in: .min ... .max)) -> String {
    var fields = [
      #""v":1,"n":\#(mark),"ms":\#(time.milliseconds),"tool":"\#(tool.rawValue)""#
    ]
    func add(_ key: String, _ text: String) {
      if !text.isEmpty { fields.append("\"\(key)\":\(JSONString.quoted(text))") }
    }
    func add(_ key: String, _ count: Int?) {
      if let count { fields.append("\"\(key)\":\(count)") }
    }
    add("hook_event_name", payload.event)
    add("conversation_id", payload.session)
    add("generation_id", payload.generation)
    add("model", payload.model)
    add("transcript_path", payload.transcript)
    add("user_email", payload.email)
    if !payload.project.isEmpty {
      fields.append("\"workspace_roots\":[\(JSONString.quoted(payload.project))]")
    }
    if let turn = payload.turn {
      add("input_tokens", turn.input)
      add("output_tokens", turn.output)
      add("cache_read_tokens", turn.cacheRead)
      add("cache_write_tokens", turn.cacheWrite)
    }
    return "{\(fields.joined(separator: ","))}"
  }

  /// Reads a line. It has the fields of a payload, so the same reader cleans it again.
  init?(line: [UInt8]) {
    let head = line.withUnsafeBufferPointer { JSONValue($0) }
    guard let head, head["v"]?.number == "1", let time = head["ms"]?.moment,
      let tool = head["tool"]?.text.flatMap(HookTool.init),
      let payload = HookPayload(line, from: tool)
    else { return nil }
    self.init(tool: tool, time: time, payload: payload)
  }

  /// Identifies Cursor's turn; nil if the payload does not.
  var turnIdentity: RequestIdentity? {
    guard tool == .cursor, !payload.session.isEmpty, !payload.generation.isEmpty else { return nil }
    return RequestIdentity(
      message: CursorHooks.prefix + "\(payload.session)/\(payload.generation)", request: "")
  }
}

/// Turns that Cursor's hooks report.
package enum CursorHooks {
  /// How the ids of their requests begin.
  package static let prefix = "cursor:"

  /// The requests in these events: one for each turn.
  package static func requests(in events: [HookEvent]) -> [Request] {
    var turns: [RequestIdentity: (first: HookEvent, turn: CursorTurn)] = [:]
    var order: [RequestIdentity] = []
    for event in events {
      guard let turn = event.payload.turn, let identity = event.turnIdentity else { continue }
      if let known = turns[identity] {
        turns[identity]?.turn = known.turn.merged(with: turn)
      } else {
        turns[identity] = (event, turn)
        order.append(identity)
      }
    }
    return order.compactMap { identity in
      guard let (event, turn) = turns[identity], turn.tokens.total > 0 else { return nil }
      var request = Request(
        identity: identity, time: event.time, tool: .cursor, purse: .ownPlan,
        main: ModelUse(model: CursorTurn.model(event.payload.model), tokens: turn.tokens))
      request.session = event.payload.session
      request.project = event.payload.project
      request.isUnfinished = turn.isDoubtful
      return request
    }
  }
}
