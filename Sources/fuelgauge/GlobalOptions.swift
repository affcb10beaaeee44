import ArgumentParser

/// Options that every command takes.
struct GlobalOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The store to use; FUELGAUGE_STORE says the same.", valueName: "path"))
  var store: String?

  @Option(
    help: ArgumentHelp(
      "The settings file to use; FUELGAUGE_CONFIG says the same.", valueName: "path"))
  var config: String?
}
