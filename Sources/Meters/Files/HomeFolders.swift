import Files

/// The folders where a person's programs keep their files, according to the environment.
package struct HomeFolders: Sendable {
  /// `HOME`, else the home folder the system has on record.
  package let home: String
  /// `XDG_CONFIG_HOME`, else `~/.config`.
  package let config: String
  /// `XDG_DATA_HOME`, else `~/.local/share`.
  package let data: String
  /// `XDG_STATE_HOME`, else `~/.local/state`.
  package let state: String

  /// Empty variables count as unset, and so do paths that are not absolute.
  package init(environment: [String: String]) {
    func given(_ name: String) -> String? {
      environment[name].flatMap { $0.hasPrefix("/") ? $0 : nil }
    }
    let home = HomeFolder.path(environment: environment) ?? HomeFolders.nowhere
    self.home = home
    config = given("XDG_CONFIG_HOME") ?? home + "/.config"
    data = given("XDG_DATA_HOME") ?? home + "/.local/share"
    state = given("XDG_STATE_HOME") ?? home + "/.local/state"
  }

  /// Used if there is no home folder. The root folder would not do: everybody shares it.
  private static let nowhere = "/nonexistent"
}
