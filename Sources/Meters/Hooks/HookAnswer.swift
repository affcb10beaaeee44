import Values

/// Whether a tool may go on.
package enum HookVerdict: Equatable, Sendable {
  /// It may; a notice is for the person alone.
  case goOn(notice: String?)
  /// It must stop; one sentence says why.
  case stop(String)
  /// It may because nothing could be decided; the sentence says why.
  case unsure(String)
}

/// What a hook prints and how it exits. Tools treat an empty or unknown answer as an error, so it is always explicit.
package struct HookAnswer: Equatable, Sendable {
  /// For standard output: one JSON object, or empty where the tool reads none.
  package var output = "{}"
  /// For standard error.
  package var error = ""
  /// The exit status: 2 where only that stops the tool, else 0.
  package var status: Int32 = 0

  /// The answer that changes nothing.
  package init() {}

  /// The answer to an event in the tool's own format.
  /// - Parameter asTool: the tool whose entry ran the hook: Cursor also runs Claude Code's.
  package init(_ verdict: HookVerdict, to event: HookEvent, asTool: HookTool) {
    switch verdict {
    case .stop(let reason) where event.isGate: self = HookAnswer.stop(reason, event, asTool)
    case .stop: self = HookAnswer.goOn(nil, event, asTool)
    case .goOn(let notice): self = HookAnswer.goOn(notice, event, asTool)
    case .unsure(let why): self = HookAnswer.goOn(why, event, asTool)
    }
  }

  private static func goOn(_ notice: String?, _ event: HookEvent, _ asTool: HookTool) -> HookAnswer
  {
    var answer = HookAnswer()
    switch asTool {
    case .claude:
      if event.tool == .claude, let notice {
        answer.output = "{\"systemMessage\":\(JSONString.quoted(notice))}"
      }
    case .cursor:
      if event.isGate {
        let isPrompt = event.isPrompt
        answer.output = isPrompt ? #"{"continue":true}"# : #"{"permission":"allow"}"#
      }
    case .windsurf: answer.output = ""
    case .cline: answer.output = #"{"cancel":false}"#
    }
    return answer
  }

  private static func stop(_ reason: String, _ event: HookEvent, _ asTool: HookTool) -> HookAnswer {
    var answer = HookAnswer()
    let quoted = JSONString.quoted(reason)
    switch asTool {
    case .claude where event.tool == .cursor:
      // Cursor reads few of Claude Code's answers, but obeys the exit status of all its hooks.
      (answer.output, answer.error, answer.status) = ("", reason, 2)
    case .claude:
      answer.output =
        event.isPrompt
        ? "{\"decision\":\"block\",\"reason\":\(quoted)}"
        : "{\"continue\":false,\"stopReason\":\(quoted)}"
      // Without a terminal, Claude Code shows no stop reason.
      answer.error = reason
    case .cursor:
      answer.output =
        event.isPrompt
        ? "{\"continue\":false,\"user_message\":\(quoted)}"
        : "{\"permission\":\"deny\",\"user_message\":\(quoted)}"
    case .windsurf: (answer.output, answer.error, answer.status) = ("", reason, 2)
    case .cline: answer.output = "{\"cancel\":true,\"errorMessage\":\(quoted)}"
    }
    return answer
  }
}
