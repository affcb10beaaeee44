/// A transcript line with an answer, in Claude Code's format, for tests.
package struct AnswerLine {
  package var message: String? = "msg_1"
  package var request: String? = "req_1"
  package var model = "claude-opus-4-6"
  package var time: String? = "2026-02-11T20:36:47.925Z"
  package var session = "session-1"
  package var folder = "/home/ada/project"
  package var version = "2.1.62"
  package var uuid = "00000000-0000-4000-8000-000000000001"
  package var isSidechain = false
  package var isFinished = true
  package var input = 3
  package var output = 100
  package var write5m = 0
  package var write1h = 0
  package var read = 0
  package var searches = 0
  /// The flat count of cache writes; nil for the sum of the nested ones.
  package var flatWrite: Int?
  package var hasNestedWrites = true
  package var content = #"[{"type":"text","text":"done"}]"#
  /// More members of `usage`, each with a leading comma.
  package var moreUsage = ""
  /// More members of the record, each with a leading comma.
  package var more = ""

  package init() {}

  /// An answer with message and request ids made from a number.
  package init(_ number: Int) {
    message = "msg_\(number)"
    request = "req_\(number)"
  }

  /// A changed copy.
  package func with(_ change: (inout AnswerLine) -> Void) -> AnswerLine {
    var line = self
    change(&line)
    return line
  }

  /// The record, without a line break.
  package var text: String {
    let nested =
      hasNestedWrites
      ? #","cache_creation":{"ephemeral_5m_input_tokens":\#(write5m),"ephemeral_1h_input_tokens":\#(write1h)}"#
      : ""
    let usage =
      #"{"input_tokens":\#(input),"cache_creation_input_tokens":\#(flatWrite ?? write5m + write1h),"#
      + #""cache_read_input_tokens":\#(read)\#(nested),"output_tokens":\#(output),"#
      + #""server_tool_use":{"web_search_requests":\#(searches)},"service_tier":"standard"\#(moreUsage)}"#
    let message =
      #"{"model":"\#(model)"\#(member("id", self.message)),"type":"message","role":"assistant","#
      + #""content":\#(content),"stop_reason":\#(isFinished ? #""end_turn""# : "null"),"usage":\#(usage)}"#
    return
      #"{"parentUuid":null,"isSidechain":\#(isSidechain),"userType":"external","cwd":"\#(folder)","#
      + #""sessionId":"\#(session)","version":"\#(version)","message":\#(message)"#
      + #"\#(member("requestId", request)),"type":"assistant","uuid":"\#(uuid)"\#(member("timestamp", time))\#(more)}"#
  }

  /// A progress line with a copy of the record.
  package var progressText: String {
    #"{"type":"progress","sessionId":"\#(session)","cwd":"\#(folder)","timestamp":"2026-02-11T23:00:00.000Z","#
      + #""data":{"type":"agent_progress","message":\#(text)}}"#
  }

  private func member(_ name: String, _ value: String?) -> String {
    value.map { #","\#(name)":"\#($0)""# } ?? ""
  }
}

/// Other records.
package enum OtherLine {
  /// A user record with results of tool calls: each call's id and result.
  package static func results(_ results: [(call: String, text: String)]) -> String {
    let blocks = results.map {
      #"{"tool_use_id":"\#($0.call)","type":"tool_result","content":"\#($0.text)"}"#
    }.joined(separator: ",")
    return
      #"{"type":"user","isSidechain":false,"message":{"role":"user","content":[\#(blocks)]},"timestamp":"2026-02-11T20:36:48.000Z"}"#
  }

  /// The record that names the organization whose login pays for a session.
  package static func owner(_ organization: String) -> String {
    #"{"type":"session-owner","accountUuid":"account-1","organizationUuid":"\#(organization)","sessionId":"session-1"}"#
  }

  /// The content of an answer with a tool call.
  package static func call(_ id: String, _ tool: String) -> String {
    #"[{"type":"tool_use","id":"\#(id)","name":"\#(tool)","input":{"usage":{"input_tokens":9}}}]"#
  }
}
