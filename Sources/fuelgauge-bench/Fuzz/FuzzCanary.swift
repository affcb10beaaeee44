/// A valid source beside the hostile ones. Its usage must be counted whatever they contain.
struct FuzzCanary {
  /// The path of its transcript in the home.
  static let transcript = ".claude/projects/-canary/canary.jsonl"
  private static let project = "/canary"

  /// A single request with unique numbers.
  static let line =
    #"{"type":"assistant","timestamp":"2026-03-02T11:50:00.000Z","sessionId":"canary","cwd":"/canary","#
    + #""version":"2.1.332","requestId":"req_canary","message":{"id":"msg_canary","#
    + #""model":"claude-opus-4-6","stop_reason":"end_turn","usage":{"input_tokens":1234,"#
    + #""output_tokens":567}}}"# + "\n"

  /// Adds it to a home.
  static func write(to home: FuzzHome, _ transcript: String = transcript) throws {
    try home.write(line, to: transcript)
  }

  /// Checks that the program counts it.
  static func check(_ fuzzCase: FuzzCase, _ when: String) {
    let words = ["usage", "--by", "project", "--json"]
    guard let run = fuzzCase.fuelgauge(words), run.status == 0 else { return }
    let rows = run.json?["rows"] as? [[String: Any]] ?? []
    let row = rows.first { $0["key"] as? String == project }
    let counts = ["requests", "input", "output"].map { row?[$0] as? Int }
    guard counts != [1, 1234, 567] else { return }
    fuzzCase.fail("a good source is not counted \(when)", after: words, run)
  }

  /// Checks that without the hostile sources the program reads, reports and verifies.
  static func checkRecovery(_ fuzzCase: FuzzCase) {
    fuzzCase.expect(["collect"], "after the hostile source is gone")
    fuzzCase.expect(["status"], "after the hostile source is gone", allowed: [0, 1, 2])
    fuzzCase.expect(["verify"], "after the hostile source is gone")
    check(fuzzCase, "after the hostile source is gone")
  }
}
