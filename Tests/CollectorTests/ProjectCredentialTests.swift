import Storage
import TestSupport
import Testing
import Values

/// A key in the settings of one project pays there, and nowhere else.
@Suite struct ProjectCredentialTests {
  private let home: TestHome
  private let clock = SetClock()
  private var folder: TemporaryFolder { home.folder }
  private var store: UsageStore { home.store }

  init() throws {
    clock.now = Instant(milliseconds: 1_772_452_800_000)
    home = try TestHome(threads: 1, rules: clock.rules)
    try folder.write(
      #"{"oauthAccount":{"accountUuid":"a","organizationUuid":"org-1","emailAddress":"ada@x.example"}}"#,
      to: ".claude.json")
    _ = try home.collector.collect()
    clock.now = clock.now.advanced(by: Instant.perHour)
  }

  private func session(_ number: Int, in project: String) throws {
    let line = AnswerLine(number).with {
      $0.folder = folder.path(project)
      $0.time = clock.now.advanced(by: -Instant.perMinute).rfc3339
    }
    try home.write([line.text], to: "s\(number)")
  }

  private func purses() throws -> [String: Int] {
    _ = try home.collector.collect()
    let report = try store.report(by: .purse, since: nil, until: nil, days: .utc)
    return Dictionary(uniqueKeysWithValues: report.rows.map { ($0.key, $0.totals.requests) })
  }

  @Test func `its requests are not charged to the login`() throws {
    try folder.write(
      #"{"env":{"ANTHROPIC_API_KEY":"sk-ant-planted"}}"#, to: "keyed/.claude/settings.local.json")
    try session(1, in: "keyed")
    try session(2, in: "plain")
    #expect(try purses() == ["api-key": 1, "extra": 1])
    let project = try #require(try store.funds(at: clock.now).projects.first)
    #expect(project.project == folder.path("keyed"))
    #expect(project.credential.name == "ANTHROPIC_API_KEY")
    #expect(project.credential.place == folder.path("keyed/.claude/settings.local.json"))
    #expect(try store.verify(prices: .builtIn).differences == [])
  }

  @Test func `a credential with precedence in the user's settings pays`() throws {
    try folder.write(#"{"env":{"CLAUDE_CODE_USE_BEDROCK":"1"}}"#, to: ".claude/settings.json")
    try folder.write(
      #"{"env":{"ANTHROPIC_API_KEY":"sk-ant-planted"}}"#, to: "keyed/.claude/settings.json")
    try session(1, in: "keyed")
    #expect(try purses() == ["cloud": 1])
  }

  @Test func `once the key is gone the login pays`() throws {
    let file = try folder.write(#"{"apiKeyHelper":"/bin/key"}"#, to: "keyed/.claude/settings.json")
    try session(1, in: "keyed")
    #expect(try purses() == ["api-key": 1])
    try folder.write("{}", to: String(file.dropFirst(folder.path.count + 1)))
    try session(2, in: "keyed")
    #expect(try purses() == ["api-key": 1, "extra": 1])
    #expect(try store.funds(at: clock.now).projects == [])
  }
}
