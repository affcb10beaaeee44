import Foundation
import TestSupport
import Testing

/// The account file changes under the running dashboard.
@Suite struct LinkageRunTests {
  private let program: Program
  private let tmux: Tmux

  init() throws {
    program = try Program(["FUELGAUGE_NOW": "2026-02-11T20:40:00Z"])
    tmux = try Tmux()
  }

  private func signIn(_ organization: String, _ email: String) throws {
    // As Claude Code does it: a new file in the place of the old one.
    try program.home.write(
      """
      {"oauthAccount":{"accountUuid":"a","organizationUuid":"\(organization)","emailAddress":"\(email)",
      "organizationType":"claude_max","organizationRole":"admin"}}
      """, to: ".claude.json.new")
    let path = program.home.path(".claude.json")
    #expect(rename(path + ".new", path) == 0)
  }

  @Test func `the wrong account is told of at once, and no longer when it is mended`() throws {
    try signIn("org-home", "ada@home.example")
    try program.write(
      [
        #"{"type":"assistant","timestamp":"2026-02-11T20:30:00.000Z","sessionId":"s","cwd":"/p","requestId":"req_1","message":{"id":"msg_1","model":"claude-opus-4-6","stop_reason":"end_turn","usage":{"input_tokens":3,"output_tokens":100}}}"#
      ], to: "s")
    #expect(try program.at("2026-02-11T20:00:00Z").run("collect").status == 0)
    #expect(try program.run("balance", "set", "40").status == 0)
    try tmux.open(program)
    try tmux.wait(for: "ada@home.example")
    #expect(try !tmux.text().contains("signed in to"))
    try signIn("org-work", "ada@work.example")
    let shown = try tmux.wait(for: "Claude Code is signed in to", within: .seconds(5))
    #expect(shown.contains("ada@work.example"))
    try tmux.press("6")
    try tmux.wait(for: "balance unknown; the $40.00 is")
    try tmux.wait(for: "on ada@home.example.")
    try signIn("org-home", "ada@home.example")
    let end = ContinuousClock.now + .seconds(5)
    while try tmux.text().contains("signed in to ada@work"), ContinuousClock.now < end {}
    #expect(try !tmux.text().contains("signed in to ada@work"))
    try tmux.wait(for: "Claude Code is signed in to ada@home.example")
    try tmux.press("q")
    try tmux.wait(for: "status 0")
  }
}
