import Files

/// Where tools keep the files that hooks are set up in.
package struct HookPlaces: Sendable {
  /// Claude Code's configuration folder.
  package let claudeFolder: String
  /// Claude Code's account file, which lists the trusted folders.
  let claudeAccountFile: String
  /// The folder of settings that an administrator manages for Claude Code.
  let managedFolder: String
  private let home: String

  /// The places according to the environment.
  package init(environment: [String: String], managedFolder: String = "/etc/claude-code") {
    home = HomeFolders(environment: environment).home
    self.managedFolder = managedFolder
    if environment["CLAUDE_CONFIG_DIR"]?.isEmpty == false,
      let first = TranscriptRoots(environment: environment).folders.first
    {
      claudeFolder = String(first.dropLast("/projects".count))
      claudeAccountFile = claudeFolder + "/.claude.json"
    } else {
      claudeFolder = home + "/.claude"
      claudeAccountFile = home + "/.claude.json"
    }
  }

  /// The settings file of a tool; for Cline the folder of its hooks.
  package func path(of tool: HookTool) -> String {
    switch tool {
    case .claude: claudeFolder + "/settings.json"
    case .cursor: home + "/.cursor/hooks.json"
    case .windsurf: home + "/.codeium/windsurf/hooks.json"
    case .cline: home + "/Documents/Cline/Hooks"
    }
  }
}
