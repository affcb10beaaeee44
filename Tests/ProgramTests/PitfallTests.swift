import Foundation
import GRDB
import TestSupport
import Testing

/// The pitfalls that people fall into, each in a home that has it and in one that nearly has it.
@Suite struct PitfallTests {
  private static let now = "2026-03-02T12:00:00Z"

  /// What a home holds.
  private struct Home: Sendable {
    var organization = "org-work"
    var email = "ada@work.example"
    var type = "claude_max"
    var role = "admin"
    /// More members of the account file.
    var more = ""
    var settings = "{}"
    var token = #""expiresAt":1900000000000"#
    /// The rejection's text and when it was; nil: none.
    var refused: (text: String, at: String)?
    var hasUse = true
    /// Of the project that is used.
    var projectSettings = "{}"
    /// Who is signed in to Cursor, which has the project open; nil: it is not there.
    var cursorEmail: String?
    /// Commands that follow, each at its moment.
    var commands: [(at: String, words: [String])] = []
    /// Cost of a request of the last hour, paid by extra usage, in the usual way and reported.
    var recorded: String?
  }

  private struct Pitfall: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var home: Home
    var warnings: Set<String>

    init(_ testDescription: String, _ warnings: Set<String>, _ change: (inout Home) -> Void) {
      self.testDescription = testDescription
      self.warnings = warnings
      var home = Home()
      change(&home)
      self.home = home
    }
  }

  private static let outOfUsage =
    "API Error: 400 You're out of extra usage. Add more at claude.ai/settings/usage and keep going."

  /// Another account with money, known from before.
  private static func fund(_ home: inout Home, _ amount: String = "40") {
    home.commands += [
      ("2026-03-01T00:00:00Z", ["account", "add", "ada@home.example", "--authority", "claude"]),
      ("2026-03-02T11:55:00Z", ["balance", "set", amount, "--account", "ada@home.example"]),
    ]
  }

  /// The linked account has money, read just now.
  private static func read(
    _ home: inout Home, _ amount: String, at: String = "2026-03-02T11:55:00Z"
  ) {
    home.commands.append((at, ["balance", "set", amount, "--account", "org-work"]))
  }

  private static let pitfalls = [
    Pitfall("nothing is wrong", []) { read(&$0, "40") },
    Pitfall("signed in to an account without a known balance", ["wrongAccount"]) { fund(&$0) },
    Pitfall("nearly: the other account, which nobody spends from, is empty too", []) {
      fund(&$0, "0")
    },
    Pitfall("nearly: the person says whose the tools are", []) { home in
      fund(&home)
      for tool in ["claude-code", "mcp", "cursor"] {
        home.commands.append(
          ("2026-03-02T11:56:00Z", ["tool", "set", tool, "--account", "ada@home.example"]))
      }
    },
    Pitfall("nearly: nothing was used for a day", []) { home in
      fund(&home)
      home.hasUse = false
    },
    Pitfall("signed in to an empty account, and refused", ["wrongAccount", "outOfUsage"]) { home in
      fund(&home)
      read(&home, "0", at: "2026-03-02T11:00:00Z")
      home.refused = (outOfUsage, "2026-03-02T11:30:00.000Z")
    },

    Pitfall("another e-mail in Cursor is a hint", ["wrongAccount: info"]) { home in
      read(&home, "40")
      home.cursorEmail = "ada@\u{1b}[31mhome.example"
    },
    Pitfall("nearly: the same e-mail", []) { home in
      read(&home, "40")
      home.cursorEmail = "Ada@Work.example"
    },
    Pitfall("nearly: the person says whose Cursor is", []) { home in
      read(&home, "40")
      home.cursorEmail = "ada@home.example"
      home.commands.append(
        ("2026-03-02T11:56:00Z", ["tool", "set", "cursor", "--account", "org-work"]))
    },
    Pitfall("nearly: Cursor was not used", []) { home in
      read(&home, "40")
      home.cursorEmail = "ada@home.example"
      home.hasUse = false
    },

    Pitfall("the free plan has no extra usage", ["freePlan"]) { $0.type = "claude_free" },
    Pitfall("nearly: the free plan without use", []) { home in
      home.type = "claude_free"
      home.hasUse = false
    },

    Pitfall("the cap is too low for the pace", ["capTooLow"]) { home in
      read(&home, "400", at: "2026-02-26T00:00:00Z")
      read(&home, "300")
      home.recorded = "8"
      home.commands.append(
        ("2026-03-02T11:58:00Z", ["limit", "set", "60", "--account", "org-work"]))
    },
    Pitfall("nearly: a cap above it", []) { home in
      read(&home, "400", at: "2026-02-26T00:00:00Z")
      read(&home, "300")
      home.recorded = "8"
      home.commands.append(
        ("2026-03-02T11:58:00Z", ["limit", "set", "900", "--account", "org-work"]))
    },
    Pitfall("claude dot ai's own cap is reached", ["capReached"]) { home in
      read(&home, "40")
      home.more = cached(used: 5000, cap: 5000)
    },
    Pitfall("nearly: half of it is used", []) { home in
      read(&home, "40")
      home.more = cached(used: 2500, cap: 5000)
    },

    Pitfall("money came, and it is refused all the same", ["staleToken", "outOfUsage", "refused"]) {
      home in
      read(&home, "40", at: "2026-03-02T11:50:00Z")
      home.refused = (outOfUsage, "2026-03-02T11:53:00.000Z")
      home.hasUse = false
    },
    Pitfall("nearly: it is accepted again", []) { home in
      read(&home, "40", at: "2026-03-02T11:50:00Z")
      home.refused = (outOfUsage, "2026-03-02T11:53:00.000Z")
    },
    Pitfall("nearly: it was refused before money came", []) { home in
      home.refused = (outOfUsage, "2026-03-02T11:53:00.000Z")
      read(&home, "40")
    },
    Pitfall("nearly: what came is spent", ["outOfUsage", "refused"]) { home in
      read(&home, "40", at: "2026-03-02T11:00:00Z")
      read(&home, "0", at: "2026-03-02T11:52:00Z")
      home.refused = (outOfUsage, "2026-03-02T11:53:00.000Z")
      home.hasUse = false
    },
    Pitfall("the login has ended", ["staleToken"]) { home in
      read(&home, "40")
      home.token = #""expiresAt":1772400000000,"refreshTokenExpiresAt":1772400000000"#
    },

    Pitfall("the organization manages the money, which is short", ["orgManaged", "lowBalance"]) {
      $0.type = "claude_team"
      $0.role = "user"
      read(&$0, "2")
    },
    Pitfall("nearly: an administrator can act", ["lowBalance"]) {
      $0.type = "claude_team"
      read(&$0, "2")
    },
    Pitfall("nearly: others manage it, and there is enough", []) {
      $0.type = "claude_team"
      $0.role = "user"
      read(&$0, "40")
    },

    Pitfall("an API key pays though there is a balance", ["apiKeyOverrides"]) {
      $0.settings = #"{"env":{"ANTHROPIC_API_KEY":"sk-ant-planted"}}"#
      read(&$0, "40")
    },
    Pitfall("an API key pays in one project", ["apiKeyOverrides"]) {
      $0.projectSettings = #"{"env":{"ANTHROPIC_API_KEY":"sk-ant-planted"}}"#
      read(&$0, "40")
    },
    Pitfall("nearly: the project's settings hold none", []) {
      $0.projectSettings = #"{"env":{"OTHER":"x"},"apiKeyHelper":""}"#
      read(&$0, "40")
    },
    Pitfall("nearly: a key, and no balance", []) {
      $0.settings = #"{"env":{"ANTHROPIC_API_KEY":"sk-ant-planted"}}"#
    },
  ]

  private static func cached(used: Int, cap: Int) -> String {
    """
    ,"cachedUsageUtilization":{"fetchedAtMs":1772452500000,"accountUuid":"acc","utilization":{
    "extra_usage":{"is_enabled":true,"monthly_limit":\(cap),"used_credits":\(used).0,"currency":"USD"}}}
    """
  }

  @Test(arguments: pitfalls)
  private func `each is told of, and nothing that nearly is`(_ pitfall: Pitfall) throws {
    let program = try Program(["FUELGAUGE_NOW": PitfallTests.now])
    let home = pitfall.home
    func writeAccount(_ more: String = "") throws {
      try program.home.write(
        """
        {"oauthAccount":{"accountUuid":"acc","emailAddress":"\(home.email)","organizationUuid":
        "\(home.organization)","organizationName":"Work","organizationType":"\(home.type)",
        "organizationRole":"\(home.role)"}\(more)}
        """, to: ".claude.json")
    }
    try writeAccount()
    try program.home.write(home.settings, to: ".claude/settings.json")
    try program.home.write(
      #"{"claudeAiOauth":{"accessToken":"sk-ant-planted",\#(home.token)}}"#,
      to: ".claude/.credentials.json")
    try program.home.write(home.projectSettings, to: "p/.claude/settings.local.json")
    if let email = home.cursorEmail { try openCursor(email, program) }
    // Seen for the first time before anything happens.
    #expect(try program.at("2026-02-25T00:00:00Z").run("collect").status == 0)
    try writeAccount(home.more)

    var lines: [String] = []
    if home.hasUse { lines.append(answer(program.home.path("p"))) }
    if let (text, time) = home.refused {
      lines.append(
        #"{"type":"assistant","timestamp":"\#(time)","sessionId":"s","uuid":"r","isApiErrorMessage":true,"message":{"id":"r","model":"<synthetic>","content":[{"type":"text","text":"\#(text)"}],"usage":{"input_tokens":0,"output_tokens":0}}}"#
      )
    }
    try program.write(lines, to: "s")
    for (time, words) in home.commands {
      let result = try program.at(time).run(words)
      #expect(result.status == 0, "\(words): \(result.error)")
      // Charges of the days between two readings.
      guard let cost = home.recorded, words.contains("400") else { continue }
      for day in ["02-27", "02-28", "03-01"] {
        let line =
          #"{"id":"\#(day)","tool":"claude-code","time":"2026-\#(day)T10:00:00Z","model":"m","account":"org-work","purse":"extra","input":1,"output":1,"cost":"\#(cost)"}"#
        #expect(try program.at("2026-\(day)T10:00:00Z").run(["record"], input: line).status == 0)
      }
    }
    #expect(try program.run("collect").status == 0)
    let status = try program.json("status", "--json")
    let found = (status["warnings"] as? [[String: Any]] ?? []).compactMap { warning -> String? in
      guard let id = warning["id"] as? String else { return nil }
      let isHint = id == "wrongAccount" && warning["severity"] as? String == "info"
      #expect(!"\(warning["message"] ?? "")".contains("\u{1b}"))
      return isHint ? "wrongAccount: info" : id
    }
    // What is said of a reading's age or of the first draw is not what these are about.
    let aside: Set = ["unexplainedSpend", "drawBegan", "staleReading", "unpricedModel"]
    #expect(Set(found).subtracting(aside) == pitfall.warnings, "\(found)")
    let shown = "\(try program.run("status").output)\(try program.run("account").output)"
    #expect(!shown.contains("planted"))
  }

  /// Cursor with Claude Code in it, open for an hour.
  private func openCursor(_ email: String, _ program: Program) throws {
    let lock = try program.home.write(
      #"{"pid":\#(getpid()),"workspaceFolders":["\#(program.home.path("p"))"],"ideName":"Cursor","authToken":"planted"}"#,
      to: ".claude/ide/4711.lock")
    let hour = Date(timeIntervalSince1970: 1_772_449_200)
    try FileManager.default.setAttributes([.modificationDate: hour], ofItemAtPath: lock)
    try program.home.write("", to: ".config/Cursor/User/globalStorage/state.vscdb")
    let queue = try DatabaseQueue(
      path: program.home.path(".config/Cursor/User/globalStorage/state.vscdb"))
    try queue.write { database in
      try database.execute(sql: "CREATE TABLE ItemTable (key TEXT UNIQUE, value BLOB)")
      for (key, value) in [("cachedEmail", email), ("accessToken", "planted")] {
        try database.execute(
          sql: "INSERT INTO ItemTable VALUES (?, ?)", arguments: ["cursorAuth/" + key, value])
      }
    }
    try queue.close()
  }

  private func answer(_ project: String) -> String {
    #"{"type":"assistant","timestamp":"2026-03-02T11:59:00.000Z","sessionId":"s","cwd":"\#(project)","requestId":"req_u","message":{"id":"msg_u","model":"claude-opus-4-6","stop_reason":"end_turn","usage":{"input_tokens":3,"output_tokens":100}}}"#
  }
}
