import ArgumentParser
import Canvas
import Foundation
import Terminal
import Themes

/// Options of the commands that use themes.
struct ThemeOptions: ParsableArguments {
  @Option(
    name: .customLong("themes-dir"),
    help: ArgumentHelp("The folder to look for themes in first.", valueName: "folder"))
  var themesFolder: String?
}

/// `fuelgauge themes`: lists the themes, or shows what one looks like.
struct ThemesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "themes", abstract: "List the themes, or show the colours of one.")

  @Option(help: ArgumentHelp("Show the colours of this theme.", valueName: "name"))
  var preview: String?

  @Flag(help: "Print the list as JSON.")
  var json = false

  @Option(help: "How many colours the preview uses.")
  var color: ColorSetting?

  @OptionGroup var themeOptions: ThemeOptions
  @OptionGroup var options: GlobalOptions

  func validate() throws {
    if json, preview != nil { throw ValidationError("--json and --preview cannot be combined.") }
  }

  func run() throws {
    let workplace = try Workplace(options, themesFolder: themeOptions.themesFolder)
    let catalog = workplace.themes
    guard let preview else {
      let list = ThemeList(entries: catalog.entries, current: workplace.settings.theme)
      return try StandardOutput.print(json ? list.json.printed : list.text)
    }
    let theme = try catalog.theme(askedFor: preview, by: "--preview")
    let depth = depth(workplace)
    let canvas = ThemePreview(
      name: preview, palette: theme.palette, depth: depth,
      glyphs: workplace.settings.ascii ? .ascii : .unicode
    ).canvas
    try StandardOutput.print(canvas, depth: depth)
    if !theme.problems.isEmpty {
      try StandardOutput.print(
        (["", "not used:"] + theme.problems.map { "  \($0)" }).joined(separator: "\n"))
    }
  }

  /// The depth asked for, else what the terminal supports; no colours if output is not a terminal.
  private func depth(_ workplace: Workplace) -> ColorDepth {
    if let depth = color?.depth { return depth }
    guard isatty(STDOUT_FILENO) == 1 else { return .none }
    return ColorDepth.detect(
      environment: workplace.environment,
      requested: color == nil ? workplace.settings.color.depth : nil)
  }
}

extension ThemeCatalog {
  /// The theme named by an option.
  /// - Throws: ``Failure`` if there is no such theme, or it cannot be read.
  func theme(askedFor name: String, by option: String) throws -> Theme {
    do throws(Fault) {
      return try theme(named: name)
    } catch {
      switch error {
      case .unknown: throw Failure(status: .usage, message: "\(option): \(error)")
      case .unreadable: throw Failure(status: .file, message: "\(error)")
      }
    }
  }
}
