import Foundation
import Meters
import Programs

/// Runs an installed hook once, as its tool would.
struct HookTrial {
  let isGood: Bool
  /// What happened, for the person.
  let text: String

  /// Runs a command with a payload on its standard input.
  /// - Parameter limit: in seconds; a tool goes on without an answer after it.
  static func run(_ words: [String], payload: String, limit: Double = 5) -> HookTrial {
    let name = ShellWords.joined(words)
    func bad(_ reason: String) -> HookTrial {
      HookTrial(isGood: false, text: "test failed: \(name) \(reason)")
    }
    let (input, output) = (Pipe(), Pipe())
    let begin = ContinuousClock.now
    guard
      let child = ChildProgram.start(
        words, input: input.fileHandleForReading.fileDescriptor,
        output: output.fileHandleForWriting.fileDescriptor)
    else { return bad("cannot be started") }
    // Small enough for the pipe, so this never waits; the open reading end keeps a hook that has ended already
    // from being an error.
    try? input.fileHandleForWriting.write(contentsOf: Data(payload.utf8))
    try? input.fileHandleForWriting.close()
    try? input.fileHandleForReading.close()
    var status: Int32 = 0
    while waitpid(child, &status, WNOHANG) == 0 {
      guard ContinuousClock.now - begin < .seconds(limit) else {
        kill(child, SIGKILL)
        waitpid(child, &status, 0)
        return bad("gave no answer within \(Int(limit)) seconds")
      }
      usleep(5_000)
    }
    let time = (ContinuousClock.now - begin) / .milliseconds(1)
    try? output.fileHandleForWriting.close()
    let answer = output.fileHandleForReading.readDataToEndOfFile()
    guard status & 0x7f == 0 else { return bad("was ended by signal \(status & 0x7f)") }
    let code = (status >> 8) & 0xff
    // 2 is how some tools are told to stop.
    guard code == 0 || code == 2 else { return bad("exited with \(code)") }
    guard answer.isEmpty || (try? JSONSerialization.jsonObject(with: answer)) is [String: Any]
    else { return bad("printed something that is not a JSON object") }
    return HookTrial(isGood: true, text: "tested: the hook answered in \(Int(time)) ms")
  }

  /// A made-up event of a tool.
  static func payload(of tool: HookTool) -> String {
    switch tool {
    case .claude:
      #"{"session_id":"\#(HookPayload.trialSession)","cwd":"/","hook_event_name":"UserPromptSubmit","prompt":""}"#
    case .cursor:
      #"{"conversation_id":"\#(HookPayload.trialSession)","generation_id":"","hook_event_name":"beforeSubmitPrompt","#
        + #""prompt":"","workspace_roots":[]}"#
    case .windsurf:
      #"{"agent_action_name":"pre_user_prompt","trajectory_id":"\#(HookPayload.trialSession)","tool_info":{}}"#
    case .cline:
      #"{"hookName":"UserPromptSubmit","taskId":"\#(HookPayload.trialSession)","workspaceRoots":[]}"#
    }
  }
}
