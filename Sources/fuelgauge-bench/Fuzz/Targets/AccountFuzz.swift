import Glibc
import Values

/// Files about who is signed in and what pays: account files, credentials, settings with `env` blocks, and
/// editor locks, in many configuration folders at once.
enum AccountFuzz {
  /// Makes and runs one case.
  static func run(_ fuzzCase: FuzzCase) throws {
    let home = fuzzCase.home
    let good = "good"
    try home.write(FuzzCanary.line, to: "\(good)/projects/-canary/canary.jsonl")
    try home.write(account("canary"), to: good + "/.claude.json")
    let folders = (1...fuzzCase.random.pick(4...12)).map { "folder-\($0)" }
    for folder in folders { try write(folder, fuzzCase) }
    if fuzzCase.random.pick(1...6) == 1 {
      for name in [".claude.json", "settings.json", "ide/4711.lock"] {
        HostileFiles.touch("\(folders[0])/\(name)", in: home, &fuzzCase.random)
      }
    }
    let all = ([good] + folders).map { home.path($0) }
    fuzzCase.variables["CLAUDE_CONFIG_DIR"] = all.joined(separator: ",")
    fuzzCase.expect(["collect"], "with hostile account files")
    checkAccount(fuzzCase, "beside hostile ones")
    for folder in folders.prefix(3) { try write(folder, fuzzCase) }
    fuzzCase.expect(["collect", "--json"], "with hostile account files")
    for words in FuzzReports.some(8, &fuzzCase.random) { fuzzCase.fuelgauge(words) }
    fuzzCase.fuelgauge(["account", "list", "--json"])
    fuzzCase.expect(["verify"], "with hostile account files")
    FuzzCanary.check(fuzzCase, "beside hostile account files")
    folders.forEach(home.remove)
    FuzzCanary.checkRecovery(fuzzCase)
    checkAccount(fuzzCase, "after the hostile ones are gone")
  }

  private static func checkAccount(_ fuzzCase: FuzzCase, _ when: String) {
    let words = ["account", "list", "--json"]
    guard let run = fuzzCase.fuelgauge(words), run.status == 0 else { return }
    if !run.text.contains("canary@home.example") {
      fuzzCase.fail("a good account file is not read \(when)", after: words, run)
    }
  }

  /// A configuration folder, and a project with settings of its own.
  private static func write(_ folder: String, _ fuzzCase: FuzzCase) throws {
    let project = "\(folder)/work"
    let files: [(String, String)] = [
      (fuzzCase.random.pick([".claude.json", ".config.json"]), account(folder)),
      (".credentials.json", credentials), ("settings.json", settings(&fuzzCase.random)),
      ("work/.claude/settings.json", settings(&fuzzCase.random)),
      ("work/.claude/settings.local.json", settings(&fuzzCase.random)),
      ("ide/4711.lock", lock(fuzzCase.home.path(project))),
      ("projects/-p/s.jsonl", transcript(folder, fuzzCase.home.path(project))),
    ]
    for (name, text) in files {
      let path = "\(folder)/\(name)"
      if fuzzCase.random.pick(1...14) == 1 {
        try HostileFiles.put(at: path, in: fuzzCase.home, &fuzzCase.random)
        continue
      }
      fuzzCase.home.remove(path)
      try fuzzCase.home.write(changed(Array(text.utf8), &fuzzCase.random), to: path)
    }
  }

  private static func changed(_ text: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
    switch random.pick(0...9) {
    case 0...5: JSONMutation.text(text, random.pick(1...4), &random)
    case 6: ByteMutation.text(text, &random)
    case 7: ByteMutation.bytes(text, random.pick(1...4), &random)
    default: text
    }
  }

  /// An account file in Claude Code's format.
  static func account(_ name: String) -> String {
    """
    {"numStartups":12,"oauthAccount":{"accountUuid":"a-\(name)","emailAddress":"\(name)@home.example",
    "organizationUuid":"org-\(name)","organizationName":"Org of \(name)","organizationType":"claude_max",
    "organizationRole":"admin","displayName":"\(name)","billingType":"stripe_subscription",
    "hasExtraUsageEnabled":true,"profileFetchedAt":1772452000000},
    "cachedExtraUsageDisabledReason":null,
    "cachedUsageUtilization":{"fetchedAtMs":1772452500000,"accountUuid":"a-\(name)",
    "utilization":\(AnswerFuzz.usage)},
    "overageCreditGrantCache":{"org-\(name)":{"info":{"available":true,"granted":true,
    "amount_minor_units":5000,"currency":"USD"},"timestamp":1772452000000}},
    "customApiKeyResponses":{"approved":["abcdefghijklmnopqrst"],"rejected":[]},
    "projects":{"/src/a":{"lastCost":0.5,"lastSessionId":"s-1"}}}
    """
  }

  /// A credentials file with fake tokens.
  static let credentials =
    #"{"claudeAiOauth":{"accessToken":"planted-secret-a","refreshToken":"planted-secret-r","expiresAt":1900000000000,"#
    + #""refreshTokenExpiresAt":1950000000000,"scopes":["user:inference","user:profile"],"subscriptionType":"max","#
    + #""rateLimitTier":"default_claude_max_20x"},"mcpOAuth":{"x":{"accessToken":"planted-secret-m"}}}"#

  private static func settings(_ random: inout SeededRandom) -> String {
    let name = random.pick([
      "CLAUDE_CODE_USE_BEDROCK", "CLAUDE_CODE_USE_VERTEX", "ANTHROPIC_API_KEY",
      "ANTHROPIC_AUTH_TOKEN",
      "ANTHROPIC_BASE_URL", "CLAUDE_CODE_OAUTH_TOKEN", "ANTHROPIC_PROFILE", "OTHER",
    ])
    return
      #"{"env":{"\#(name)":"\#(random.pick(["1", "0", "true", "planted-secret-k"]))","OTHER":"x"},"apiKeyHelper":"/bin/key","#
      + #""modelPricing":{"claude-opus-4-6":{"input":5}},"hooks":{"Stop":[{"hooks":[{"type":"command","command":"true"}]}]},"#
      + #""forceLoginOrgUUID":"org-1","statusLine":{"type":"command","command":"true"}}"#
  }

  private static func lock(_ folder: String) -> String {
    #"{"pid":1,"workspaceFolders":["\#(folder)"],"ideName":"Cursor","transport":"ws","authToken":"planted-secret-l"}"#
  }

  private static func transcript(_ name: String, _ folder: String) -> String {
    #"{"type":"assistant","timestamp":"2026-03-02T11:40:00.000Z","sessionId":"\#(name)","cwd":"\#(folder)","requestId":"req_\#(name)","#
      + #""message":{"id":"msg_\#(name)","model":"claude-opus-4-6","stop_reason":"end_turn","usage":{"input_tokens":3,"output_tokens":9}}}"#
      + "\n"
  }
}
