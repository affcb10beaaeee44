import Values

/// Claude Code's transcripts: lines of every kind it has written, most of them mutated.
enum TranscriptFuzz {
  /// Makes and runs one case.
  static func run(_ fuzzCase: FuzzCase) throws {
    let home = fuzzCase.home
    try FuzzCanary.write(to: home)
    let files = (0..<fuzzCase.random.pick(3...6)).map { number in
      ".claude/projects/-hostile-\(number)/\(fuzzCase.random.pick(["s", "agent-1", "subagents/agent-2", "a b", "é\u{301}"])).jsonl"
    }
    let hasOddTimes = fuzzCase.random.pick(1...5) == 1
    for file in files {
      let lines = (0..<fuzzCase.random.pick(20...120)).map { _ in line(&fuzzCase.random) }
      var text = Array(lines.map { $0 + [0x0a] }.joined())
      if fuzzCase.random.pick(1...5) == 1 { text = ByteMutation.text(text, &fuzzCase.random) }
      try home.write(text, to: file)
      if hasOddTimes, fuzzCase.random.pick(1...2) == 1 {
        HostileFiles.touch(file, in: home, &fuzzCase.random)
      }
    }
    for number in 0..<fuzzCase.random.pick(0...2) {
      try HostileFiles.put(
        at: ".claude/projects/-odd/odd-\(number).jsonl", in: home, &fuzzCase.random)
    }
    if fuzzCase.random.pick(1...4) == 1 {
      try HostileFiles.link(".claude/projects/-linked", in: home, &fuzzCase.random)
    }
    fuzzCase.expect(["collect"], "with hostile transcripts")
    FuzzCanary.check(fuzzCase, "beside hostile transcripts")
    // Lines added later are read from where the reader had stopped.
    for file in files.prefix(2) {
      let more = (0..<10).map { _ in line(&fuzzCase.random) + [0x0a] }
      try home.append(Array(more.joined()), to: file)
    }
    fuzzCase.expect(["collect", "--json"], "with hostile transcripts")
    for words in FuzzReports.some(8, &fuzzCase.random) { fuzzCase.fuelgauge(words) }
    fuzzCase.expect(["verify"], "with hostile transcripts")
    FuzzCanary.check(fuzzCase, "beside hostile transcripts")
    for name in files + [".claude/projects/-odd", ".claude/projects/-linked"] { home.remove(name) }
    FuzzCanary.checkRecovery(fuzzCase)
  }

  /// A line, mutated in two cases of three.
  private static func line(_ random: inout SeededRandom) -> [UInt8] {
    let text = Array(goodLine(&random).utf8)
    switch random.pick(0...11) {
    case 0...6: return JSONMutation.text(text, random.pick(1...3), &random)
    case 7: return ByteMutation.bytes(text, random.pick(1...4), &random)
    case 8: return Array(text.prefix(random.pick(0...text.count)))
    default: return text
    }
  }

  /// A line as written by some version of Claude Code.
  static func goodLine(_ random: inout SeededRandom) -> String {
    switch random.pick(0...11) {
    case 0: return refusal(&random)
    case 1: return results(&random)
    case 2: return progress(&random)
    case 3: return random.pick(others)
    default: return answer(&random)
    }
  }

  private static let models = [
    "claude-opus-4-6", "claude-sonnet-4-6", "claude-haiku-4-5-20251001", "claude-fable-5",
    "us.anthropic.claude-opus-4-6-v1:0", "claude-opus-4-6[1m]",
  ]

  private static func time(_ random: inout SeededRandom) -> String {
    let minute = random.pick(10...59)
    return
      "2026-03-02T\(random.pick(10...11)):\(minute):\(random.pick(10...59)).\(random.pick(100...999))Z"
  }

