import Files

/// The program that hooks start.
package struct HookProgram: Equatable, Sendable {
  /// Its absolute path: hooks run in folders of their own.
  package var path: String
  /// Options for every call, such as `--store PATH`.
  package var options: [String]

  package init(path: String, options: [String] = []) {
    self.path = path
    self.options = options
  }

  /// The words of a tool's hook command.
  package func hook(_ tool: HookTool) -> [String] { [path, "hook", tool.rawValue] + options }

  /// The words of the status line command; `then` is the command it wraps.
  func statusLine(then old: String?) -> [String] {
    [path, "statusline"] + options + (old.map { ["--then", $0] } ?? [])
  }

  /// Whether it is a build that the next `swift package clean` removes.
  package var isBuildProduct: Bool { path.split(separator: "/").contains(".build") }

  /// Whether these words call Fuelgauge: this program or another copy of it.
  func isOwn(_ words: [String], _ command: String) -> Bool {
    guard words.count > 1, words[1] == command else { return false }
    return words[0] == path || HookProgram.isNamed(words[0])
  }

  private static func isNamed(_ path: String) -> Bool { PathText.name(of: path) == "fuelgauge" }

  /// The words of a hook entry: `command` with `args`, or a command string; empty if it is neither.
  static func words(of handler: JSONValue?) -> [String] {
    guard let command = handler?["command"]?.text else { return [] }
    guard let arguments = handler?["args"] else { return ShellWords.split(command) }
    return [command] + arguments.elements.compactMap(\.text)
  }

  /// Whether words call a hook of any copy of Fuelgauge, or of the one at `path`, whatever its name.
  static func isHook(_ words: [String], _ path: String?) -> Bool {
    words.count > 1 && words[1] == "hook" && (isNamed(words[0]) || words[0] == path)
  }
}
