import Files

/// The folders that a person's programs keep things in, as the environment says.
package struct HomeFolders: Sendable {
  /// `HOME`, else what the system knows of the person.
  package let home: String
  /// `XDG_CONFIG_HOME`, else `~/.config`.
  package let config: String
  /// `XDG_DATA_HOME`, else `~/.local/share`.
  package let data: String

  /// What is empty in the environment is as good as not there, and so is a folder that is not named from the
  /// root.
  package init(environment: [String: String]) {
    func given(_ name: String) -> String? {
      environment[name].flatMap { $0.hasPrefix("/") ? $0 : nil }
    }
    let home = HomeFolder.path(environment: environment) ?? HomeFolders.nowhere
    self.home = home
    config = given("XDG_CONFIG_HOME") ?? home + "/.config"
    data = given("XDG_DATA_HOME") ?? home + "/.local/share"
  }

  /// Stands for the home of somebody who has none; the root would be everybody's.
  private static let nowhere = "/nonexistent"
}
