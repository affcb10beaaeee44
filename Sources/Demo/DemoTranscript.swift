import Ledger
import Values

/// Builds a transcript: turns the events of a chain of requests into the lines that Claude Code writes.
struct DemoTranscript {
  /// The lines so far.
  private(set) var events: [DemoEvent] = []
  /// The session it belongs to.
  let session: String

  private let file: String
  /// What each line contains before and after its own part.
  private let head: String
  private let tail: String
  private let agent: String?
  private let job: DemoJob
  private var parent = "null"
  private var random: DemoRandom

  /// A new session's transcript.
  init(job: DemoJob, random: inout DemoRandom) {
    let session = random.uuid()
    self.init(
      job: job, session: session, agent: nil, file: "\(job.project.slug)/\(session).jsonl",
      random: &random)
  }

  /// The transcript of a new subagent of `session`.
  init(job: DemoJob, subagentOf session: String, random: inout DemoRandom) {
    let agent = "a" + random.hex(16)
    self.init(
      job: job, session: session, agent: agent,
      file: "\(job.project.slug)/\(session)/subagents/agent-\(agent).jsonl", random: &random)
  }

  private init(
    job: DemoJob, session: String, agent: String?, file: String, random: inout DemoRandom
  ) {
    self.job = job
    self.session = session
    self.agent = agent
    self.file = file
    head = agent.map { #""isSidechain":true,"agentId":"\#($0)""# } ?? #""isSidechain":false"#
    tail =
      #""userType":"external","entrypoint":"\#(job.entrypoint)","cwd":"\#(job.project.folder)","#
      + #""sessionId":"\#(session)","version":"2.1.330","gitBranch":"main""#
    self.random = DemoRandom(seed: random.next())
  }

  /// Adds a prompt by the user, or by the program that runs Claude Code.
  mutating func prompt(_ text: String, at time: Instant) {
    append(#""type":"user","message":{"role":"user","content":"\#(text)"}"#, at: time)
  }

  /// Adds the result of a call.
  mutating func result(_ text: String, of call: String, at time: Instant) {
    let block = #"{"tool_use_id":"\#(call)","type":"tool_result","content":"\#(text)"}"#
    append(#""type":"user","message":{"role":"user","content":[\#(block)]}"#, at: time)
  }

  /// Adds an answer in Claude Code's way: one line per block, all with the same ids and the usage of the whole
  /// answer, so that adding up lines would count it several times.
  /// - Returns: when its last line was written.
  mutating func answer(_ answer: DemoAnswer, at time: Instant) -> Instant {
    let ids = (message: "msg_01" + random.id(22), request: "req_011C" + random.id(20))
    let usage = usage(answer.tokens)
    let stop = answer.calls.isEmpty ? "end_turn" : "tool_use"
    var blocks = [#"{"type":"text","text":"\#(answer.text)"}"#]
    blocks += answer.calls.map {
      #"{"type":"tool_use","id":"\#($0.id)","name":"\#($0.call.tool)","input":\#($0.call.input),"#
        + #""caller":{"type":"direct"}}"#
    }
    var extra = #","promptCacheRequested":"\#(job.cacheLifetime.rawValue)""#
    if let server = answer.consumed?.server {
      extra += #","attributionMcpServer":"\#(server.name)","attributionMcpTool":"\#(server.tool)""#
    }
    if agent != nil { extra += #","attributionAgent":"general-purpose""# }
    let start =
      #""message":{"model":"\#(job.model)","id":"\#(ids.message)","type":"message","#
      + #""role":"assistant","content":["#
    let end =
      #"],"stop_reason":"\#(stop)","stop_sequence":null,"stop_details":null,"usage":\#(usage)},"#
      + #""requestId":"\#(ids.request)","type":"assistant"\#(extra)"#
    var time = time
    for (index, block) in blocks.enumerated() {
      if index > 0 { time = time.advanced(by: Int64(random.pick(150...1800))) }
      append(start + block + end + #","apiBlockIndex":\#(index)"#, at: time)
      guard index == 0, job.purse == .extra else { continue }
      events[events.count - 1].draw = DemoEvent.Draw(
        account: DemoAccount.home, use: ModelUse(model: job.model, tokens: answer.tokens))
    }
    return time
  }

  /// Adds what Claude Code writes instead of an answer when a request is refused for an empty balance.
  /// - Parameter resets: when the plan pays again; nil if the refusal does not say.
  mutating func refusal(resets: DemoReset?, at time: Instant) {
    let text: String
    let fields: String
    if let resets {
      text = "You're out of usage credits · resets \(resets.text)"
      fields =
        #""error":"rate_limit","apiErrorStatus":429,"apiError":"usage_limit_reached","#
        + #""quotaLimits":{"status":"rejected","resetsAt":\#(resets.time.milliseconds / 1000),"#
        + #""unifiedRateLimitFallbackAvailable":false,"rateLimitType":"five_hour","#
        + #""overageStatus":"rejected","overageDisabledReason":"out_of_credits","#
        + #""upgradePaths":["upgrade_plan"],"isUsingOverage":false}"#
    } else {
      text =
        "API Error: 400 You're out of extra usage. Add more at claude.ai/settings/usage and keep"
        + " going."
      fields =
        #""error":"unknown","apiErrorStatus":400,"apiErrorType":"invalid_request_error""#
    }
    append(
      #""message":{"model":"<synthetic>","id":"\#(random.uuid())","type":"message","#
        + #""role":"assistant","content":[{"type":"text","text":"\#(text)"}],"#
        + #""stop_reason":"stop_sequence","stop_sequence":"","usage":\#(usage(.zero))},"#
        + #""type":"assistant",\#(fields),"isApiErrorMessage":true"#,
      at: time)
  }

  private func usage(_ tokens: TokenCounts) -> String {
    #"{"input_tokens":\#(tokens.input),"#
      + #""cache_creation_input_tokens":\#(tokens.cacheWrite5m + tokens.cacheWrite1h),"#
      + #""cache_read_input_tokens":\#(tokens.cacheRead),"output_tokens":\#(tokens.output),"#
      + #""server_tool_use":{"web_search_requests":\#(tokens.webSearches),"#
      + #""web_fetch_requests":0},"service_tier":"standard","#
      + #""cache_creation":{"ephemeral_1h_input_tokens":\#(tokens.cacheWrite1h),"#
      + #""ephemeral_5m_input_tokens":\#(tokens.cacheWrite5m)},"#
      + #""inference_geo":"not_available","speed":"standard"}"#
  }

  private mutating func append(_ body: String, at time: Instant) {
    if agent == nil, events.isEmpty {
      let owner = DemoAccount.ownerLine(session: session)
      events.append(DemoEvent(time: time, trace: .transcript(file: file, line: owner)))
    }
    let id = random.uuid()
    let line =
      #"{"parentUuid":\#(parent),\#(head),\#(body),"uuid":"\#(id)","#
      + #""timestamp":"\#(time.rfc3339)",\#(tail)}"#
    events.append(DemoEvent(time: time, trace: .transcript(file: file, line: line)))
    parent = "\"\(id)\""
  }
}

/// An answer by the model, as recorded in a transcript.
struct DemoAnswer {
  /// Its text, before any calls.
  var text: String
  /// Its tool calls with their ids; none if it ends the turn.
  var calls: [(id: String, call: DemoCall)]
  /// The tokens it took.
  var tokens: TokenCounts
  /// The call whose result was in the request.
  var consumed: DemoCall?
}
