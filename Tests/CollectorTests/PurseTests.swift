import Ledger
import Storage
import TestSupport
import Testing
import Values

/// What pays for requests, from the files of a home to the balance.
@Suite struct PurseTests {
  private let home: TestHome
  private let clock = SetClock()

  init() throws {
    clock.now = try #require(Instant("2026-11-20T09:00:00Z"))
    home = try TestHome(threads: 1, rules: clock.rules)
  }

  /// An answer in the main chain that costs a dollar, ten minutes after the previous one.
  private func line(
    _ number: Int, asked: String? = nil, version: String = "2.1.332",
    _ change: (inout AnswerLine) -> Void = { _ in }
  ) -> String {
    AnswerLine(number).with {
      $0.time = "2026-11-20T10:\(number + 10):00.000Z"
      $0.version = version
      ($0.input, $0.output) = (0, 40_000)
      if let asked { $0.more = #","promptCacheRequested":"\#(asked)""# }
      change(&$0)
    }.text
  }

  private func signIn(_ organization: String, _ name: String = "ada@x.example") throws {
    try home.folder.write(
      #"{"oauthAccount":{"accountUuid":"a","organizationUuid":"\#(organization)","emailAddress":"\#(name)"}}"#,
      to: ".claude.json")
    _ = try home.collector.collect()
    _ = try home.store.perform(.setBalance(dollars(100)), on: name, at: clock.now)
  }

  private func collect() throws {
    clock.now = try #require(Instant("2026-11-20T12:00:00Z"))
    _ = try home.collector.collect()
    #expect(try home.store.verify(prices: .builtIn).differences == [])
  }

  private func purses() throws -> [String: Int] {
    let report = try home.store.report(by: .purse, since: nil, until: nil, days: .utc)
    return Dictionary(uniqueKeysWithValues: report.rows.map { ($0.key, $0.totals.requests) })
  }

  private func basis() throws -> Basis? {
    let query = UsageStore.SnapshotQuery(now: clock.now, days: .utc)
    return try home.store.snapshot(query).tools.first { $0.tool == .claudeCode }?.basis
  }

  /// An account's balance in dollars.
  private func balance(_ name: String = "ada@x.example") throws -> Double? {
    try home.store.funds(at: clock.now).accounts.first { $0.account.name == name }
      .flatMap(\.balance.amount).map { Double($0.nanos) / 1e9 }
  }

  @Test func `five minutes with an owner mean extra usage, an hour the plan`() throws {
    try signIn("org-1")
    try home.write([OtherLine.owner("org-1"), line(1, asked: "1h"), line(2, asked: "5m")], to: "a")
    try collect()
    #expect(try purses() == ["plan": 1, "extra": 1])
    #expect(try basis() == .likely && balance() == 99)
  }

  @Test func `without an owner, five minutes mean a key and an hour another login`() throws {
    try signIn("org-1")
    try home.write([line(1, asked: "5m")], to: "a")
    try home.write([line(2, asked: "1h")], to: "b")
    try collect()
    #expect(try purses() == ["plan": 1, "api-key": 1])
    #expect(try basis() == .proven && balance() == 100)
    let accounts = try home.store.report(by: .account, since: nil, until: nil, days: .utc)
    #expect(accounts.rows.map(\.key) == ["unknown"])
  }

  @Test func `a missing owner means nothing if the client names no owners`() throws {
    try signIn("org-1")
    try home.write([line(1, asked: "5m", version: "2.1.300")], to: "a")
    try collect()
    #expect(try purses() == ["extra": 1])
    #expect(try basis() == .likely && balance() == 99)
  }

  @Test func `an owner named late changes earlier requests`() throws {
    try signIn("org-1")
    try home.write([line(1, asked: "5m"), line(2, asked: "5m")], to: "a")
    try collect()
    #expect(try purses() == ["api-key": 2])
    #expect(try balance() == 100)
    try home.folder.append(
      OtherLine.owner("org-1") + "\n" + line(3, asked: "5m") + "\n", to: TestHome.place("a"))
    try collect()
    #expect(try purses() == ["extra": 3])
    #expect(try balance() == 97)
  }

  @Test func `an answer stating that extra usage paid is proof`() throws {
    try signIn("org-1")
    let said = line(1, asked: "1h") {
      $0.more += #","quotaLimits":{"status":"allowed","isUsingOverage":true}"#
    }
    try home.write([OtherLine.owner("org-1"), said], to: "a")
    try collect()
    #expect(try purses() == ["extra": 1])
    #expect(try basis() == .proven && balance() == 99)
  }

  @Test func `a session belongs to its owner, whoever is signed in now`() throws {
    try signIn("org-1")
    try signIn("org-2", "ada@work.example")
    try home.write([OtherLine.owner("org-1"), line(1, asked: "5m")], to: "a")
    try home.write([OtherLine.owner("org-2"), line(2, asked: "5m")], to: "b")
    try home.write([line(3, version: "2.1.300")], to: "c")
    try home.write([OtherLine.owner("org-3"), line(4, asked: "5m")], to: "d")
    let bridge =
      #"{"type":"bridge-session","ownerAccountUuid":"a","ownerOrganizationUuid":"org-1"}"#
    try home.write([bridge, line(5, asked: "5m")], to: "e")
    try collect()
    #expect(try balance("ada@x.example") == 98)
    #expect(try balance("ada@work.example") == 98, "its own, and what names no owner")
    #expect(try purses() == ["extra": 5])
  }

  @Test func `subagents follow their session's state at the time`() throws {
    try signIn("org-1")
    try home.write(
      [OtherLine.owner("org-1"), line(1, asked: "1h"), line(4, asked: "5m")], to: "s")
    func side(_ number: Int) -> String { line(number, asked: "5m") { $0.isSidechain = true } }
    try home.write([side(2), side(5)], to: "s/subagents/agent-1")
    try home.write([line(6, asked: "5m")], to: "k")
    try home.write([side(7)], to: "k/subagents/agent-2")
    try collect()
    #expect(try purses() == ["plan": 2, "extra": 2, "api-key": 2])
    #expect(try balance() == 98)
  }

  @Test(arguments: [
    #"{"env":{"CLAUDE_CODE_USE_BEDROCK":"1"}}"#, #"{"env":{"CLAUDE_CODE_USE_BEDROCK":true}}"#,
    #"{"env":{"CLAUDE_CODE_USE_VERTEX":1}}"#, #"{"env":{"CLAUDE_CODE_USE_MANTLE":"true"}}"#,
  ])
  func `a cloud switch counts however it is written, with or without a login`(settings: String)
    throws
  {
    try home.folder.write(settings, to: ".claude/settings.local.json")
    try home.write([line(1, version: "2.1.300")], to: "a")
    try collect()
    #expect(try purses() == ["cloud": 1])
    clock.now = try #require(Instant("2026-11-20T09:00:00Z"))
    try signIn("org-1")
    try home.write([line(2, version: "2.1.300")], to: "b")
    try collect()
    #expect(try purses() == ["cloud": 2])
    #expect(try balance() == 100)
  }

  @Test(arguments: [
    (#"{"env":{"CLAUDE_CODE_USE_BEDROCK":false,"CLAUDE_CODE_USE_VERTEX":0}}"#, "extra"),
    (#"{"env":{"CLAUDE_CODE_USE_BEDROCK":null,"ANTHROPIC_API_KEY":null}}"#, "extra"),
    (#"{"env":{"ANTHROPIC_API_KEY":"sk-ant-planted"}}"#, "api-key"),
    (#"{"apiKeyHelper":"/bin/key"}"#, "api-key"),
    (#"{"env":{"ANTHROPIC_AUTH_TOKEN":"planted"}}"#, "own-plan"),
  ])
  func `without a login a key in the settings pays`(settings: String, purse: String) throws {
    try home.folder.write(settings, to: ".claude/settings.json")
    _ = try home.store.addAccount(named: "local", at: clock.now) { _ in }
    _ = try home.store.perform(
      .setBalance(dollars(100)), on: "local", at: clock.now)
    try home.write([line(1, version: "2.1.300")], to: "a")
    try collect()
    #expect(try purses() == [purse: 1])
    #expect(try balance("local") == (purse == "extra" ? 99 : 100))
  }

  @Test func `requests served by a cloud are proven and never charged to the balance`() throws {
    try signIn("org-1")
    let lines = [
      line(1, version: "2.1.300") { $0.message = "msg_bdrk_1" },
      line(2, version: "2.1.300") { $0.model = "claude-sonnet-4-5@20250929" },
      line(3, version: "2.1.300") { $0.model = "anthropic/claude-sonnet-4.6" },
    ]
    try home.write(lines, to: "a")
    try collect()
    #expect(try purses() == ["cloud": 2, "extra": 1])
  }

  @Test func `a person's setting takes precedence for later requests`() throws {
    try signIn("org-1")
    try home.write([OtherLine.owner("org-1"), line(1, asked: "5m")], to: "a")
    try collect()
    #expect(try balance() == 99)
    _ = try home.store.link(
      Linkage(tool: .claudeCode, purse: .plan),
      at: try #require(Instant("2026-11-20T10:12:00Z")))
    // A copy of the earlier request, and a later one.
    try home.write([OtherLine.owner("org-1"), line(1, asked: "5m"), line(5, asked: "5m")], to: "b")
    try collect()
    #expect(try purses() == ["extra": 1, "plan": 1])
    #expect(try balance() == 99)
  }
}
