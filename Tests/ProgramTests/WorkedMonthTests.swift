import Foundation
import TestSupport
import Testing

/// A month of one account, told by commands alone; every figure of it was worked out by hand.
@Suite struct WorkedMonthTests {
  private let program: Program

  init() throws { program = try Program() }

  /// Runs a command at a moment.
  @discardableResult
  private func run(
    _ now: String, _ arguments: String..., input: String = "", status: Int32 = 0,
    at location: SourceLocation = #_sourceLocation
  ) throws -> String {
    let result = try program.at(now).run(arguments, input: input)
    #expect(
      result.status == status, "\(arguments): \(result.output)\(result.error)",
      sourceLocation: location)
    return result.output
  }

  private func record(_ now: String, _ lines: String...) throws {
    try run(now, "record", input: lines.joined(separator: "\n"))
  }

  /// What `status --json` says: each figure by its path, such as "balance.amount".
  private func expect(
    _ now: String, _ figures: KeyValuePairs<String, String>, warnings: [String] = [],
    at location: SourceLocation = #_sourceLocation
  ) throws {
    let output = try program.at(now).run(["status", "--json"]).output
    let status = try JSONSerialization.jsonObject(with: Data(output.utf8))
    for (path, value) in figures {
      let found = path.split(separator: ".").reduce(status as Any?) { value, key in
        if let index = Int(key) {
          let list = value as? [Any] ?? []
          return list.indices.contains(index) ? list[index] : nil
        }
        return (value as? [String: Any])?[String(key)]
      }
      let text = found.map { $0 is NSNull ? "null" : "\($0)" } ?? "missing"
      #expect(text == value, "\(path) at \(now)", sourceLocation: location)
    }
    let on = (status as? [String: Any])?["warnings"] as? [[String: Any]] ?? []
    #expect(
      on.compactMap { $0["id"] as? String } == warnings, "at \(now)", sourceLocation: location)
    let verified = try program.at(now).run(["verify"])
    #expect(verified.status == 0, "\(verified.output)", sourceLocation: location)
  }

  private func answer(output: Int) -> String {
    AnswerLine().with {
      $0.time = "2026-03-02T09:00:00.000Z"
      $0.input = 1234
      $0.read = 100_000
      $0.output = output
    }.text
  }

  @Test func `a month, to the nano-dollar`() throws {
    try run("2026-03-01T08:00:00Z", "account", "add", "local")
    try expect(
      "2026-03-01T08:00:00Z",
      ["balance.amount": "0", "balance.authority": "local", "account.name": "local"],
      warnings: ["outOfUsage", "autoReloadOff"])

    try run("2026-03-01T08:01:00Z", "credit", "add", "20", "--kind", "grant")
    try expect("2026-03-01T08:01:00Z", ["balance.amount": "20.000000000"])

    // Claude Code: 1,234 × 5,000 + 100,000 × 500 + 12,345 × 25,000 n$ = 364,795,000 n$.
    try program.write([answer(output: 12_345)], to: "a")
    try run("2026-03-02T09:05:00Z", "collect")
    try expect(
      "2026-03-02T09:05:00Z",
      [
        "balance.amount": "19.635205000", "tools.0.tool": "claude-code",
        "tools.0.today": "0.364795000",
      ], warnings: ["drawBegan"])

    // Cursor: 10,001 × 3,000 + 2,003 × 15,000 = 60,048,000 n$. MCP: 333,333 × 1,000 + 77 × 5,000 + 8 ×
    // 1,250 = 333,728,000 n$. API: as it says itself, 1.234567891. Cursor's own plan: nothing of ours.
    let usage = [
      #"{"id":"c1","tool":"cursor","time":"2026-03-02T09:10:00Z","model":"claude-sonnet-4-5","purse":"extra","input":10001,"output":2003}"#,
      #"{"id":"m1","tool":"mcp","mcpServer":"tickets","time":"2026-03-02T09:20:00Z","model":"claude-haiku-4-5","purse":"extra","input":333333,"output":77,"cacheWrite5m":8}"#,
      #"{"id":"x1","tool":"api","time":"2026-03-02T09:25:00Z","model":"claude-opus-4-6","purse":"extra","input":1,"output":1,"cost":"1.234567891"}"#,
      #"{"id":"c2","tool":"cursor","time":"2026-03-02T09:26:00Z","model":"claude-opus-4-6","purse":"own-plan","input":1,"output":400000}"#,
    ].joined(separator: "\n")
    try record("2026-03-02T09:30:00Z", usage)
    // 19.635205 − 0.060048 − 0.333728 − 1.234567891
    try expect(
      "2026-03-02T09:30:00Z", ["balance.amount": "18.006861109"], warnings: ["drawBegan"])
    try record("2026-03-02T09:31:00Z", usage)
    try expect(
      "2026-03-02T09:31:00Z", ["balance.amount": "18.006861109"], warnings: ["drawBegan"])

    // The answer grows by 7,655 tokens of output: 191,375,000 n$ more, and no second request.
    try program.write([answer(output: 12_345), answer(output: 20_000)], to: "a")
    try run("2026-03-02T09:40:00Z", "collect")
    try expect(
      "2026-03-02T09:40:00Z",
      ["balance.amount": "17.815486109", "tools.0.requests": "1", "tools.0.today": "0.556170000"],
      warnings: ["drawBegan"])

    // The page shows 17.50: 0.315486109 are gone beyond what was counted.
    try run("2026-03-02T10:00:00Z", "balance", "set", "17.5")
    try expect(
      "2026-03-02T10:00:00Z",
      [
        "balance.amount": "17.500000000", "balance.unexplained": "0.315486109",
        "balance.asOf": "2026-03-02T10:00:00Z",
      ])

    // Usage of before the reading turns up: 5,000 × 25,000 n$ = 0.125 of what was unexplained.
    try record(
      "2026-03-02T10:05:00Z",
      #"{"id":"c3","tool":"cursor","time":"2026-03-02T09:50:00Z","model":"claude-opus-4-6","purse":"extra","input":0,"output":5000}"#
    )
    try expect(
      "2026-03-02T10:05:00Z",
      ["balance.amount": "17.500000000", "balance.unexplained": "0.190486109"])

    try run("2026-03-02T11:00:00Z", "top-up", "5", "--yes")
    try expect(
      "2026-03-02T11:00:00Z", ["balance.amount": "22.500000000", "balance.pending": "0"])

    try run(
      "2026-03-02T11:10:00Z", "auto-reload", "on", "--below", "5", "--add", "10", "--monthly-max",
      "25")
    try expect(
      "2026-03-02T11:10:00Z",
      ["balance.amount": "22.500000000", "autoReload.on": "1", "autoReload.addedThisMonth": "0"])

    // 22.50 − 19.00 = 3.50 is below 5: 10 are added in the same transaction.
    try record(
      "2026-03-02T12:00:00Z",
      #"{"id":"x2","tool":"api","time":"2026-03-02T12:00:00Z","model":"claude-opus-4-6","purse":"extra","input":1,"output":1,"cost":"19"}"#
    )
    try expect(
      "2026-03-02T12:00:00Z",
      [
        "balance.amount": "13.500000000", "autoReload.addedThisMonth": "10.000000000",
        "autoReload.coolDownUntil": "2026-03-02T12:01:00Z",
      ])

    // 13.50 − 9.00 = 4.50 within the minute: it rests, and adds at the end of it.
    try record(
      "2026-03-02T12:00:30Z",
      #"{"id":"x3","tool":"api","time":"2026-03-02T12:00:30Z","model":"claude-opus-4-6","purse":"extra","input":1,"output":1,"cost":"9"}"#
    )
    try expect(
      "2026-03-02T12:00:30Z",
      ["balance.amount": "4.500000000", "autoReload.addedThisMonth": "10.000000000"],
      warnings: ["lowBalance"])
    // Any command that writes evaluates it; 15 of the maximum are left, so one more 10.
    try run("2026-03-02T12:01:00Z", "limit", "set", "100")
    try expect(
      "2026-03-02T12:01:00Z",
      [
        "balance.amount": "14.500000000", "autoReload.addedThisMonth": "20.000000000",
        // 0.55617 + 0.060048 + 0.125 + 0.333728 + 1.234567891 + 19 + 9
        "limits.0.used": "30.309513891", "limits.0.left": "69.690486109",
        "limits.0.resetsAt": "2026-04-01T00:00:00Z", "limits.0.source": "fuelgauge",
      ],
      warnings: ["reloadsTooOften"])

    // 14.50 − 30.00: two reloads would be needed, and not one more fits below the maximum.
    try record(
      "2026-03-02T13:00:00Z",
      #"{"id":"x4","tool":"api","time":"2026-03-02T13:00:00Z","model":"claude-opus-4-6","purse":"extra","input":1,"output":1,"cost":"30"}"#
    )
    try expect(
      "2026-03-02T13:00:00Z",
      [
        "balance.amount": "-15.500000000", "autoReload.addedThisMonth": "20.000000000",
        "limits.0.used": "60.309513891",
      ],
      warnings: ["outOfUsage", "autoReloadFailed", "reloadsTooOften"])

    // More money lifts the empty balance at once; the cap is set to what is spent and stops everything.
    try run("2026-03-02T13:05:00Z", "top-up", "50", "--yes")
    try expect(
      "2026-03-02T13:05:00Z", ["balance.amount": "34.500000000"], warnings: ["reloadsTooOften"])
    let cap = try run("2026-03-02T13:06:00Z", "limit", "set", "60")
    #expect(cap.contains("It is reached: $60.31 is already spent."))
    try expect(
      "2026-03-02T13:06:00Z",
      [
        "balance.amount": "34.500000000", "limits.0.left": "0",
        "limits.0.used": "60.309513891",
      ], warnings: ["capReached", "reloadsTooOften"])

    // A new month: the cap is free again, the maximum too, and the balance is what it was.
    try record(
      "2026-04-01T00:00:00Z",
      #"{"id":"x5","tool":"api","time":"2026-03-31T23:59:59.999Z","model":"claude-opus-4-6","purse":"extra","input":1,"output":1,"cost":"0.5"}"#,
      #"{"id":"x6","tool":"api","time":"2026-04-01T00:00:00Z","model":"claude-opus-4-6","purse":"extra","input":1,"output":1,"cost":"31"}"#
    )
    // 34.50 − 0.50 − 31.00 = 3.00, and 10 are added.
    try expect(
      "2026-04-01T00:00:00Z",
      [
        "balance.amount": "13.000000000", "autoReload.addedThisMonth": "10.000000000",
        "limits.0.used": "31.000000000", "limits.0.left": "29.000000000",
        "limits.0.resetsAt": "2026-05-01T00:00:00Z",
      ], warnings: ["drawBegan"])

    // The cap was set last: it is 100 again. The top-up before it cannot be taken back as if it had never
    // been, for money was spent since: 13 − 50 = −37, which auto-reload lifts by 10 and then stops.
    #expect(
      try run("2026-04-01T00:10:00Z", "undo")
        == "undone: limit (monthly cap: $60.00, was $100.00)\nbalance       $13.00\n")
    #expect(
      try run("2026-04-01T00:10:30Z", "undo")
        == "money was spent since the top-up of $50.00, so a correction of -$50.00 was booked;"
        + " auto-reload counts $10.00 as added\n"
        + "balance       -$27.00\n")
    try expect(
      "2026-04-01T00:10:30Z",
      [
        "balance.amount": "-27.000000000", "limits.0.amount": "100.000000000",
        "autoReload.addedThisMonth": "20.000000000",
      ],
      warnings: ["outOfUsage", "autoReloadFailed", "reloadsTooOften", "drawBegan"])
    let ledger = try run("2026-04-01T00:11:00Z", "ledger", "--csv")
    let amounts = ledger.split(separator: "\n").dropFirst().map { line in
      line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    #expect(amounts.first?[1] == "opening")
    #expect(
      amounts.filter { $0[1] == "auto-reload" }.map { $0[5] }
        == Array(repeating: "10.000000000", count: 4))
    #expect(amounts.last { $0[1] == "charges" }?[6] == "3.000000000")
  }
}
