import TestSupport
import Testing

/// The forecast and its proof, as they are asked for.
@Suite struct ForecastRunTests {
  private let program: Program

  init() throws {
    program = try Program()
  }

  /// A request of twenty cents every six minutes from nine to five, on days of March.
  private func work(_ days: ClosedRange<Int>) throws {
    let lines = days.flatMap { day in
      (0..<80).map { step in request(day, 9 * 60 + step * 6) }
    }
    try program.write(lines, to: "work")
  }

  private func request(_ day: Int, _ minute: Int) -> String {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let time = "2026-03-\(two(day))T\(two(minute / 60)):\(two(minute % 60)):00.000Z"
    // 8,000 tokens of output at $25 a million.
    return
      #"{"type":"assistant","timestamp":"\#(time)","sessionId":"s","cwd":"/p","requestId":"req_\#(time)","message":{"id":"msg_\#(time)","model":"claude-opus-4-6","stop_reason":"end_turn","usage":{"input_tokens":0,"output_tokens":8000}}}"#
  }

  private func ask(_ arguments: String..., at now: String) throws -> String {
    let result = try program.at(now).run(arguments)
    #expect(result.status == 0, "\(arguments): \(result.error)")
    return result.output
  }

  @Test func `the proof leaves groups without cases open`() throws {
    try work(1...12)
    _ = try ask("collect", at: "2026-03-13T08:00:00Z")
    let table = try ask("forecast", "--backtest", "--horizon", "1h", at: "2026-03-13T08:00:00Z")
    let row = try #require(table.split(separator: "\n").first { $0.hasPrefix("50 h") })
    #expect(row.split(separator: " ").dropFirst(2).first == "0", "\(row)")
    #expect(row.hasSuffix("-"), "\(row)")
    let json = try program.at("2026-03-13T08:00:00Z")
      .json("forecast", "--backtest", "--horizon", "1h", "--json")
    #expect((json["groups"] as? [Any])?.count == 7)
  }

  @Test func `a second account takes no history from the one that the tools spend from`() throws {
    try work(1...12)
    _ = try ask("collect", at: "2026-03-13T08:00:00Z")
    _ = try ask("balance", "set", "40", at: "2026-03-13T08:01:00Z")
    let before = try ask("forecast", at: "2026-03-13T08:02:00Z")
    #expect(before.hasPrefix("claude.ai runs out in about 2"), "\(before)")
    _ = try ask("account", "add", "second", at: "2026-03-13T08:03:00Z")
    _ = try ask("tool", "set", "claude-code", "--account", "claude.ai", at: "2026-03-13T08:04:00Z")
    let after = try ask("forecast", "--account", "claude.ai", at: "2026-03-13T08:05:00Z")
    #expect(after.hasPrefix("claude.ai runs out in about 2"), "\(after)")
    let proof = try ask(
      "forecast", "--backtest", "--account", "claude.ai", at: "2026-03-13T08:06:00Z")
    #expect(proof.contains("10 h"), "\(proof)")
    let other = try ask("forecast", "--account", "second", at: "2026-03-13T08:05:00Z")
    #expect(other.contains("unknown") || other.contains("empty"), "\(other)")
  }

  @Test func `minutes of history are no reason to see five weeks ahead`() throws {
    try program.write((0..<5).map { request(10, 12 * 60 - 5 + $0) }, to: "first")
    _ = try ask("collect", at: "2026-03-10T12:00:00Z")
    _ = try ask("balance", "set", "30", at: "2026-03-10T12:00:10Z")
    for now in ["2026-03-10T12:00:20Z", "2026-03-10T12:25:00Z", "2026-03-10T16:00:00Z"] {
      let told = try program.at(now).json("forecast", "--json")
      let zero = try #require(told["timeToZero"] as? [String: Any], "\(now): \(told)")
      #expect(zero["median"] is String && zero["low"] is String)
      #expect(zero["high"] == nil || !(zero["high"] is String), "nobody knows: \(zero)")
      #expect(try ask("forecast", at: now).contains(" – 35 d+, little history yet)"))
    }
  }
}
