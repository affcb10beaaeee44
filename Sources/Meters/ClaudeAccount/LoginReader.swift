import Files
import Ledger
import Values

/// Reads from Claude Code's configuration folders who is signed in, what pays, and when the login expires.
package struct LoginReader: Sendable {
  private let folders: [String]
  private let environment: [String: String]
  private let home: String

  /// Creates a reader for the configuration folders of the transcript roots.
  package init(roots: TranscriptRoots, environment: [String: String]) {
    self.environment = environment
    home = HomeFolders(environment: environment).home
    folders = roots.folders.filter { $0.hasSuffix("/projects") }.map {
      String($0.dropLast("/projects".count))
    }
  }

  /// Every file that is read, whether or not it exists.
  package var files: [String] {
    folders.flatMap {
      accountFiles(of: $0) + CredentialFinder.settingsFiles(of: $0) + [tokenFile(of: $0)]
    }
  }

  /// The folders open in Cursor with Claude Code running in them.
  package func editorWorkspaces(at now: Instant) -> [EditorWorkspace] {
    EditorLocks.workspaces(in: folders, at: now)
  }

  /// The credential that takes precedence over any login, signed in or not, for a session of a configuration folder
  /// in a project's folder. It comes from the environment, the folder's settings or the project's settings. Nil if
  /// there is none.
  package func credential(inFolder configFolder: String, project: String) -> Credential? {
    let ofAll = CredentialFinder.credential(environment: environment, above: configFolder)
    let own = credential(ofProject: project)
    guard let ofAll, let own else { return own ?? ofAll }
    return own.isAbove(ofAll) ? own : ofAll
  }

  /// The credential set by a project's settings files; nil if none.
  package func credential(ofProject folder: String) -> Credential? {
    // A session may have moved into a subfolder of its project. Folders above the home folder belong to no project.
    var path = folder
    guard path.hasPrefix("/"), path.utf8.count <= LoginReader.longestPath else { return nil }
    for _ in 0..<LoginReader.deepestProject where path != "/" && path != home {
      if let found = CredentialFinder.credential(ofProject: path) { return found }
      path = PathText.folder(of: path)
    }
    return nil
  }

  /// The longest path the system accepts, in bytes, and how many folders are searched: a transcript may name any
  /// folder.
  private static let longestPath = 4096
  private static let deepestProject = 64

  /// Who is signed in to Cursor, and problems with its databases.
  package func lookAtEditor() -> (finding: EditorSignIn.Finding, broken: [SourceProblem]) {
    CursorState.look(CursorState.files(environment: environment))
  }

  /// The logins found, in folder order. A file that is missing or broken at the moment adds nothing.
  package func findings() -> [Login.Finding] { look().findings }

  /// The logins found, in folder order, and the account files that exist but cannot be understood. What was known
  /// from those stays.
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
          "is not a Claude Code account file; its login is unknown", .mend)
        if let problem { broken.append(problem) }
        continue
      }
      guard file.isSignedIn else { return .signedOut(folder: folder) }
      let (credential, brokenSettings) = CredentialFinder.credential(
        environment: environment, settings: CredentialFinder.settingsFiles(of: folder))
      broken += brokenSettings
      var login = file.login(folder: folder, path: path, credential: credential)
      broken += (login.usage?.faults ?? []).map {
        SourceProblem(path: path, line: nil, reason: "\($0); it is ignored", remedy: .rewrite)
      }
      if let token = WholeFile.read(tokenFile(of: folder), most: 1 << 20, { TokenFile($0) }) {
        login.tokenEnds = token.refreshExpires ?? token.expires
        // The token file may be older than the account file.
        login.plan = login.plan ?? token.plan
      }
      return .signedIn(login)
    }
    return nil
  }

  /// The token of a folder's login, for online readings that the person has turned on.
  func accessToken(in folder: String) -> AccessToken? {
    WholeFile.read(tokenFile(of: folder), most: 1 << 20) { AccessToken($0) }
  }

  /// Possible account files, highest precedence first. The one for `~/.claude` is next to the folder.
  private func accountFiles(of folder: String) -> [String] {
    return [folder + "/.config.json", folder + "/.claude.json"]
      + (folder == home + "/.claude" ? [home + "/.claude.json"] : [])
  }

  private func tokenFile(of folder: String) -> String { folder + "/.credentials.json" }
}
