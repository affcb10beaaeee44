import Advice
import Foundation
import Ledger
import Pricing
import Storage
import TestSupport
import Testing
import Values

@testable import Collector
@testable import Meters

/// Readings from a stand-in for claude.ai.
@Suite struct OnlineTests {
  private let folder: TemporaryFolder
  private let clock = SetClock()
  private let store: UsageStore

  private static let start = instant("2026-03-02T12:00:00Z")
  private static let token = "sk-ant-oat01-planted-secret"

  init() throws {
    folder = try TemporaryFolder()
    clock.now = OnlineTests.start
    store = try UsageStore(path: folder.path("usage.sqlite"), rules: clock.rules)
    try folder.write(
      """
      {"oauthAccount":{"accountUuid":"acc","emailAddress":"ada@home.example","organizationUuid":"org-1",
      "organizationType":"claude_max","organizationRole":"admin"}}
      """, to: ".claude.json")
    try signIn()
  }

  private func signIn(
    expires: Instant = start.advanced(by: Instant.perDay), more: String = ""
  ) throws {
    try folder.write(
      """
      {"claudeAiOauth":{"accessToken":"\(OnlineTests.token)","refreshToken":"planted-refresh",
      "expiresAt":\(expires.milliseconds),"scopes":["user:inference","user:profile"]\(more)}}
      """, to: ".claude/.credentials.json")
  }

  private var logins: LoginReader {
    let environment = ["HOME": folder.path]
    return LoginReader(roots: TranscriptRoots(environment: environment), environment: environment)
  }

  private func readings(_ server: StandInServer) throws -> OnlineReadings {
    let host = try #require(OnlineQuestions.Host(server.address))
    return OnlineReadings(
      store: store, logins: logins,
      questions: OnlineQuestions(host: host, path: "/usr/bin:/bin", patience: 1))
  }

  /// Reads the logins and turns the readings on.
  private func turnOn() throws {
    try store.record(logins.findings(), at: clock.now)
    _ = try store.changeAccount("org-1", at: clock.now) { $0.isOnline = true }
  }

  private func state() throws -> AccountState {
    try #require(try store.funds(at: clock.now).accounts.first)
  }

  private static let usage = """
    {"five_hour":{"utilization":40,"resets_at":"2026-03-02T15:00:00Z"},"limits":[],"new_field":{"x":[1]},
    "extra_usage":{"is_enabled":true,"monthly_limit":10000,"used_credits":1234.0,"currency":"USD"}}
    """
  private static let credits = """
    {"amount":1,"currency":"USD","balance":{"money":{"amount_minor":3750,"currency":"USD","exponent":2}},
    "auto_reload_settings":{"enabled":true,"threshold_in_minor_units":500,"reload_to_in_minor_units":2000}}
    """

  /// Both answers in good form.
  @Sendable private static func good(_ request: StandInServer.Request) -> StandInServer.Answer {
    .reply(200, request.path.hasSuffix("/usage") ? usage : credits)
  }

  private func readingsInLedger() throws -> Int {
    var count = 0
    let query = LedgerPage.Query(account: "ada@home.example", isGrouped: false)
    try store.ledger(query, since: nil, days: .utc) { row in
      if row.kind == .entry(.reading) { count += 1 }
    }
    return count
  }

  private func wait(minutes: Int64) {
    clock.now = clock.now.advanced(by: minutes * Instant.perMinute)
  }

