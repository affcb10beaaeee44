import Ledger
import Meters
import Pricing
import Testing
import Values

/// What hooks report, and how they answer.
@Suite struct HookTests {
  struct Turn: CustomTestStringConvertible {
    var testDescription: String
    /// The payload's counts and model.
    var fields: String
    var model: String
    /// Input, written to the cache, read from it, output.
    var tokens: [Int]
    var isDoubtful = false
    var isPriced = false
  }

  private static let turns = [
    Turn(
      testDescription: "nearly all from the cache, a priced model",
      fields:
        #""model":"claude-4-sonnet","input_tokens":20010,"cache_read_tokens":19950,"cache_write_tokens":58,"output_tokens":6"#,
      model: "claude-4-sonnet", tokens: [2, 58, 19950, 6], isPriced: true),
    Turn(
      testDescription: "a selection by Cursor has no price",
      fields:
        #""model":"default","input_tokens":240500,"cache_read_tokens":239000,"cache_write_tokens":0,"output_tokens":340"#,
      model: "default", tokens: [1500, 0, 239000, 340]),
    Turn(
      testDescription: "Cursor's own model has no price",
      fields:
        #""model":"composer-2.5-fast","input_tokens":17000,"cache_read_tokens":6000,"cache_write_tokens":0,"output_tokens":90"#,
      model: "composer-2.5-fast", tokens: [11000, 0, 6000, 90]),
    Turn(
      testDescription: "without cache fields",
      fields: #""model":"default","input_tokens":17600,"output_tokens":220"#,
      model: "default", tokens: [17600, 0, 0, 220], isDoubtful: true),
    Turn(
      testDescription: "nothing cached",
      fields:
        #""model":"default","input_tokens":16800,"cache_read_tokens":0,"cache_write_tokens":0,"output_tokens":15"#,
      model: "default", tokens: [16800, 0, 0, 15]),
    Turn(
      testDescription: "input without the cache",
      fields:
        #""model":"default","input_tokens":229000,"cache_read_tokens":2150000,"cache_write_tokens":0,"output_tokens":10100"#,
      model: "default", tokens: [229000, 0, 2150000, 10100], isDoubtful: true),
    Turn(
      testDescription: "the id precedes the selection",
      fields:
        #""model":"claude-opus-4-6-thinking-max","model_id":"claude-opus-4-6","input_tokens":100,"cache_read_tokens":90,"output_tokens":5"#,
      model: "claude-opus-4-6", tokens: [10, 0, 90, 5], isPriced: true),
    Turn(
      testDescription: "a selection with effort, in the old order",
      fields:
        #""model":"claude-4.6-opus-high","input_tokens":100,"cache_read_tokens":90,"output_tokens":5"#,
      model: "claude-4.6-opus", tokens: [10, 0, 90, 5], isPriced: true),
  ]

  private func event(_ text: String, _ tool: HookTool = .cursor) throws -> HookEvent {
    let payload = try #require(HookPayload(Array(text.utf8), from: tool))
    return HookEvent(tool: tool, time: Instant(milliseconds: 1_790_000_000_000), payload: payload)
  }

  private func stop(_ fields: String, name: String = "stop") -> String {
    #"{"conversation_id":"c1","generation_id":"g1","hook_event_name":"\#(name)","workspace_roots":["/home/ada/shop","/x"],"user_email":"ada@example.org",\#(fields)}"#
  }

