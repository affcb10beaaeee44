import Files
import Ledger

/// Finds out which credential Claude Code uses, by the documented precedence, without reading any secret.
///
/// It looks at Fuelgauge's own environment and at the `env` blocks of settings files. Variables exported in other
/// shells cannot be seen from here.
struct CredentialFinder {
  private var found: [Credential] = []
  /// Settings files that exist but cannot be understood.
  private var broken: [SourceProblem] = []

  /// The credential in use: the one with the highest precedence, or else the login. Also lists broken settings
  /// files, which might say otherwise.
  /// - Parameters:
  ///   - environment: the environment of this process.
  ///   - settings: paths of settings files, highest precedence first.
  static func credential(
    environment: [String: String], settings: [String]
  ) -> (credential: Credential, broken: [SourceProblem]) {
    var finder = CredentialFinder()
    finder.read(environment: environment)
    for path in settings { finder.read(settings: path) }
    let first =
      finder.found.min { $0.isAbove($1) } ?? Credential(kind: .login, name: "/login", place: "")
    return (first, finder.broken)
  }

  /// The credential set by a project's settings files; nil if none.
  static func credential(ofProject folder: String) -> Credential? {
    var finder = CredentialFinder()
    for name in ["settings.local.json", "settings.json"] {
      finder.read(settings: "\(folder)/.claude/\(name)")
    }
    return finder.found.min { $0.isAbove($1) }
  }

  /// The credential that takes precedence over any login in all sessions of a configuration folder; nil if none.
  static func credential(
    environment: [String: String], above folder: String
  ) -> Credential? {
    let found = credential(environment: environment, settings: settingsFiles(of: folder)).credential
    return found.kind == .login ? nil : found
  }

  /// The settings files that apply to all sessions of a configuration folder.
  static func settingsFiles(of folder: String) -> [String] {
    [
      "/etc/claude-code/managed-settings.json", folder + "/settings.local.json",
      folder + "/settings.json",
    ]
  }

  private static let variables: [(name: StaticString, kind: Credential.Kind)] = [
    ("CLAUDE_CODE_USE_BEDROCK", .cloud), ("CLAUDE_CODE_USE_VERTEX", .cloud),
    ("CLAUDE_CODE_USE_FOUNDRY", .cloud), ("CLAUDE_CODE_USE_MANTLE", .cloud),
    ("ANTHROPIC_AUTH_TOKEN", .authToken),
    ("ANTHROPIC_API_KEY", .apiKey), ("CLAUDE_CODE_OAUTH_TOKEN", .oauthToken),
    ("ANTHROPIC_PROFILE", .profile),
  ]

  private mutating func read(environment: [String: String]) {
    for (name, kind) in CredentialFinder.variables {
      guard let value = environment["\(name)"], !value.isEmpty,
        kind != .cloud || CredentialFinder.isOn(value)
      else { continue }
      found.append(Credential(kind: kind, name: "\(name)", place: "the environment"))
    }
  }

  /// The largest settings file that is read, in bytes.
  private static let largest = 8 << 20

  /// Reads a settings file; a missing file sets nothing.
  private mutating func read(settings path: String) {
    let credentials = WholeFile.read(path, most: CredentialFinder.largest) {
      CredentialFinder.credentials(in: $0, path: path)
    }
    guard let credentials else {
      let problem = SourceProblem(
        unusable: path, most: Int64(CredentialFinder.largest),
        "cannot be read as JSON, so whether a key pays is unknown; repair it", .mend)
      if let problem { broken.append(problem) }
      return
    }
    found += credentials
  }

  private static func credentials(
    in text: UnsafeBufferPointer<UInt8>, path: String
  ) -> [Credential]? {
    var found: [Credential] = []
    var cursor = JSONCursor(text)
    let isRead: Void? = try? cursor.object { (key, cursor) throws(JSONCursor.Fault) in
      if key.equals("apiKeyHelper") {
        if let helper = try cursor.stringOrSkip(), helper.count > 0 {
          found.append(Credential(kind: .apiKeyHelper, name: "apiKeyHelper", place: path))
        }
      } else if key.equals("env"), try cursor.kind() == .object {
        try cursor.object { (name, cursor) throws(JSONCursor.Fault) in
          // Only switches are turned into text, never secrets.
          let isText = try cursor.kind() == .string
          let value = isText ? try cursor.string() : try cursor.skip()
          guard value.count > 0,
            let (known, kind) = variables.first(where: { name.equals($0.name) }),
            // A switch may be written without quotes; null does not set it.
            kind == .cloud ? isOn(value.string) : isText
          else { return }
          found.append(Credential(kind: kind, name: "\(known)", place: path))
        }
      } else {
        try cursor.skip()
      }
    }
    return isRead == nil ? nil : found
  }

  private static func isOn(_ value: String) -> Bool {
    ["1", "true", "yes", "on"].contains(value.lowercased())
  }
}
