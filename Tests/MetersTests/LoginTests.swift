import Foundation
import Ledger
import TestSupport
import Testing
import Values

@testable import Meters

/// Who is signed in, from Claude Code files written by the tests.
@Suite struct LoginTests {
  private let folder: TemporaryFolder
  private var home: String { folder.path }

  init() throws { folder = try TemporaryFolder() }

  private func reader(_ more: [String: String] = [:]) -> LoginReader {
    let environment = ["HOME": home].merging(more) { $1 }
    return LoginReader(
      roots: TranscriptRoots(environment: environment), environment: environment)
  }

  private func login(_ more: [String: String] = [:]) throws -> Login {
    let findings = reader(more).findings()
    guard case .signedIn(let login)? = findings.first, findings.count == 1 else {
      throw Failure.noLogin("\(findings)")
    }
    return login
  }

  private enum Failure: Error { case noLogin(String) }

  private func account(_ more: String = "") -> String {
    """
    {"numStartups":7,"oauthAccount":{"accountUuid":"acc-1","emailAddress":"ada@work.example",
    "organizationUuid":"org-1","organizationName":"Ada Ltd","organizationType":"claude_team",
    "organizationRole":"user","hasExtraUsageEnabled":true}\(more)}
    """
  }

  @Test func `the account file says who is signed in`() throws {
    try folder.write(
      account(#","cachedExtraUsageDisabledReason":"org_level_disabled""#), to: ".claude.json")
    let login = try login()
    #expect(login.folder == home + "/.claude")
    #expect(login.file == home + "/.claude.json")
    #expect(login.organization == "org-1")
    #expect(login.email == "ada@work.example")
    #expect(login.plan == .team)
    #expect(login.billing == .organization, "a member without a say in money")
    #expect(login.isExtraOn == true)
    #expect(login.offReason == "org_level_disabled")
    #expect(login.credential.kind == .login)
    #expect(login.usage == nil)
  }

  @Test func `the file in the configuration folder takes precedence`() throws {
    try folder.write(account(), to: ".claude.json")
    try folder.write(
      account().replacing("org-1", with: "org-2"), to: ".claude/.claude.json")
    #expect(try login().organization == "org-2")
    try folder.write(
      account().replacing("org-1", with: "org-3"), to: ".claude/.config.json")
    #expect(try login().organization == "org-3")
  }

  @Test func `several configuration folders are several logins`() throws {
    try folder.write(account(), to: "a/.claude.json")
    try folder.write(account().replacing("org-1", with: "org-2"), to: "b/.claude.json")
    let findings = reader(["CLAUDE_CONFIG_DIR": "\(home)/a,\(home)/b"]).findings()
    let organizations = findings.map { finding -> String in
      if case .signedIn(let login) = finding { login.organization } else { "" }
    }
    #expect(organizations == ["org-1", "org-2"])
  }

  // MARK: - Usage

  private func cached(_ body: String, owner: String = "acc-1") -> String {
    account(
      #","cachedUsageUtilization":{"fetchedAtMs":1767225600000,"accountUuid":"\#(owner)","utilization":\#(body)}"#
    )
  }

  @Test func `the cached answer has windows, spend and cap`() throws {
    try folder.write(
      cached(
        """
        {"five_hour":{"utilization":37.5,"resets_at":"2026-01-01T03:00:00Z"},
        "seven_day":{"utilization":101,"resets_at":null},"seven_day_opus":null,
        "iguana_necktie":{"utilization":5},
        "limits":[{"kind":"weekly_scoped","percent":12,"resets_at":"2026-01-05T00:00:00+00:00",
          "scope":{"model":{"id":"m","display_name":"Fable 5"}}}],
        "extra_usage":{"is_enabled":true,"monthly_limit":5000,"used_credits":1234.0,"currency":"EUR"}}
        """), to: ".claude.json")
    let login = try login()
    let usage = try #require(login.usage)
    #expect(login.usageAsOf == Instant("2026-01-01T00:00:00Z"))
    #expect(usage.windows.map(\.id) == ["fiveHour", "sevenDay", "sevenDayFable5"])
    #expect(usage.windows.map(\.usedPercent) == [37.5, 101, 12])
    #expect(usage.windows[1].resetsAt == nil)
    #expect(usage.used?.decimalText == "12.340000000")
    #expect(usage.cap == .some(dollars(50)))
    #expect(usage.currency?.code == "EUR")
    #expect(usage.balance == nil)
  }

  struct Answer: CustomTestStringConvertible {
    var testDescription: String
    var body: String
    var used: String?
    /// "none" for no cap, nil if missing.
    var cap: String?
    var balance: String?
  }

  private static let answers = [
    Answer(
      testDescription: "no cap", body: #"{"extra_usage":{"monthly_limit":null,"used_credits":0}}"#,
      used: "0", cap: "none"),
    Answer(
      testDescription: "other decimals",
      body: #"{"extra_usage":{"monthly_limit":5000,"used_credits":12,"decimal_places":0}}"#,
      used: "12.000000000", cap: "5000.000000000"),
    Answer(
      testDescription: "a yen has no minor unit",
      body: #"{"extra_usage":{"monthly_limit":5000,"used_credits":1856,"currency":"JPY"}}"#,
      used: "1856.000000000", cap: "5000.000000000"),
    Answer(
      testDescription: "a dinar has three decimals",
      body:
        #"{"spend":{"used":{"amount_minor":1500,"currency":"KWD"},"limit":{"amount_minor":5000,"currency":"KWD"},"balance":{"amount_minor":9001,"currency":"KWD"}}}"#,
      used: "1.500000000", cap: "5.000000000", balance: "9.001000000"),
    Answer(
      testDescription: "beyond what can be",
      body:
        #"{"extra_usage":{"monthly_limit":1e300,"used_credits":1e19},"spend":{"balance":{"amount_minor":99999999999999999999}},"five_hour":{"utilization":1e19},"seven_day":{"utilization":-4}}"#
    ),
    Answer(
      testDescription: "the newer form counts before the older",
      body:
        #"{"extra_usage":{"monthly_limit":9,"used_credits":9},"spend":{"used":{"amount_minor":4001,"currency":"EUR","exponent":2},"limit":{"amount_minor":4000,"currency":"EUR","exponent":2},"balance":{"amount_minor":750,"exponent":2}}}"#,
      used: "40.010000000", cap: "40.000000000", balance: "7.500000000"),
    Answer(
      testDescription: "newer, no cap",
      body: #"{"spend":{"used":{"amount_minor":1,"exponent":3},"limit":null,"balance":null}}"#,
      used: "0.001000000", cap: "none"),
    Answer(
      testDescription: "minus one stands for none",
      body: #"{"extra_usage":{"monthly_limit":-1,"used_credits":-1}}"#),
    Answer(
      testDescription: "wrong types",
      body:
        #"{"extra_usage":{"monthly_limit":"5000","used_credits":true},"spend":7,"five_hour":[1],"limits":{}}"#
    ),
    Answer(
      testDescription: "an exponent that is none is not made up for by another amount",
      body:
        #"{"extra_usage":{"used_credits":1,"monthly_limit":1},"spend":{"used":{"amount_minor":1,"exponent":99},"limit":{"amount_minor":1,"exponent":"2"},"balance":{"amount_minor":1,"exponent":2.5}}}"#
    ),
    Answer(
      testDescription: "an exponent with a point",
      body: #"{"extra_usage":{"used_credits":1234,"decimal_places":2.0}}"#, used: "12.340000000"),
    Answer(
      testDescription: "decimals that are none",
      body: #"{"extra_usage":{"used_credits":1234,"decimal_places":-1}}"#),
    Answer(
      testDescription: "two currencies, or one that is none",
      body:
        #"{"extra_usage":{"used_credits":1,"currency":"¤"},"spend":{"limit":{"amount_minor":1,"currency":"USD"},"balance":{"amount_minor":1,"currency":"JPY"}}}"#
    ),
    Answer(
      testDescription: "the older form in another currency than the newer",
      body:
        #"{"extra_usage":{"used_credits":1,"currency":"USD"},"spend":{"balance":{"amount_minor":750,"currency":"EUR"}}}"#,
      balance: "7.500000000"),
    Answer(
      testDescription: "finer than a nano-unit",
      body: #"{"extra_usage":{"used_credits":0.00000001}}"#),
    Answer(testDescription: "too large", body: #"{"extra_usage":{"used_credits":1e30}}"#),
    Answer(testDescription: "nothing", body: "{}"),
  ]

  @Test(arguments: answers)
  func `amounts are read exactly or not at all`(_ answer: Answer) throws {
    try folder.write(cached(answer.body), to: ".claude.json")
    let usage = try #require(try login().usage)
    #expect(usage.used?.decimalText == answer.used)
    #expect(usage.balance?.decimalText == answer.balance)
    let cap = usage.cap.map { $0?.decimalText ?? "none" }
    #expect(cap == answer.cap)
  }

  @Test func `data left by another login is ignored`() throws {
    try folder.write(cached("{}", owner: "acc-2"), to: ".claude.json")
    #expect(try login().usage == nil)
  }

  // MARK: - Broken files

  @Test(arguments: [
    "", "{", "[]", "null", "{\"oauthAccount\":", "\u{0}\u{1}", "{\"oauthAccount\":{}} trailing {",
  ])
  func `a broken or incomplete file gives nothing`(text: String) throws {
    try folder.write(text, to: ".claude.json")
    #expect(reader().findings().isEmpty)
  }

  @Test func `a file without a login means signed out`() throws {
    #expect(reader().findings().isEmpty, "absent")
    try folder.write(#"{"numStartups":1}"#, to: ".claude.json")
    #expect(reader().findings() == [.signedOut(folder: home + "/.claude")])
  }

  @Test func `huge and hostile fields are cut, and the rest is read`() throws {
    let mail = String(repeating: "x", count: 1 << 20) + "@work.example"
    let history = String(repeating: #"{"a":"\u001b]0;x\u0007"},"#, count: 300_000)
    let text = account(#","history":[\#(history)null]"#)
      .replacing("ada@work.example", with: "\\u001b[2J\\u202e" + mail)
    #expect(text.utf8.count > 8 << 20)
    try folder.write(text, to: ".claude.json")
    let email = try #require(try login().email)
    #expect(email.count == 200)
    let name = Account.name(from: email)
    #expect(name.count == 60 && Account.fault(inName: name) == nil, "\(name)")
  }

  @Test func `an impossible value is ignored and reported`() throws {
    try folder.write(
      account(
        #","cachedUsageUtilization":{"fetchedAtMs":1772452500000,"utilization":{"five_hour":{"utilization":1e308},"seven_day":{"utilization":12},"spend":{"balance":{"amount_minor":1e30}}}}"#
      ), to: ".claude.json")
    let (findings, broken) = reader().look()
    guard case .signedIn(let login)? = findings.first else { throw Failure.noLogin("") }
    #expect(login.usage?.windows.map(\.id) == ["sevenDay"])
    #expect(login.usage?.balance == nil)
    #expect(
      broken.map(\.reason) == [
        "fiveHour is 1e308, which is not a percentage; it is ignored",
        "balance is 1e30, which is not an amount; it is ignored",
      ])
  }

  @Test func `an unusable file of Claude Code's is reported with a remedy`() throws {
    try folder.write(account(), to: ".claude.json")
    let settings = folder.path(".claude/settings.json")
    func problem() -> String? {
      reader().look().broken.first.map { "\($0.reason): \($0.remedy)" }
    }
    try FileManager.default.createDirectory(
      atPath: folder.path(".claude"), withIntermediateDirectories: true)
    #expect(problem() == nil)
    try folder.write("{", to: ".claude/settings.json")
    #expect(
      problem() == "cannot be read as JSON, so whether a key pays is unknown; repair it: mend")
    try Data(count: 9 << 20).write(to: URL(fileURLWithPath: settings))
    #expect(problem() == "is larger than 8 MB: reduce")
    try FileManager.default.removeItem(atPath: settings)
    #expect(mkfifo(settings, 0o600) == 0)
    #expect(problem() == "is not a regular file: mend")
    try FileManager.default.removeItem(atPath: settings)
    try FileManager.default.createSymbolicLink(atPath: settings, withDestinationPath: "/none")
    #expect(problem() == "is a broken link: mend")
  }

  @Test func `anything odd in an answer is reported`() throws {
    let body =
      #"{"five_hour":{"utilization":9,"resets_at":"soon"},"seven_day":7,"extra_usage":[],"spend":{"used":{"amount_minor":1,"exponent":99},"auto_reload":{"enabled":true,"threshold":"x"}}}"#
    let value = try #require(Array(body.utf8).withUnsafeBufferPointer { JSONValue($0) })
    let answer = UsageAnswer(value, asOf: Instant(milliseconds: 1_772_452_500_000))
    #expect(answer.windows.map(\.id) == ["fiveHour"])
    #expect(
      answer.faults.sorted() == [
        "auto-reload’s threshold is “x”, which is not an amount",
        "extra_usage is a list, which has no amounts",
        "fiveHour renews at “soon”, which is not a time",
        "sevenDay is 7, which is not a window",
        "used has the exponent 99, which is not a number of decimals",
      ])
  }

  @Test func `a name with a NUL stays the same wherever it is stored`() throws {
    try folder.write(account().replacing("org-1", with: #"a\u0000b"#), to: ".claude.json")
    #expect(try login().organization == "a\u{fffd}b")
  }

  @Test func `a byte order mark hides neither keys nor logins`() throws {
    try folder.write("\u{feff}" + account(), to: ".claude.json")
    try folder.write(
      "\u{feff}{\"env\":{\"ANTHROPIC_API_KEY\":\"x\"}}", to: ".claude/settings.json")
    #expect(try login().credential.kind == .apiKey)
  }

  @Test func `unreadable settings are reported because they may contain a key`() throws {
    try folder.write(account(), to: ".claude.json")
    try folder.write(#"{"env":{"ANTHROPIC_API_KEY":"x""#, to: ".claude/settings.json")
    #expect(reader().look().broken.map(\.path) == [home + "/.claude/settings.json"])
  }

  @Test func `only the needed part of a large account file is in memory`() throws {
    let project =
      #""/p\u0022\\":{"history":["{\"oauthAccount\":{}}, ]","x"],"n":[[1,{"a":null}]]},"#
    let text =
      #"{"projects":{"# + String(repeating: project, count: 400_000) + #""z":1},"#
      + account().dropFirst()
    #expect(text.utf8.count > 20 << 20)
    try folder.write(text, to: ".claude.json")
    #expect(try login().organization == "org-1")
    // Half of it gives nothing.
    try folder.write(String(text.dropLast()), to: ".claude.json")
    #expect(reader().findings().isEmpty)
  }

  @Test func `an impossibly long folder in a transcript costs nothing`() throws {
    let folder = String(repeating: "/a", count: 50_000)
    #expect(reader().credential(ofProject: folder) == nil)
    #expect(reader().credential(ofProject: String(repeating: "/a", count: 2000)) == nil)
  }

  // MARK: - Credentials

  private static let secret = "sk-ant-api03-do-not-read-me"

  struct Override: CustomTestStringConvertible {
    var settings: String = "{}"
    var environment: [String: String] = [:]
    var kind: Credential.Kind
    var testDescription: String { settings + environment.keys.joined() }
  }

  private static let overrides = [
    Override(kind: .login),
    Override(settings: #"{"env":{"ANTHROPIC_API_KEY":"\#(secret)"}}"#, kind: .apiKey),
    Override(settings: #"{"env":{"ANTHROPIC_API_KEY":""}}"#, kind: .login),
    Override(settings: #"{"env":{"OTHER":"x"},"apiKeyHelper":"/bin/key"}"#, kind: .apiKeyHelper),
    Override(
      settings: #"{"apiKeyHelper":"/bin/key","env":{"ANTHROPIC_AUTH_TOKEN":"\#(secret)"}}"#,
      kind: .authToken),
    Override(settings: #"{"env":{"CLAUDE_CODE_USE_BEDROCK":"1"}}"#, kind: .cloud),
    Override(settings: #"{"env":{"CLAUDE_CODE_USE_BEDROCK":"0"}}"#, kind: .login),
    Override(environment: ["ANTHROPIC_API_KEY": secret], kind: .apiKey),
    Override(
      settings: #"{"env":{"ANTHROPIC_API_KEY":"x"}}"#,
      environment: ["CLAUDE_CODE_OAUTH_TOKEN": secret], kind: .apiKey),
    Override(environment: ["CLAUDE_CODE_OAUTH_TOKEN": secret], kind: .oauthToken),
    Override(settings: "{ broken", environment: [:], kind: .login),
  ]

  @Test(arguments: overrides)
  func `a credential above the login pays, and no value is kept`(_ override: Override) throws {
    try folder.write(account(), to: ".claude.json")
    try folder.write(override.settings, to: ".claude/settings.json")
    let login = try login(override.environment)
    #expect(login.credential.kind == override.kind)
    var shown = ""
    dump(login, to: &shown)
    #expect(!shown.contains("do-not-read-me"))
  }

  @Test func `only times and the plan are kept from the credentials file`() throws {
    try folder.write(
      account().replacing(#""organizationType":"claude_team","#, with: ""), to: ".claude.json")
    try folder.write(
      """
      {"claudeAiOauth":{"accessToken":"\(LoginTests.secret)","refreshToken":"\(LoginTests.secret)",
      "expiresAt":1767225600000,"scopes":["user:inference"],"subscriptionType":"max"},
      "mcpOAuth":{"x":"\(LoginTests.secret)"}}
      """, to: ".claude/.credentials.json")
    let login = try login()
    #expect(login.tokenEnds == Instant("2026-01-01T00:00:00Z"))
    #expect(login.plan == .max)
    var shown = ""
    dump(login, to: &shown)
    #expect(!shown.contains("do-not-read-me"))
  }
}