  private static func answer(_ random: inout SeededRandom) -> String {
    let (short, long) = (random.pick(0...9000), random.pick(0...9000))
    let writes =
      #""cache_creation":{"ephemeral_5m_input_tokens":\#(short),"ephemeral_1h_input_tokens":\#(long)},"#
    let iterations = random.pick([
      "",
      #","iterations":[{"input_tokens":3,"output_tokens":9,"type":"message"},{"input_tokens":2,"output_tokens":8,"type":"compaction"}]"#,
      #","iterations":[{"type":"advisor_message","model":"claude-fable-5","input_tokens":5,"output_tokens":6}]"#,
    ])
    let content = random.pick([
      #"[{"type":"text","text":"done"}]"#,
      #"[{"type":"tool_use","id":"toolu_1","name":"mcp__tickets__search","input":{"usage":{"input_tokens":9}}}]"#,
    ])
    let more = random.pick([
      "", #","attributionMcpServer":"tickets","attributionMcpTool":"search""#,
      #","promptCacheRequested":"1h""#, #","promptCacheRequested":"5m""#,
      #","costUSD":0.04088775,"durationMs":3671"#,
    ])
    return
      #"{"parentUuid":null,"isSidechain":\#(random.pick(["true", "false"])),"userType":"external","#
      + #""cwd":"/src/\#(random.pick(["a", "b", "c d"]))","sessionId":"s-\#(random.pick(1...9))","version":"2.1.\#(random.pick([12, 62, 220, 332]))","#
      + #""gitBranch":"main","message":{"model":"\#(random.pick(models))","id":"msg_\#(random.pick(1...5000))","type":"message","role":"assistant","#
      + #""content":\#(content),"stop_reason":\#(random.pick(["null", "\"end_turn\"", "\"tool_use\""])),"usage":{"input_tokens":\#(random.pick(0...90)),"#
      + #""cache_creation_input_tokens":\#(short + long),"cache_read_input_tokens":\#(random.pick(0...90000)),\#(writes)"#
      + #""output_tokens":\#(random.pick(0...3000)),"server_tool_use":{"web_search_requests":\#(random.pick(0...2))},"#
      + #""service_tier":"\#(random.pick(["standard", "batch", "priority"]))","inference_geo":"us","speed":"\#(random.pick(["standard", "fast"]))"\#(iterations)}},"#
      + #""requestId":"req_\#(random.pick(1...5000))","type":"assistant","uuid":"u-\#(random.pick(1...99999))","timestamp":"\#(time(&random))"\#(more)}"#
  }

  private static func refusal(_ random: inout SeededRandom) -> String {
    let text = random.pick([
      "You're out of extra usage · resets 9pm (Europe/Madrid)", "Credit balance is too low",
      "API Error: 400 You're out of extra usage. Add more at claude.ai/settings/usage and keep going.",
      "Claude AI usage limit reached|1772460000",
      "You've hit your weekly limit · resets 6:11pm (UTC)", "You've hit your limit · resets 3:",
    ])
    let resets = random.pick(["1772460000", "-1", "999999999999999999", "1e999", "\"soon\""])
    let overage = random.pick([
      "out_of_credits", "org_level_disabled", "", "group_zero_credit_limit",
    ])
    let limits = random.pick([#""quotaLimits":{"#, #""apiErrorParams":{"rate_limit_info":{"#])
    return
      #"{"type":"assistant","isApiErrorMessage":true,"error":"rate_limit","apiErrorStatus":429,"uuid":"u-\#(random.pick(1...99999))","sessionId":"s-1","#
      + #""cwd":"/src/a","timestamp":"\#(time(&random))","errorDetails":"429 {\"type\":\"error\"}",\#(limits)"status":"rejected","resetsAt":\#(resets),"#
      + #""rateLimitType":"seven_day","overageStatus":"rejected","overageDisabledReason":"\#(overage)","isUsingOverage":\#(random.pick(["true", "false"]))}\#(limits.contains("info") ? "}" : ""),"#
      + #""message":{"id":"e-\#(random.pick(1...999))","model":"<synthetic>","role":"assistant","content":[{"type":"text","text":"\#(text)"}],"#
      + #""usage":{"input_tokens":0,"output_tokens":0}}}"#
  }

  private static func results(_ random: inout SeededRandom) -> String {
    #"{"type":"user","isSidechain":false,"sessionId":"s-1","message":{"role":"user","content":[{"tool_use_id":"toolu_1","type":"tool_result","content":"\#(random.name(random.pick(1...400)))"}]},"timestamp":"\#(time(&random))"}"#
  }

  private static func progress(_ random: inout SeededRandom) -> String {
    #"{"type":"progress","sessionId":"s-1","cwd":"/src/a","timestamp":"\#(time(&random))","data":{"type":"agent_progress","message":\#(answer(&random))}}"#
  }

  private static let others = [
    #"{"type":"session-owner","accountUuid":"a-1","organizationUuid":"org-1","sessionId":"s-1"}"#,
    #"{"type":"bridge-session","sessionId":"s-1","ownerAccountUuid":"a-1","ownerOrganizationUuid":"org-1"}"#,
    #"{"type":"summary","summary":"what was done","leafUuid":"u-1"}"#,
    #"{"type":"system","subtype":"api_error","error":{"status":529,"headers":{"anthropic-organization-id":"org-1"},"requestID":"req_1"},"retryInMs":600,"timestamp":"2026-03-02T10:00:00.000Z"}"#,
    #"{"type":"cost-state","sessionId":"s-1","totalCostUSD":1.25,"modelUsage":{"claude-opus-4-6":{"inputTokens":3,"costUSD":1.25}}}"#,
    "", "{}",
  ]
}
