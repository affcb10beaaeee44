import ArgumentParser

/// Options of every command.
struct GlobalOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The store to use, instead of FUELGAUGE_STORE or the default.", valueName: "path"))
  var store: String?

  @Option(
    help: ArgumentHelp(
      "The settings file to use, instead of FUELGAUGE_CONFIG or the default.", valueName: "path"))
  var config: String?
}
