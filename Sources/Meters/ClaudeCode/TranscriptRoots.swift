import Glibc

/// The folders where Claude Code keeps transcripts.
///
/// `CLAUDE_CONFIG_DIR` names one folder, or several separated by commas. Without it there are two default ones,
/// `$XDG_CONFIG_HOME/claude` and `~/.claude`. Each is a configuration folder with a `projects` folder in it, or a
/// `projects` folder itself.
package struct TranscriptRoots: Equatable, Sendable {
  /// The `projects` folders, in reading order; they need not exist.
  package let folders: [String]

  /// Creates the roots given by `environment`.
  package init(environment: [String: String]) {
    let usually = HomeFolders(environment: environment)
    let home = usually.home
    let given = (environment["CLAUDE_CONFIG_DIR"] ?? "").split(separator: ",")
      .map { String($0).trimmingBlanks }.filter { !$0.isEmpty }
    let usual = [usually.config + "/claude", home + "/.claude"]
    folders = (given.isEmpty ? usual : given).map { folder in
      let path = TranscriptRoots.absolute(folder, home: home)
      return path.hasSuffix("/projects") ? path : path + "/projects"
    }
  }

  /// For each missing folder, the nearest existing folder above it: a new folder there may be the start of it.
  package var parentsOfMissing: [String] {
    let missing = folders.filter { access($0, F_OK) != 0 }
    return Set(
      missing.map { folder in
        var path = Substring(folder)
        while access(String(path), F_OK) != 0, let slash = path.lastIndex(of: "/"),
          slash > path.startIndex
        {
          path = path[..<slash]
        }
        return String(path)
      }
    ).sorted()
  }

  /// The configuration folder a transcript belongs to; nil if it is not below any root, or if the root is a
  /// `projects` folder that stands alone.
  package func configFolder(of path: String) -> String? {
    folders.first { path.hasPrefix($0 + "/") }.map { String($0.dropLast("/projects".count)) }
  }

  private static func absolute(_ folder: String, home: String) -> String {
    var path = folder
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    if path == "~" { return home }
    if path.hasPrefix("~/") { return home + path.dropFirst(1) }
    if path.hasPrefix("/") { return path }
    guard let current = getcwd(nil, 0) else { return path }
    defer { free(current) }
    return String(cString: current) + "/" + path
  }
}

extension String {
  fileprivate var trimmingBlanks: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
