import ArgumentParser

/// Supports options before the command, as in `fuelgauge --store PATH status`.
enum LeadingOptions {
  private static let names = ["--store", "--config", "--account"]

  /// Moves those options behind the command they are for. Without a command they stay, because the dashboard
  /// takes them there.
  static func moved(_ arguments: [String], root: any ParsableCommand.Type) -> [String] {
    var (leading, rest): ([String], ArraySlice<String>) = ([], arguments[...])
    while let first = rest.first {
      if names.contains(first), rest.count > 1 {
        leading += rest.prefix(2)
        rest = rest.dropFirst(2)
      } else if names.contains(where: { first.hasPrefix($0 + "=") }) {
        leading.append(first)
        rest = rest.dropFirst()
      } else {
        break
      }
    }
    var (command, path) = (root, [String]())
    while let name = rest.first,
      let next = command.configuration.subcommands.first(where: { $0._commandName == name })
    {
      path.append(name)
      rest = rest.dropFirst()
      command = next
    }
    return path.isEmpty ? arguments : path + leading + rest
  }
}
