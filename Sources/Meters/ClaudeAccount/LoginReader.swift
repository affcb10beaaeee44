import Ledger

/// Reads who is signed in in Claude Code's configuration folders, what pays, and until when.
package struct LoginReader: Sendable {
  private let folders: [String]
  private let environment: [String: String]

  /// A reader of the configuration folders that transcripts are looked for in.
  package init(roots: TranscriptRoots, environment: [String: String]) {
    self.environment = environment
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

  /// What the settings files of a project say that pays there; nil: nothing.
  package func credential(ofProject folder: String) -> Credential? {
    // A session may have gone into a folder of its project; above the home folder nothing is a project's.
    let home = environment["HOME"] ?? "/"
    var path = folder[...]
    while path.hasPrefix("/"), path.count > 1, path != home {
      if let found = CredentialFinder.credential(ofProject: String(path)) { return found }
      guard let slash = path.lastIndex(of: "/") else { return nil }
      path = path[..<slash]
    }
    return nil
  }

  /// Who is signed in to Cursor.
  package func editorSignIn() -> EditorSignIn.Finding {
    CursorState.finding(CursorState.files(environment: environment))
  }

  /// What the folders say, in their order. A file that is absent or broken for the moment says nothing.
  package func findings() -> [Login.Finding] { folders.compactMap(finding) }

  /// Account files that are there and cannot be understood; what was known before stays.
  package func brokenFiles() -> [SourceProblem] {
    folders.flatMap(accountFiles).compactMap { path in
      guard let file = SourceFile(at: path), file.size > 0,
        WholeFile.read(path, { AccountFile($0) }) == nil
      else { return nil }
      return SourceProblem(
        path: path, line: nil,
        reason: "no account file of Claude Code; who is signed in is not known from it")
    }
  }

  private func finding(in folder: String) -> Login.Finding? {
    for path in accountFiles(of: folder) {
      guard let file = WholeFile.read(path, { AccountFile($0) }) else { continue }
      guard file.isSignedIn else { return .signedOut(folder: folder) }
      let credential = CredentialFinder.credential(
        environment: environment, settings: CredentialFinder.settingsFiles(of: folder))
      var login = file.login(folder: folder, path: path, credential: credential)
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
    let home = environment["HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? "/"
    return [folder + "/.config.json", folder + "/.claude.json"]
      + (folder == home + "/.claude" ? [home + "/.claude.json"] : [])
  }

  private func tokenFile(of folder: String) -> String { folder + "/.credentials.json" }
}
