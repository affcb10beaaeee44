import Testing

/// Fuelgauge cannot pay: what it says of money, and what counts when.
@Suite struct WhoPaysTests {
  private let program: Program

  init() throws { program = try Program(["FUELGAUGE_NOW": "2026-11-20T12:00:00Z"]) }

  private func say(_ arguments: String...) throws -> String {
    let result = try program.run(arguments)
    #expect(result.status == 0, "\(arguments): \(result.error)")
    return result.output
  }

  private func balance() throws -> String? {
    try program.json("balance", "--json")["amount"] as? String
  }

  @Test func `the first balance is claude dot ai's, and says that nobody is signed in`() throws {
    _ = try say("balance", "set", "40")
    let status = try program.json("status", "--json")
    #expect((status["balance"] as? [String: Any])?["authority"] as? String == "claude")
    #expect((status["account"] as? [String: Any])?["name"] as? String == "claude.ai")
    #expect(try program.run("status").output.contains("claude.ai (not signed in)"))
  }

  @Test func `the first balance is that of a login where one is found`() throws {
    try program.home.write(
      #"{"oauthAccount":{"organizationUuid":"org-1","emailAddress":"ada@x.example"}}"#,
      to: ".claude.json")
    try program.home.write("{}", to: ".claude/settings.json")
    _ = try say("balance", "set", "40")
    let accounts = try program.run("account", "list").output
    #expect(accounts.contains("* ada@x.example") && !accounts.contains("not signed in"))
    #expect(try balance() == "40.000000000")
  }

  @Test func `a top-up is pending until it is confirmed, and counts at once with --done`() throws {
    _ = try say("balance", "set", "40")
    let noted = try say("top-up", "25", "--yes")
    #expect(noted.contains("https://claude.ai/settings/usage"))
    #expect(try balance() == "40.000000000")
    #expect(try program.run("status").output.contains("add $25.00: fuelgauge confirm 2"))
    let line = try program.run("status", "--line").output
    #expect(line.contains("pending: add $25.00, fuelgauge confirm 2"))
    _ = try say("top-up", "--confirm", "2")
    #expect(try balance() == "65.000000000")
    #expect(try !program.run("status").output.contains("pending"))
    let done = try say("top-up", "10", "--done", "--yes")
    #expect(!done.contains("https://") && done.contains("$75.00"))
    #expect(try !say("undo").contains("pending"))
    #expect(try balance() == "65.000000000")
    #expect(try !program.run("status").output.contains("pending"))
    #expect(try program.run("verify").status == 0)
  }

  @Test func `auto-reload and the cap count at once with --done`() throws {
    _ = try say("balance", "set", "40")
    let noted = try say("auto-reload", "on", "--below", "5", "--add", "50")
    #expect(noted.contains("pending"))
    #expect(try say("auto-reload").contains("unknown"))
    _ = try say("auto-reload", "on", "--below", "5", "--add", "50", "--done")
    #expect(try say("auto-reload").contains("on: add $50.00 below $5.00"))
    _ = try say("limit", "set", "200", "--at-claude", "--done")
    #expect(try say("limit").contains("claude.ai"))
    #expect(try program.run("verify").status == 0)
  }

  @Test func `a budget says that nothing is paid`() throws {
    _ = try say("account", "add", "team")
    #expect(try say("top-up", "25", "--yes").contains("a budget kept here; nothing was paid"))
    #expect(try say("auto-reload", "on").contains("it counts as added, and nothing is paid"))
    let refused = try program.run("top-up", "25", "--yes", "--done")
    #expect(refused.status == 64 && refused.error.contains("leave out --done"))
    #expect(
      try say("limit", "set", "0").contains(
        "It stops a tool only where its hook is installed (fuelgauge setup)."))
  }

  @Test(arguments: [
    (
      ["auto-reload", "--done"],
      "--done needs the change that was made at claude.ai: on, off or an amount."
    ),
    (
      ["auto-reload", "off", "--json"], "--json only shows auto-reload; leave it out to change it."
    ),
    (
      ["top-up", "--confirm", "1", "--done"],
      "--done goes with an amount; --confirm NUMBER confirms a pending one."
    ),
  ])
  func `an option that does nothing by itself is wrong usage`(
    command: [String], error: String
  ) throws {
    let result = try program.run(command)
    #expect(result.status == 64)
    #expect(result.error.contains(error), "\(result.error)")
  }

  @Test func `what is pending is what was done, and is noted once`() throws {
    _ = try say("balance", "set", "40")
    _ = try say("limit", "set", "150", "--at-claude")
    #expect(try say("limit", "set", "150", "--at-claude").contains("already pending as number 2"))
    _ = try say("limit", "set", "150", "--at-claude", "--done")
    _ = try say("top-up", "25", "--yes")
    _ = try say("top-up", "25", "--done", "--yes")
    #expect(try balance() == "65.000000000")
    #expect(try !program.run("status").output.contains("pending"))
    _ = try say("limit", "clear", "--at-claude", "--done")
    #expect(try program.run("limit", "clear").status == 64)
    #expect(try program.run("verify").status == 0)
  }

  @Test func `a top-up that is confirmed after a reading says what may be twice`() throws {
    _ = try say("balance", "set", "40")
    _ = try say("top-up", "25", "--yes")
    _ = try say("balance", "set", "30")
    #expect(try say("confirm", "2").contains("if that reading included the money"))
  }

  @Test func `what was said of a tool can be taken back`() throws {
    _ = try say("account", "add", "ci")
    _ = try say("tool", "set", "api", "--account", "ci")
    #expect(try say("account", "remove", "ci").contains("fuelgauge tool clear api"))
    #expect(try say("tool", "clear", "api").contains("decide again"))
    #expect(try say("tool", "clear", "api").contains("nothing was set for it"))
  }
}
