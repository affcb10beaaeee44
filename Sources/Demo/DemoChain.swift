import Ledger
import Values

/// A chain of requests by a session or a subagent. Each has all that came before as its prompt.
struct DemoChain {
  /// The time of the latest event.
  private(set) var time: Instant
  /// Tokens of the prompt that were written to the cache; they may have expired.
  private(set) var context: Int

  private let job: DemoJob
  private var transcript: DemoTranscript
  private var subagents: [DemoEvent] = []
  /// New tokens in the next request's prompt.
  private var fresh = 0
  private var lastRequest: Instant?
  private var random: DemoRandom

  /// A session starting at `time`.
  init(job: DemoJob, at time: Instant, random: inout DemoRandom) {
    self.init(
      job: job, transcript: DemoTranscript(job: job, random: &random), at: time, random: &random)
  }

  private init(
    job: DemoJob, transcript: DemoTranscript, at time: Instant, random: inout DemoRandom
  ) {
    self.job = job
    self.transcript = transcript
    self.time = time
    self.random = DemoRandom(seed: random.next())
    // The system prompt and tool descriptions.
    context = self.random.pick(13_000...17_000)
  }

  /// Everything written, in no particular order.
  var events: [DemoEvent] { transcript.events + subagents }

  /// Lets some seconds pass.
  mutating func rest(_ seconds: ClosedRange<Int>) {
    time = time.advanced(by: Int64(random.pick(seconds)) * 1000 + Int64(random.pick(0...999)))
  }

  /// How a turn ended.
  enum Outcome {
    case answered
    case refused
    /// Stopped, because another purse would have paid for the rest.
    case leftOff
  }

  /// A prompt, and the requests it takes to answer it.
  mutating func turn() -> Outcome {
    transcript.prompt(random.pick(job.wishes), at: time)
    fresh += random.pick(80...900)
    let steps = random.pick(job.steps)
    var consumed: DemoCall?
    for step in 1...steps {
      rest(job.gap)
      if time >= job.ends { return .leftOff }
      if let drought = job.drought, drought.stretch.contains(time) {
        transcript.refusal(resets: job.isPipeline ? nil : drought.resets, at: time)
        return .refused
      }
      let calls = step < steps ? pickCalls() : []
      answer(calls, consumed: consumed)
      takeResults(of: calls)
      consumed = calls.first?.call
    }
    return .answered
  }

  /// One call, or several subagents at once.
  private mutating func pickCalls() -> [(id: String, call: DemoCall)] {
    let call = random.pick(job.calls)
    let count = call.isSubagent ? random.pick(job.subagents) : 1
    return (0..<count).map { _ in ("toolu_01" + random.id(22), call) }
  }

  private mutating func answer(_ calls: [(id: String, call: DemoCall)], consumed: DemoCall?) {
    // Other sessions often keep the shared beginning of the prompt in the cache.
    let isWarm =
      lastRequest.map { time - $0 <= job.cacheLifetime.span }
      ?? random.chance(70)
    let written = isWarm ? fresh : context + fresh
    let isLong = random.chance(12)
    let output = random.pick(isLong ? 1200...3600 : 60...700) * job.bulk
    let tokens = TokenCounts(
      input: random.pick(2...12), output: output,
      cacheWrite5m: job.cacheLifetime == .fiveMinutes ? written : 0,
      cacheWrite1h: job.cacheLifetime == .oneHour ? written : 0,
      cacheRead: isWarm ? context : 0,
      webSearches: !job.isPipeline && random.chance(1) ? 1 : 0)
    lastRequest = time
    context += fresh
    fresh = output
    let text = random.pick(calls.isEmpty ? DemoChain.conclusions : DemoChain.remarks)
    time = transcript.answer(
      DemoAnswer(text: text, calls: calls, tokens: tokens, consumed: consumed), at: time)
  }

  private mutating func takeResults(of calls: [(id: String, call: DemoCall)]) {
    guard !calls.isEmpty else { return }
    var end = time.advanced(by: Int64(random.pick(300...9000)))
    for (_, call) in calls where call.isSubagent {
      let model = random.pick(["claude-haiku-4-5", "claude-haiku-4-5", "claude-sonnet-5-5"])
      let job = job.forSubagent(model: model)
      var subagent = DemoChain(
        job: job,
        transcript: DemoTranscript(
          job: job, subagentOf: transcript.session, random: &random),
        at: time, random: &random)
      _ = subagent.turn()
      subagents += subagent.events
      end = max(end, subagent.time.advanced(by: 200))
    }
    time = end
    for (id, call) in calls {
      transcript.result(call.result, of: id, at: time)
      fresh += random.pick(call.tokens) * job.bulk
    }
  }

  private static let remarks = [
    "Let me look at that.", "That explains it; now the other side.", "I will change this first.",
    "Checking the tests before going on.", "One more place uses it.", "This needs a closer look.",
  ]

  private static let conclusions = [
    "Done; the tests pass.", "Changed as you asked, and the old name still works.",
    "Here is what I found and what I would do next.", "It was a rounding in the wrong place.",
  ]
}
