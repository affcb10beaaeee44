import Foundation
import TestSupport
import Testing

/// Online readings through the program's own commands, with a stand-in for claude.ai.
@Suite struct OnlineRunTests {
  private let server: StandInServer
  private let program: Program

  /// Texts that must turn up nowhere but in a request's headers.
  private static let secrets = [
    "planted-access-token", "planted-refresh-token", "planted-mcp-token",
  ]

  init() throws {
    server = try StandInServer { request in
      .reply(
        200,
        request.path.hasSuffix("/usage")
          ? #"{"seven_day":{"utilization":55,"resets_at":null},"extra_usage":{"used_credits":250,"monthly_limit":null}}"#
          : #"{"amount":4075,"currency":"USD"}"#)
    }
    program = try Program([
      "FUELGAUGE_NOW": "2026-03-02T12:00:00Z", "FUELGAUGE_ONLINE_URL": server.address,
    ])
    try program.home.write(
      """
      {"oauthAccount":{"accountUuid":"a","organizationUuid":"org-1","emailAddress":"ada@home.example",
      "organizationType":"claude_max"}}
      """, to: ".claude.json")
    try program.home.write(
      """
      {"claudeAiOauth":{"accessToken":"planted-access-token","refreshToken":"planted-refresh-token",
      "expiresAt":1900000000000,"scopes":["user:profile"]},"mcpOAuth":{"x":{"accessToken":"planted-mcp-token"}}}
      """, to: ".claude/.credentials.json")
  }

  @Test func `turning them on shows at once whether it works`() throws {
    let answer = try program.run("account", "set", "--online", "on", "--account", "org-1")
    // The account is known once a source was read.
    #expect(answer.status == 64)
    #expect(server.requests.isEmpty)
    #expect(try program.run("collect").status == 0)
    #expect(server.requests.isEmpty, "nobody has turned it on")
    let on = try program.run("account", "set", "--online", "on")
    #expect(on.output == "changed ada@home.example\nonline readings: claude.ai answered just now\n")
    let status = try program.json("status", "--json")
    let balance = try #require(status["balance"] as? [String: Any])
    #expect(balance["amount"] as? String == "40.750000000")
    #expect(balance["stale"] as? Bool == false)
    #expect(try program.run("account", "list").output.contains("claude.ai answered just now"))
    #expect(try program.run("account", "set", "--online", "off").status == 0)
    #expect(try program.at("2026-03-02T13:00:00Z").run("collect").status == 0)
    #expect(server.requests.count == 2)
  }

  @Test func `a refusal is told of with what helps`() throws {
    #expect(try program.run("collect").status == 0)
    server.answers { _ in .reply(401, #"{"error":"planted-access-token"}"#) }
    let on = try program.run("account", "set", "--online", "on")
    #expect(on.output.contains("its token was not accepted (401); run /login in Claude Code"))
    try expectNoSecret(on.output + on.error)
  }

  @Test func `nothing of a secret is left anywhere`() throws {
    #expect(try program.run("collect").status == 0)
    #expect(try program.run("account", "set", "--online", "on").status == 0)
    #expect(server.requests.count == 2)
    for words in [
      ["status"], ["status", "--json"], ["checkup", "--json"], ["account", "list", "--json"],
      ["tool", "list"], ["ledger", "--json"], ["collect"], ["verify"],
    ] {
      let result = try program.run(words)
      try expectNoSecret(result.output + result.error)
    }
    let store = program.home.path(".local/share/fuelgauge")
    for file in try FileManager.default.contentsOfDirectory(atPath: store) {
      let data = try Data(contentsOf: URL(fileURLWithPath: store + "/" + file))
      for secret in OnlineRunTests.secrets {
        #expect(data.range(of: Data(secret.utf8)) == nil, "\(file)")
      }
    }
  }

  private func expectNoSecret(_ text: String) throws {
    for secret in OnlineRunTests.secrets { #expect(!text.contains(secret)) }
  }

  @Test func `the token is in no argument of the program that asks`() throws {
    #expect(try program.run("collect").status == 0)
    let seen = Seen()
    server.answers { _ in
      seen.take(OnlineRunTests.commandLines())
      return .reply(500)
    }
    #expect(try program.run("account", "set", "--online", "on").status == 0)
    let lines = seen.lines
    #expect(lines.contains { $0.contains("curl") }, "it was running meanwhile")
    #expect(lines.allSatisfy { !$0.contains("planted") })
  }

  /// The command lines and environments of everything that runs.
  private static func commandLines() -> [String] {
    let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return processes.filter { Int($0) != nil }.flatMap { process in
      ["cmdline", "environ"].compactMap {
        FileManager.default.contents(atPath: "/proc/\(process)/\($0)").map {
          String(decoding: $0, as: UTF8.self)
        }
      }
    }
  }

  @Test func `a host that a token must not travel to is refused`() throws {
    let result = try program.with(["FUELGAUGE_ONLINE_URL": "http://example.com"]).run("collect")
    #expect(result.status == 64)
    #expect(result.error.contains("FUELGAUGE_ONLINE_URL"))
  }

  @Test func `whoever follows the sources asks as well`() throws {
    #expect(try program.run("collect").status == 0)
    #expect(try program.run("account", "set", "--online", "on").status == 0)
    #expect(server.requests.count == 2)
    let (process, _, _) = try program.at("2026-03-02T12:10:00Z").start(["collect", "--follow"])
    let end = ContinuousClock.now + .seconds(20)
    while server.requests.count < 4, ContinuousClock.now < end { usleep(10_000) }
    process.interrupt()
    process.waitUntilExit()
    #expect(server.requests.count == 4)
  }
}

/// What was seen on another thread.
private final class Seen: @unchecked Sendable {
  private let lock = NSLock()
  private var kept: [String] = []
  var lines: [String] { lock.withLock { kept } }
  func take(_ lines: [String]) { lock.withLock { kept += lines } }
}
