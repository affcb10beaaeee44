import Files
import Ledger
import Values

/// Reads who is signed in in Claude Code's configuration folders, what pays, and until when.
package struct LoginReader: Sendable {
  private let folders: [String]
  private let environment: [String: String]
  private let home: String

  /// A reader of the configuration folders that transcripts are looked for in.
  package init(roots: TranscriptRoots, environment: [String: String]) {
    self.environment = environment
    home = HomeFolders(environment: environment).home
    folders = roots.folders.filter { $0.hasSuffix("/projects") }.map {
      String($0.dropLast("/projects".count))
    }
  }

  /// Every file that is looked at; none need exist.
  package var files: [String] {
    folders.flatMap {
      accountFiles(of: $0) + CredentialFinder.settingsFiles(of: $0) + [tokenFile(of: $0)]
    }
  }

  /// The folders that Cursor has open with Claude Code in it.
  package func editorWorkspaces(at now: Instant) -> [EditorWorkspace] {
    EditorLocks.workspaces(in: folders, at: now)
  }

  /// What pays above any login, signed in or not, in a project's folder for a session of a configuration folder: by
  /// the environment, the settings of the folder and those of the project. Nil: nothing.
  package func credential(inFolder configFolder: String, project: String) -> Credential? {
    let ofAll = CredentialFinder.credential(environment: environment, above: configFolder)
    let own = credential(ofProject: project)
    guard let ofAll, let own else { return own ?? ofAll }
    return own.isAbove(ofAll) ? own : ofAll
  }

  /// What the settings files of a project say that pays there; nil: nothing.
  package func credential(ofProject folder: String) -> Credential? {
    // A session may have gone into a folder of its project; above the home folder nothing is a project's.
    var path = folder
    guard path.hasPrefix("/"), path.utf8.count <= LoginReader.longestPath else { return nil }
    for _ in 0..<LoginReader.deepestProject where path != "/" && path != home {
      if let found = CredentialFinder.credential(ofProject: path) { return found }
      path = PathText.folder(of: path)
    }
    return nil
  }

  /// Bytes of a path that the system takes, and folders of a project that are looked into: a folder that a
  /// transcript names may be anything.
  private static let longestPath = 4096
  private static let deepestProject = 64

  /// Who is signed in to Cursor, and what is wrong with its databases.
  package func lookAtEditor() -> (finding: EditorSignIn.Finding, broken: [SourceProblem]) {
    CursorState.look(CursorState.files(environment: environment))
  }

  /// What the folders say, in their order. A file that is absent or broken for the moment says nothing.
  package func findings() -> [Login.Finding] { look().findings }

  /// What the folders say, in their order, and which account files are there but cannot be understood: what was
  /// known of those before stays.
  package func look() -> (findings: [Login.Finding], broken: [SourceProblem]) {
    var broken: [SourceProblem] = []
    let findings = folders.compactMap { finding(in: $0, &broken) }
    return (findings, broken)
  }

  private func finding(in folder: String, _ broken: inout [SourceProblem]) -> Login.Finding? {
    for path in accountFiles(of: folder) {
      guard let file = AccountFile(at: path) else {
        let problem = SourceProblem(
          unusable: path, most: AccountFile.largest,
          "no account file of Claude Code; who is signed in is not known from it", .mend)
        if let problem { broken.append(problem) }
        continue
      }
      guard file.isSignedIn else { return .signedOut(folder: folder) }
      let (credential, brokenSettings) = CredentialFinder.credential(
        environment: environment, settings: CredentialFinder.settingsFiles(of: folder))
      broken += brokenSettings
      var login = file.login(folder: folder, path: path, credential: credential)
      broken += (login.usage?.faults ?? []).map {
        SourceProblem(path: path, line: nil, reason: "\($0); it is left out", remedy: .rewrite)
      }
      if let token = WholeFile.read(tokenFile(of: folder), most: 1 << 20, { TokenFile($0) }) {
        login.tokenEnds = token.refreshExpires ?? token.expires
        // It may be older than the account file.
        login.plan = login.plan ?? token.plan
      }
      return .signedIn(login)
    }
    return nil
  }

  /// The token of the login of a folder, for readings that the person has turned on.
  func accessToken(in folder: String) -> AccessToken? {
    WholeFile.read(tokenFile(of: folder), most: 1 << 20) { AccessToken($0) }
  }

  /// The one that counts first on top. That of `~/.claude` stands beside it.
  private func accountFiles(of folder: String) -> [String] {
    return [folder + "/.config.json", folder + "/.claude.json"]
      + (folder == home + "/.claude" ? [home + "/.claude.json"] : [])
  }

  private func tokenFile(of folder: String) -> String { folder + "/.credentials.json" }
}
