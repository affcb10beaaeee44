import ArgumentParser
import Terminal

extension ColorSetting: NamedArgument {
  /// The depth asked for; nil for whatever the terminal supports.
  var depth: ColorDepth? {
    switch self {
    case .auto: nil
    case .truecolor: .truecolor
    case .palette256: .palette256
    case .ansi16: .ansi16
    case .none: ColorDepth.none
    }
  }
}

/// `fuelgauge` without a command: the dashboard.
struct DashboardCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dashboard", abstract: "Open the dashboard, as `fuelgauge` alone does.")

  @Flag(help: "Play a made-up day in a separate store; yours is not touched.")
  var demo = false

  @Option(
    help: ArgumentHelp(
      "Which day --demo plays; the same number always gives the same day.", valueName: "n"))
  var seed: UInt64 = 1

  @Option(help: ArgumentHelp("The theme to use; fuelgauge themes lists them.", valueName: "name"))
  var theme: String?

  @Option(help: "How many colours to use.")
  var color: ColorSetting?

  @Flag(help: "Draw with ASCII characters only.")
  var ascii = false

  @Flag(name: .customLong("no-mouse"), help: "Leave clicks and the wheel to the terminal.")
  var noMouse = false

  @Option(
    help: ArgumentHelp(
      "Seconds between refreshes.", valueName: "seconds"))
  var refresh: Double?

  @Flag(name: .customLong("no-collect"), help: "Show the store as it is; read no sources.")
  var noCollect = false

  @OptionGroup var themeOptions: ThemeOptions
  @OptionGroup var options: GlobalOptions

  func validate() throws {
    if demo, noCollect { throw ValidationError("--demo and --no-collect cannot be combined.") }
    if let refresh, !(0.1...60).contains(refresh) {
      throw ValidationError("--refresh takes 0.1 to 60 seconds.")
    }
  }

  func run() throws {
    let workplace = try Workplace(options, themesFolder: themeOptions.themesFolder)
    var settings = workplace.settings
    if let theme {
      _ = try workplace.themes.theme(askedFor: theme, by: "--theme")
      settings.theme = theme
    }
    if let color { settings.color = color }
    if ascii { settings.ascii = true }
    if noMouse { settings.mouse = false }
    if let refresh { settings.refreshSeconds = refresh }
    if demo { settings.refreshSeconds = min(settings.refreshSeconds, 0.25) }
    let stage = demo ? try DemoStage(workplace, seed: seed) : nil
    defer { stage?.end() }
    try DashboardRun(
      workplace: stage?.workplace ?? workplace, settings: settings, collects: !noCollect,
      demo: stage
    ).run()
  }
}
