import Ledger
import Values

/// A tool whose usage arrives as records rather than in transcripts.
struct DemoReporter: Sendable {
  /// The tool.
  let tool: Tool
  /// Its requests. Repeated entries are more likely.
  let requests: [Kind]
  /// The project it works in.
  let project: DemoProject

  /// A kind of request, with ranges for its tokens.
  struct Kind: Sendable {
    let model: String
    let input: ClosedRange<Int>
    let output: ClosedRange<Int>
    var cacheWrite: ClosedRange<Int> = 0...0
    var cacheRead: ClosedRange<Int> = 0...0
  }

  /// The event for one request.
  /// - Parameters:
  ///   - id: the tool's own id for it.
  ///   - payer: the account and the purse that pay.
  func event(
    id: String, at time: Instant, payer: (account: String, purse: Purse), bulk: Int,
    random: inout DemoRandom
  ) -> DemoEvent {
    let kind = random.pick(requests)
    let tokens = TokenCounts(
      input: random.pick(kind.input) * bulk, output: random.pick(kind.output) * bulk,
      cacheWrite5m: random.pick(kind.cacheWrite) * bulk,
      cacheRead: random.pick(kind.cacheRead) * bulk)
    let line =
      #"{"id":"\#(id)","tool":"\#(tool.rawValue)","time":"\#(time.rfc3339)","#
      + #""model":"\#(kind.model)","account":"\#(payer.account)","project":"\#(project.folder)","#
      + #""purse":"\#(payer.purse.rawValue)","input":\#(tokens.input),"output":\#(tokens.output),"#
      + #""cacheWrite5m":\#(tokens.cacheWrite5m),"cacheRead":\#(tokens.cacheRead)}"#
    let use = ModelUse(model: kind.model, tokens: tokens)
    return DemoEvent(
      time: time, trace: .record(line: line),
      draw: payer.purse == .extra ? DemoEvent.Draw(account: payer.account, use: use) : nil)
  }

  /// An editor with autocompletion: each request sends the open file and its context.
  static let cursor = DemoReporter(
    tool: .cursor,
    requests: [
      Kind(model: "claude-haiku-4-5", input: 2500...9000, output: 20...160),
      Kind(model: "claude-haiku-4-5", input: 2500...9000, output: 20...160),
      Kind(model: "claude-sonnet-5-5", input: 3000...11_000, output: 40...320),
      Kind(
        model: "claude-opus-5-5", input: 200...2000, output: 300...1400, cacheWrite: 800...5000,
        cacheRead: 12_000...60_000),
    ], project: .lighthouse)

  static let windsurf = DemoReporter(
    tool: .windsurf,
    requests: [
      Kind(
        model: "claude-sonnet-5-5", input: 1000...9000, output: 200...1500,
        cacheRead: 8000...70_000)
    ], project: .harbourMap)

  /// The user's own program, which calls the API with a key.
  static let api = DemoReporter(
    tool: .api,
    requests: [
      Kind(model: "claude-haiku-4-5", input: 3000...14_000, output: 200...900),
      Kind(model: "claude-haiku-4-5", input: 3000...14_000, output: 200...900),
      Kind(
        model: "claude-sonnet-5-5", input: 2000...16_000, output: 400...1600,
        cacheRead: 0...24_000),
    ], project: .tideTables)
}
