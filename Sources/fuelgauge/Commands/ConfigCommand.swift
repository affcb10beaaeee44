import ArgumentParser
import Foundation

/// `fuelgauge config`: checks the settings, shows where they are, and prints a file to start with.
struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config",
    abstract: "Check the settings, show their path, or print every key with its default.",
    subcommands: [Show.self, Path.self, PrintDefault.self], defaultSubcommand: Show.self)

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Check the settings and price files, and show the paths in use.")
    @OptionGroup var options: GlobalOptions

    func run() throws {
      let workplace = try Workplace(options)
      let exists = FileManager.default.fileExists(atPath: workplace.configPath)
      try StandardOutput.print(
        "settings  \(workplace.configPath)\(exists ? "" : "  (none: the defaults are used)")")
      try StandardOutput.print("store     \(workplace.storePath)")
      var problems = workplace.settingsProblems
      do {
        _ = try workplace.prices()
      } catch let failure as Failure {
        problems.append(failure.message)
      }
      if let fault = workplace.importedPricesFault() { problems.append(fault) }
      guard !problems.isEmpty else { return }
      throw Failure(status: .badData, message: problems.joined(separator: "\n"))
    }
  }

  struct Path: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Print the settings file's path.")
    @OptionGroup var options: GlobalOptions

    func run() throws { try StandardOutput.print(try Workplace(options).configPath) }
  }

  struct PrintDefault: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "print-default",
      abstract: "Print every key with its default and an explanation.")

    func run() throws { try StandardOutput.print(SettingsFile.printedDefault, terminator: "") }
  }
}
