import Foundation
import TestSupport
import Testing

/// A tool is refused, and then it is not: what each command says, and how it ends.
@Suite struct RefusalRunTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var text: String
    var more = ""
    /// The point of the checkup that says it.
    var point: String
  }

  static let cases = [
    Case(
      testDescription: "balance",
      text: "API Error: 400 You're out of extra usage. Add more at claude.ai/settings/usage",
      point: "balance"),
    Case(
      testDescription: "cap",
      text: "You've hit your monthly spend limit · raise it at claude.ai/settings/usage",
      more:
        #","error":"rate_limit","quotaLimits":{"status":"rejected","overageDisabledReason":"org_spend_cap_reached"}"#,
      point: "cap"),
    Case(
      testDescription: "plan-window", text: "You've hit your limit · resets 3:20pm (UTC)",
      more: #","error":"rate_limit","apiErrorStatus":429"#, point: "plan"),
    Case(
      testDescription: "administrator",
      text: "Your usage allocation has been disabled by your admin",
      point: "organization"),
    Case(
      testDescription: "entitlement", text: "Usage credits required for 1M context", point: "plan"),
    Case(
      testDescription: "console", text: "Credit balance is too low",
      more: #","error":"billing_error","apiErrorStatus":400"#, point: "apiKey"),
    Case(
      testDescription: "rate-limit",
      text:
        "API Error: Request rejected (429) · This request would exceed your account's rate limit",
      more: #","error":"rate_limit","apiErrorStatus":429"#, point: "apiKey"),
  ]

  private let program: Program

  init() throws {
    program = try Program(["FUELGAUGE_NOW": "2026-02-11T12:00:00Z"])
  }

  private func refuse(_ refused: Case) throws {
    let line = AnswerLine().with {
      $0.message = "refused"
      $0.request = nil
      $0.model = "<synthetic>"
      $0.output = 0
      $0.time = "2026-02-11T11:58:10.000Z"
      $0.content = #"[{"type":"text","text":"\#(refused.text)"}]"#
      $0.more = #","isApiErrorMessage":true"# + refused.more
    }.text
    try program.write([line], to: "a")
    #expect(try program.run("collect").status == 0)
  }

  private func succeed() throws {
    let line = AnswerLine().with { $0.time = "2026-02-11T11:58:50.000Z" }.text
    try program.write([line], to: "b")
    #expect(try program.run("collect").status == 0)
  }

  private func warnings() throws -> [[String: Any]] {
    try program.json("status", "--json")["warnings"] as? [[String: Any]] ?? []
  }

  private func points() throws -> [String: String] {
    let points = try program.json("checkup", "--json")["points"] as? [[String: Any]] ?? []
    return points.reduce(into: [:]) {
      $0[$1["id"] as? String ?? ""] = $1["state"] as? String
    }
  }

  @Test(arguments: cases)
  func `every command says it while it stands, and none afterwards`(_ refused: Case) throws {
    let reason = refused.testDescription
    let quoted = refused.text.replacingOccurrences(
      of: "API Error: (400 )?", with: "", options: .regularExpression)
    try refuse(refused)
    let status = try program.run("status")
    #expect(status.status == 2)
    #expect(status.output.hasPrefix("critical: Claude Code: \(quoted) ("), "\(status.output)")
    #expect(try program.run("status", "--line").output.contains("(refused: \(reason))"))
    #expect(try program.run("checkup").status == 2)
    #expect(try points()[refused.point] == "problem")
    let warning = try #require(try warnings().first)
    #expect(warning["id"] as? String == "refused" && warning["reason"] as? String == reason)
    #expect(warning["severity"] as? String == "critical")

    try succeed()
    #expect(try warnings().allSatisfy { $0["id"] as? String != "refused" })
    #expect(try program.run("status").status != 2)
    #expect(try program.run("checkup").status != 2)
    #expect(try points()[refused.point] != "problem")
    #expect(try !program.run("status", "--line").output.contains("refused"))
  }

  @Test func `who silences it still gets the exit status, and its reason`() throws {
    try refuse(RefusalRunTests.cases[1])
    #expect(try program.run("snooze", "refused").status == 0)
    let status = try program.run("status")
    #expect(status.status == 2 && status.output.contains("monthly spend limit"))
    #expect(try program.run("checkup").status == 2)
  }

  @Test func `an empty balance that stops nobody is a warning`() throws {
    #expect(try program.run("account", "add", "ada", "--authority", "local").status == 0)
    #expect(try program.run("balance", "set", "0").status == 0)
    let status = try program.run("status")
    #expect(status.status == 1 && status.output.contains("out of extra usage"))
    #expect(try program.run("checkup").status == 1)
  }

  @Test func `a refusal of another account is none of the named one`() throws {
    #expect(try program.run("account", "add", "ada", "--authority", "local").status == 0)
    #expect(try program.run("balance", "set", "40").status == 0)
    try refuse(RefusalRunTests.cases[5])
    #expect(try program.run("status").status == 2)
    #expect(try program.run("status", "--account", "ada").status != 2)
  }

  @Test func `what a tool printed cannot move the cursor`() throws {
    var refused = RefusalRunTests.cases[1]
    refused.text = "You've hit your monthly spend limit \\u001b[2J"
    try refuse(refused)
    #expect(try !program.run("status").output.contains("\u{1b}"))
    #expect(try !program.run("checkup").output.contains("\u{1b}"))
  }
}