  @Test(arguments: turns) func `a turn's tokens are counted by kind`(_ turn: Turn) throws {
    let requests = CursorHooks.requests(in: [try event(stop(turn.fields))])
    let request = try #require(requests.first)
    let tokens = request.main.tokens
    #expect([tokens.input, tokens.cacheWrite5m, tokens.cacheRead, tokens.output] == turn.tokens)
    #expect(request.identity == RequestIdentity(message: "cursor:c1/g1", request: ""))
    #expect(request.main.model == turn.model)
    #expect(request.isUnfinished == turn.isDoubtful)
    #expect(
      (request.tool, request.purse, request.project) == (.cursor, .ownPlan, "/home/ada/shop"))
    let cost = PriceTable.builtIn.cost(of: request.main, on: request.terms, at: request.time)
    #expect((cost != nil) == turn.isPriced)
  }

  @Test func `the two reports of a turn count once, with the higher counts`() throws {
    let first = try event(
      stop(
        #""model":"default","input_tokens":31000,"output_tokens":600"#, name: "afterAgentResponse"))
    let second = try event(
      stop(
        #""model":"default","input_tokens":31500,"cache_read_tokens":22000,"cache_write_tokens":0,"output_tokens":550"#
      ))
    let requests = CursorHooks.requests(in: [first, second])
    #expect(requests.count == 1)
    #expect(requests.first?.main.tokens == TokenCounts(input: 9500, output: 600, cacheRead: 22000))
    // Read one at a time, the one that reports the cache wins among equals.
    let bare = try event(stop(#""model":"default","input_tokens":31500,"output_tokens":550"#))
    let merged = CursorHooks.requests(in: [bare])[0].merged(
      with: CursorHooks.requests(in: [second])[0])
    #expect(merged.main.tokens == TokenCounts(input: 9500, output: 550, cacheRead: 22000))
    #expect(!merged.isUnfinished)
  }

  @Test func `a byte order mark, missing fields and other types are no obstacle`() throws {
    let marked = try #require(
      HookPayload([0xef, 0xbb, 0xbf] + Array(#"{"hook_event_name":"stop"}"#.utf8), from: .cursor))
    #expect(marked.event == "stop")
    #expect(HookPayload(Array("{}".utf8), from: .claude) == HookPayload())
    let odd = try event(
      #"{"conversation_id":7,"session_id":"s","generation_id":null,"workspace_roots":{},"model":[],"user_email":null,"transcript_path":null,"input_tokens":"9"}"#
    )
    #expect(odd.payload.session == "s")
    #expect(CursorHooks.requests(in: [odd]).isEmpty)
    for bad in ["", "[]", "{", "nonsense", "{} {}"] {
      #expect(HookPayload(Array(bad.utf8), from: .claude) == nil, "\(bad)")
    }
  }

  @Test func `a prompt of a megabyte is skipped, and hostile names are cleaned`() throws {
    let prompt = String(repeating: "secret ", count: 150_000)
    let long = String(repeating: "x", count: 5000)
    let found = try event(
      #"{"hook_event_name":"beforeSubmitPrompt","prompt":"\#(prompt)","tool_input":{"key":"secret"},"conversation_id":"a\u001b[31m\u202eb","generation_id":"\#(long)","workspace_roots":["relative"],"transcript_path":"/\#(long)"}"#
    )
    let line = found.line()
    #expect(!line.contains("secret") && line.utf8.count < 300)
    #expect(found.payload.session == "a[31mb")
    #expect((found.payload.generation, found.payload.project) == ("", ""))
    #expect(found.payload.transcript.isEmpty)
  }

  struct Reply: CustomTestStringConvertible {
    var tool: HookTool
    var event: String
    var goOn: String
    var stop: String
    var status: Int32 = 0
    var sender: HookTool?

    var testDescription: String { "\(tool.rawValue) \(event)" }
  }

  private static let replies = [
    Reply(
      tool: .claude, event: "UserPromptSubmit", goOn: #"{"systemMessage":"note"}"#,
      stop: #"{"decision":"block","reason":"why \"so\""}"#),
    Reply(
      tool: .claude, event: "PreToolUse", goOn: #"{"systemMessage":"note"}"#,
      stop: #"{"continue":false,"stopReason":"why \"so\""}"#),
    Reply(
      tool: .claude, event: "PostToolBatch", goOn: #"{"systemMessage":"note"}"#,
      stop: #"{"continue":false,"stopReason":"why \"so\""}"#),
    Reply(
      tool: .claude, event: "Stop", goOn: #"{"systemMessage":"note"}"#,
      stop: "{}"),
    Reply(
      tool: .claude, event: "UserPromptSubmit", goOn: "{}", stop: "", status: 2, sender: .cursor),
    Reply(
      tool: .cursor, event: "beforeSubmitPrompt", goOn: #"{"continue":true}"#,
      stop: #"{"continue":false,"user_message":"why \"so\""}"#),
    Reply(
      tool: .cursor, event: "subagentStart", goOn: #"{"permission":"allow"}"#,
      stop: #"{"permission":"deny","user_message":"why \"so\""}"#),
    Reply(tool: .cursor, event: "stop", goOn: "{}", stop: "{}"),
    Reply(tool: .windsurf, event: "pre_user_prompt", goOn: "", stop: "", status: 2),
    Reply(
      tool: .cline, event: "PreToolUse", goOn: #"{"cancel":false}"#,
      stop: #"{"cancel":true,"errorMessage":"why \"so\""}"#),
  ]

  @Test(arguments: replies) func `each tool gets its own form of answer`(_ reply: Reply) {
    var payload = HookPayload()
    payload.event = reply.event
    let event = HookEvent(
      tool: reply.sender ?? reply.tool, time: Instant(milliseconds: 0), payload: payload)
    let goOn = HookAnswer(.goOn(notice: "note"), to: event, asTool: reply.tool)
    #expect((goOn.output, goOn.status, goOn.error) == (reply.goOn, 0, ""))
    let stop = HookAnswer(.stop("why \"so\""), to: event, asTool: reply.tool)
    #expect((stop.output, stop.status) == (reply.stop, reply.status))
  }
}
