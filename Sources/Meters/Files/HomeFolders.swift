/// The folders that a person's programs keep things in, as the environment says.
package struct HomeFolders: Sendable {
  /// `HOME`.
  package let home: String
  /// `XDG_CONFIG_HOME`, else `~/.config`.
  package let config: String
  /// `XDG_DATA_HOME`, else `~/.local/share`.
  package let data: String

  /// What is empty in the environment is as good as not there.
  package init(environment: [String: String]) {
    func given(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
    let home = given("HOME") ?? "/"
    self.home = home
    config = given("XDG_CONFIG_HOME") ?? home + "/.config"
    data = given("XDG_DATA_HOME") ?? home + "/.local/share"
  }
}