  @Test func `nothing is asked until it is turned on, then both endpoints are`() throws {
    let server = try StandInServer(OnlineTests.good)
    try store.record(logins.findings(), at: clock.now)
    try readings(server).askDue()
    #expect(server.requests.isEmpty)
    try turnOn()
    try readings(server).askDue()
    #expect(
      server.requests.map(\.path) == [
        "/api/oauth/usage", "/api/oauth/organizations/org-1/prepaid/credits",
      ])
    #expect(server.requests.allSatisfy { $0.method == "GET" })
    #expect(
      server.requests.allSatisfy { $0.headers["authorization"] == "Bearer \(OnlineTests.token)" })
    #expect(server.requests.allSatisfy { $0.headers["anthropic-beta"] == "oauth-2025-04-20" })
    let state = try state()
    #expect(state.balance.amount == dollars(37.50) && state.balance.asOf == clock.now)
    #expect(!state.balance.isStale)
    #expect(state.observed.spend?.used == dollars(12.34))
    #expect(state.limits.first?.limit.amount == dollars(100))
    #expect(state.observed.windows.map(\.usedPercent) == [40])
    #expect(state.autoReload.settings?.below == dollars(5))
    #expect(state.autoReload.settings?.add == dollars(15))
    #expect(state.observed.online?.failure == nil && state.observed.online?.answeredAt == clock.now)
    #expect(try store.verify(prices: .builtIn).differences == [])
  }

  @Test func `after five minutes it is asked again, and every answer is a reading`() throws {
    let server = try StandInServer(OnlineTests.good)
    try turnOn()
    for _ in 0..<11 {
      try readings(server).askDue()
      wait(minutes: 1)
    }
    #expect(server.requests.count == 6, "at 0, 5 and 10 minutes")
    #expect(try readingsInLedger() == 3)
  }

  struct Trouble: CustomTestStringConvertible {
    var testDescription: String
    var answer: StandInServer.Answer
    var kind: OnlineFailure.Kind
    /// Minutes until the next request is allowed.
    var pause: Int64
  }

  private static let troubles = [
    Trouble(testDescription: "401", answer: .reply(401, "{}"), kind: .refused, pause: 5),
    Trouble(testDescription: "403", answer: .reply(403, "{}"), kind: .forbidden, pause: 5),
    Trouble(testDescription: "429", answer: .reply(429), kind: .tooOften, pause: 5),
    Trouble(
      testDescription: "429, Retry-After 0", answer: .reply(429, headers: ["Retry-After": "0"]),
      kind: .tooOften, pause: 5),
    Trouble(
      testDescription: "429, Retry-After 1800",
      answer: .reply(429, headers: ["retry-after": "1800"]), kind: .tooOften, pause: 30),
    Trouble(
      testDescription: "429, Retry-After a hundred years",
      answer: .reply(429, headers: ["retry-after": "3153600000"]), kind: .tooOften, pause: 1440),
    Trouble(
      testDescription: "429, Retry-After a word",
      answer: .reply(429, headers: ["retry-after": "x"]),
      kind: .tooOften, pause: 5),
    Trouble(testDescription: "500", answer: .reply(500, "oops"), kind: .status, pause: 5),
    Trouble(testDescription: "404", answer: .reply(404), kind: .status, pause: 5),
    Trouble(testDescription: "silence", answer: .silence, kind: .silent, pause: 5),
    Trouble(testDescription: "10 MB", answer: .blanks(10 << 20), kind: .tooLong, pause: 5),
    Trouble(
      testDescription: "10 MB of JSON",
      answer: .reply(200, "{\"x\":\"" + String(repeating: "y", count: 10 << 20) + "\"}"),
      kind: .tooLong, pause: 5),
    Trouble(testDescription: "no JSON", answer: .reply(200, "<html>"), kind: .garbled, pause: 5),
    Trouble(testDescription: "nothing", answer: .reply(200), kind: .garbled, pause: 5),
    Trouble(testDescription: "a list", answer: .reply(200, "[1,2]"), kind: .garbled, pause: 5),
    Trouble(
      testDescription: "wrong types",
      answer: .reply(
        200,
        #"{"five_hour":"x","limits":{},"extra_usage":[1],"spend":"9","amount":"12","balance":{"money":7}}"#
      ), kind: .garbled, pause: 5),
    Trouble(
      testDescription: "another organization",
      answer: .reply(200, headers: ["anthropic-organization-id": "org-2"], usage),
      kind: .otherOrganization, pause: 5),
    Trouble(
      testDescription: "another currency",
      answer: .reply(
        200, #"{"amount":100,"currency":"EUR","extra_usage":{"used_credits":1,"currency":"EUR"}}"#),
      kind: .otherCurrency, pause: 5),
  ]

  @Test(arguments: troubles)
  private func `the last good reading stays with its age`(_ trouble: Trouble) throws {
    let server = try StandInServer(OnlineTests.good)
    try turnOn()
    try readings(server).askDue()
    let good = clock.now
    wait(minutes: 20)
    server.answers { _ in trouble.answer }
    let before = server.requests.count
    try readings(server).askDue()
    let asked = server.requests.count - before
    #expect(
      asked == (trouble.kind == .otherCurrency ? 2 : 1),
      "who is refused one does not ask the other")
    let state = try state()
    #expect(state.observed.online?.failure?.kind == trouble.kind)
    #expect(state.observed.online?.answeredAt == good || trouble.kind == .otherCurrency)
    #expect(state.balance.amount == dollars(37.50) && state.balance.asOf == good)
    #expect(state.balance.isStale)
    #expect(state.observed.spend?.used == dollars(12.34))
    // Not earlier, but then again.
    wait(minutes: trouble.pause - 1)
    try readings(server).askDue()
    #expect(server.requests.count == before + asked)
    server.answers(OnlineTests.good)
    try signIn(expires: clock.now.advanced(by: 2 * Instant.perDay))
    wait(minutes: 1)
    try readings(server).askDue()
    #expect(server.requests.count == before + asked + 2)
    #expect(try self.state().balance.asOf == clock.now)
    #expect(try store.verify(prices: .builtIn).differences == [])
  }

  @Test func `a redirect is not followed, so no other host sees the token`() throws {
    let other = try StandInServer(OnlineTests.good)
    let place = other.address + "/api/oauth/usage"
    let server = try StandInServer { _ in .reply(302, headers: ["Location": place]) }
    try turnOn()
    try readings(server).askDue()
    #expect(other.requests.isEmpty)
    let failure = try state().observed.online?.failure
    #expect(failure == OnlineFailure(.redirected, "127.0.0.1:\(other.port)"))
  }

  @Test func `a missing host counts as unreachable`() throws {
    try turnOn()
    let host = try #require(OnlineQuestions.Host("http://127.0.0.1:1"))
    let readings = OnlineReadings(
      store: store, logins: logins, questions: OnlineQuestions(host: host, path: "/usr/bin:/bin"))
    try readings.askDue()
    #expect(try state().observed.online?.failure == OnlineFailure(.unreachable))
  }

  @Test(arguments: [
    "http://example.com", "http://127.0.0.1.example.com", "ftp://127.0.0.1", "https://a b",
    "https://a\"b", "http://localhost@example.com", "http://127.0.0.1/x", "", "claude.ai",
    // The host ends where its name does.
    "http://localhost5", "http://127.0.0.1234", "http://127.0.0.15", "http://[::1]5",
    "http://localhost:", "http://localhost:0", "http://localhost:99999", "http://localhost:8x",
    "http://localhost:80:80", "http://127.0.0.1:80@example.com", "https://x@example.com",
    "https://", "https://:80", "https://[::1", "http://localhost#.example.com", "https://a/b#c",
  ])
  func `a token is sent unencrypted only to this machine`(address: String) {
    #expect(OnlineQuestions.Host(address) == nil)
  }

  @Test(arguments: [
    "http://localhost", "http://localhost/", "http://localhost:8080", "http://127.0.0.1:1",
    "http://[::1]", "http://[::1]:65535", "https://api.example.com", "https://api.example.com:443/",
    "https://proxy.example.com/anthropic/",
  ])
  func `these hosts are allowed`(address: String) {
    #expect(OnlineQuestions.Host(address) != nil)
  }

  @Test func `a missing curl is reported`() throws {
    try turnOn()
    let readings = OnlineReadings(
      store: store, logins: logins, questions: OnlineQuestions(path: folder.path))
    try readings.askDue()
    #expect(try state().observed.online?.failure == OnlineFailure(.noCurl))
  }

  // MARK: - Tokens

  struct Token: CustomTestStringConvertible {
    var testDescription: String
    var file: String?
    var kind: OnlineFailure.Kind
  }

  private static let tokens = [
    Token(testDescription: "no file", file: nil, kind: .noToken),
    Token(testDescription: "half a file", file: #"{"claudeAiOauth":{"accessTo"#, kind: .noToken),
    Token(testDescription: "no login in it", file: #"{"mcpOAuth":{}}"#, kind: .noToken),
    Token(
      testDescription: "a token with a line end",
      file: #"{"claudeAiOauth":{"accessToken":"a\nheader = \"x\""}}"#, kind: .noToken),
    Token(
      testDescription: "a token with a quote", file: #"{"claudeAiOauth":{"accessToken":"a\"b"}}"#,
      kind: .noToken),
    Token(
      testDescription: "an expired token",
      file: #"{"claudeAiOauth":{"accessToken":"a","expiresAt":1772452799999}}"#, kind: .expired),
    Token(
      testDescription: "a token for inference alone",
      file: #"{"claudeAiOauth":{"accessToken":"a","scopes":["user:inference"]}}"#, kind: .noScope),
  ]

  @Test(arguments: tokens)
  private func `token problems are found before anything is sent`(_ token: Token) throws {
    let server = try StandInServer(OnlineTests.good)
    let path = folder.path(".claude/.credentials.json")
    try FileManager.default.removeItem(atPath: path)
    if let file = token.file { try folder.write(file, to: ".claude/.credentials.json") }
    try turnOn()
    try readings(server).askDue()
    #expect(server.requests.isEmpty)
    #expect(try state().observed.online?.failure?.kind == token.kind)
    // A minute later it checks again, and now there is one.
    try signIn()
    try readings(server).askDue()
    #expect(server.requests.isEmpty)
    wait(minutes: 1)
    try readings(server).askDue()
    #expect(server.requests.count == 2)
  }

  @Test func `a rejected token is not sent again for an hour, but a new one is`() throws {
    let server = try StandInServer { _ in .reply(401) }
    try turnOn()
    for _ in 0..<59 {
      try readings(server).askDue()
      wait(minutes: 1)
    }
    #expect(server.requests.count == 1)
    try signIn(expires: OnlineTests.start.advanced(by: 2 * Instant.perDay))
    wait(minutes: 6)
    try readings(server).askDue()
    #expect(server.requests.count == 2)
  }

  @Test func `an account without a local login is not asked about`() throws {
    let server = try StandInServer(OnlineTests.good)
    try turnOn()
    var other = Account(name: "other", authority: .claude, since: clock.now)
    other.organization = "org-9"
    other.isOnline = true
    try store.addAccount(other, at: clock.now)
    try readings(server).askDue()
    #expect(server.requests.count == 2)
    let state = try store.funds(at: clock.now).accounts.first { $0.account.name == "other" }
    #expect(state?.observed.online?.failure == OnlineFailure(.noLogin))
  }

  @Test func `if only the balance is refused, usage and windows still come`() throws {
    let server = try StandInServer { request in
      request.path.hasSuffix("/usage") ? .reply(200, OnlineTests.usage) : .reply(403)
    }
    try turnOn()
    for _ in 0..<11 {
      try readings(server).askDue()
      wait(minutes: 1)
    }
    #expect(server.requests.count == 6, "every five minutes, as if nothing were wrong")
    let state = try state()
    #expect(state.observed.online?.failure == OnlineFailure(.noBalance, "403"))
    #expect(state.observed.spend?.used == dollars(12.34) && state.balance.amount == nil)
  }

  @Test func `a clock once far ahead, with no token since, neither blocks nor loops`() throws {
    let server = try StandInServer(OnlineTests.good)
    try turnOn()
    clock.now = OnlineTests.start.advanced(by: 400 * Instant.perDay)
    try signIn(expires: clock.now.advanced(by: Instant.perDay))
    try readings(server).askDue()
    #expect(server.requests.count == 2)
    clock.now = OnlineTests.start.advanced(by: Instant.perMinute)
    try FileManager.default.removeItem(atPath: folder.path(".claude/.credentials.json"))
    try readings(server).askDue()
    #expect(try state().observed.online?.failure?.kind == .noToken)
    #expect(try state().observed.online?.isDue(at: clock.now) == false)
    try signIn()
    wait(minutes: 5)
    server.answers { request in
      .reply(
        200,
        request.path.hasSuffix("/usage")
          ? OnlineTests.usage.replacing("1234.0", with: "2234.0")
          : OnlineTests.credits.replacing("3750", with: "2750"))
    }
    try readings(server).askDue()
    #expect(server.requests.count == 4)
    let state = try state()
    #expect(state.balance.amount == dollars(27.50) && state.observed.spend?.used == dollars(22.34))
    #expect(state.observed.windows.first?.asOf == state.balance.asOf)
    #expect(try store.verify(prices: .builtIn).differences == [])
  }

  @Test func `turning it off stops even a round in progress`() throws {
    let server = try StandInServer(OnlineTests.good)
    try turnOn()
    let account = try #require(try store.onlineAccounts().first)
    _ = try store.changeAccount("org-1", at: clock.now) { $0.isOnline = false }
    #expect(try store.beginOnlineRound(of: account.id, at: clock.now) == false)
    var round = OnlineRound(asOf: clock.now)
    round.credits = PrepaidCredits()
    round.credits?.amount = dollars(1)
    try store.recordOnlineRound(round, of: account.id, at: clock.now)
    #expect(try state().balance.amount == nil)
    try readings(server).askDue()
    #expect(server.requests.isEmpty)
  }

  @Test func `both answers may have the balance, and one counts`() throws {
    let server = try StandInServer { request in
      .reply(
        200,
        request.path.hasSuffix("/usage")
          ? #"{"spend":{"balance":{"amount_minor":3000,"currency":"USD","exponent":2}}}"#
          : OnlineTests.credits)
    }
    try turnOn()
    for _ in 0..<3 {
      try readings(server).askDue()
      wait(minutes: 5)
    }
    #expect(try state().balance.amount == dollars(37.50))
    #expect(try readingsInLedger() == 3)
    var kinds: Set<String> = []
    try store.ledger(
      LedgerPage.Query(account: "ada@home.example", isGrouped: false), since: nil, days: .utc
    ) { kinds.insert("\($0.kind)") }
    #expect(!kinds.contains("\(LedgerRow.Kind.entry(.topUp))"), "nothing came")
  }

  @Test func `one odd figure is ignored and reported, and the rest counts`() throws {
    let server = try StandInServer { request in
      .reply(
        200,
        request.path.hasSuffix("/usage")
          ? OnlineTests.usage.replacing(#""utilization":40"#, with: #""utilization":-3"#)
          : OnlineTests.credits.replacing(#""exponent":2"#, with: #""exponent":99"#))
    }
    try turnOn()
    try readings(server).askDue()
    let state = try state()
    #expect(state.observed.spend?.used == dollars(12.34) && state.observed.windows.isEmpty)
    #expect(state.balance.amount == nil)
    #expect(
      state.observed.online?.failure
        == OnlineFailure(
          .leftOut,
          "fiveHour is -3, which is not a percentage; balance has the exponent 99, which is not a number of decimals"
        ))
    #expect(state.observed.online?.answeredAt == clock.now && state.observed.online?.failures == 0)
  }

  // MARK: - The promise

  @Test(arguments: seeds(8))
  func `rounds are always five minutes apart, whatever the answers`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let server = try StandInServer { _ in .reply(200) }
    try turnOn()
    var rounds: [Instant] = []
    let end = clock.now.advanced(by: 6 * Instant.perHour)
    while clock.now < end {
      let status = [200, 200, 200, 401, 403, 429, 500][random.pick(0...6)]
      let retry = ["", "0", "60", "900", "-5"][random.pick(0...4)]
      server.answers { request in
        status == 200
          ? OnlineTests.good(request)
          : .reply(status, headers: retry.isEmpty ? [:] : ["retry-after": retry])
      }
      let before = server.requests.count
      // Another process begins a round and is killed before the answer arrives.
      let account = try #require(try store.onlineAccounts().first)
      if random.chance(20), try store.beginOnlineRound(of: account.id, at: clock.now) {
        rounds.append(clock.now)
      }
      try readings(server).askDue()
      let asked = server.requests.count - before
      #expect(asked <= 2, "seed \(seed)")
      if asked > 0 { rounds.append(clock.now) }
      if random.chance(10) {
        try signIn(expires: clock.now.advanced(by: Int64(random.pick(1...9)) * Instant.perHour))
      }
      clock.now = clock.now.advanced(by: Int64(random.pick(1...200)) * 1000)
    }
    for (first, second) in zip(rounds, rounds.dropFirst()) {
      #expect(second.milliseconds - first.milliseconds >= 5 * Instant.perMinute, "seed \(seed)")
    }
    #expect(rounds.count > 5, "seed \(seed)")
    #expect(try store.verify(prices: .builtIn).differences == [])
  }

  // MARK: - Answers about money

  struct Credits: CustomTestStringConvertible {
    var testDescription: String
    var body: String
    var amount: Money?
  }

  private static let answers = [
    Credits(
      testDescription: "the older form", body: #"{"amount":39947,"currency":null}"#,
      amount: dollars(399.47)),
    Credits(
      testDescription: "the newer form before it",
      body: #"{"amount":1,"balance":{"money":{"amount_minor":5,"exponent":3}}}"#,
      amount: dollars(0.005)),
    Credits(testDescription: "zero", body: #"{"amount":0}"#, amount: dollars(0)),
    Credits(
      testDescription: "a sentinel",
      body: #"{"amount":-1,"balance":{"money":{"amount_minor":-1}}}"#, amount: nil),
    Credits(testDescription: "overdrawn", body: #"{"amount":-250}"#, amount: dollars(-2.5)),
    Credits(
      testDescription: "no money", body: #"{"amount":null,"balance":{"money":null,"credits":5}}"#,
      amount: nil),
    Credits(
      testDescription: "an odd exponent beside the older form",
      body: #"{"amount":1,"balance":{"money":{"amount_minor":500,"exponent":99}}}"#, amount: nil),
    Credits(
      testDescription: "a currency that is none", body: #"{"amount":1,"currency":"dollars"}"#,
      amount: nil),
    Credits(testDescription: "absurd", body: #"{"amount":1e400}"#, amount: nil),
  ]

  @Test(arguments: answers)
  private func `a balance is read exactly or not at all`(_ credits: Credits) throws {
    let body = try #require(Array(credits.body.utf8).withUnsafeBufferPointer { JSONValue($0) })
    let read = try #require(PrepaidCredits(body))
    #expect(read.amount == credits.amount)
  }
}

private func instant(_ text: String) -> Instant { Instant(text) ?? Instant(milliseconds: 0) }
