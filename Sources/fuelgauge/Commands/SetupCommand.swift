import Advice
import ArgumentParser
import Files
import Foundation
import Meters

/// `fuelgauge setup`: installs the hooks that stop a tool at a limit.
struct SetupCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "setup",
    abstract: "Show, install or remove what Fuelgauge needs in a tool's settings.",
    discussion: """
      Without an option it prints what would change as a diff, and changes nothing. Without a tool it lists \
      what is installed. --apply tests the hook afterwards, and exits with 1 if it does not answer.
      """)

  @Argument(
    help: ArgumentHelp("The tool: claude, cursor, windsurf or cline.", valueName: "tool"))
  var tool: HookTool?

  @Flag(help: "Change the tool's settings; the old file is kept beside the new one.")
  var apply = false

  @Flag(help: "Take out what --apply put in.")
  var remove = false

  @OptionGroup var options: GlobalOptions

  func validate() throws {
    if apply, remove { throw ValidationError("Use either --apply or --remove.") }
    if tool == nil, apply || remove { throw ValidationError("Name the tool to set up.") }
  }

  func run() throws {
    let workplace = try Workplace.ofCommand(options)
    guard let tool else { return try StandardOutput.print(SetupCommand.list(workplace)) }
    try StandardOutput.ensureOpen()
    let version =
      tool == .claude && !remove ? NewestClaudeCode.version(below: workplace.roots) : nil
    guard let path = Workplace.programPath else {
      throw Failure(status: .file, message: "/proc/self/exe: the program's own path is unknown")
    }
    let setup = HookSetup(
      tool, program: HookProgram(path: path, options: hookOptions), version: version,
      places: workplace.hookPlaces)
    do {
      if apply || remove {
        try carryOut(setup, workplace)
      } else {
        try preview(setup, version)
      }
    } catch let fault as SetupFault {
      throw Failure(
        status: fault.canPaste ? .badData : .file,
        message: fault.description
          + (fault.canPaste ? "\nTo do it by hand, put in:\n\(setup.lines)" : ""))
    }
  }

  private func preview(_ setup: HookSetup, _ version: String?) throws {
    let changes = try setup.changes(removing: false)
    guard !changes.isEmpty else {
      return try StandardOutput.print("\(setup.tool.title) is set up already")
    }
    let known =
      setup.tool != .claude
      ? "" : version.map { " for version \($0)" } ?? " for a version that no transcript names"
    try StandardOutput.print(changes.map(\.diff).joined(separator: "\n"))
    StandardError.print(
      setup.fault?.description
        ?? "nothing was changed; fuelgauge setup \(setup.tool.rawValue) --apply does this\(known)")
  }

  private func carryOut(_ setup: HookSetup, _ workplace: Workplace) throws {
    let changes = try setup.carryOut(removing: remove)
    let lines = changes.map { change in
      switch (change.old, change.new) {
      case (nil, _): "created \(change.path)"
      case (_, nil): "deleted \(change.path)"
      case _ where remove: "took Fuelgauge's entries out of \(change.path)"
      default: "changed \(change.path)" + SetupCommand.backup(of: change.path)
      }
    }
    guard !remove else {
      return try StandardOutput.print(
        lines.isEmpty
          ? "Fuelgauge is not in \(setup.tool.title)'s settings" : lines.joined(separator: "\n"))
    }
    let trial = HookTrial.run(setup.command, payload: HookTrial.payload(of: setup.tool))
    let state = workplace.installedHooks.state(of: setup.tool)
    let remarks = (state.why.map { [$0] } ?? []) + state.notes
    try StandardOutput.print(
      ((lines.isEmpty ? ["\(setup.tool.title) is set up already"] : lines) + [trial.text]
        + remarks).joined(separator: "\n"))
    if !trial.isGood || (state.isInstalled && !state.works) {
      throw Failure(status: .attention, message: "")
    }
  }

  /// Where the old file is; nothing if there was none.
  private static func backup(of path: String) -> String {
    let backup = path + ".fuelgauge-backup"
    return FileManager.default.fileExists(atPath: backup) ? "; the old file is \(backup)" : ""
  }

  private static func list(_ workplace: Workplace) -> String {
    workplace.installedHooks.all.map { hook in
      let text =
        hook.isInstalled
        ? hook.why ?? "installed" : "not installed; fuelgauge setup \(hook.tool.rawValue) shows it"
      return ([hook.tool.title + ": " + text] + hook.notes.map { "  " + $0 })
        .joined(separator: "\n")
    }.joined(separator: "\n")
  }

  /// A hook must use the same store as this command does.
  private var hookOptions: [String] {
    func option(_ name: String, _ path: String?) -> [String] {
      guard let path, !path.isEmpty else { return [] }
      let folder = FileManager.default.currentDirectoryPath
      return [name, path.hasPrefix("/") ? path : PathText.joined(folder, path)]
    }
    return option("--store", options.store) + option("--config", options.config)
  }
}

extension HookTool: ExpressibleByArgument {}

extension InstalledHook {
  /// What the checkup needs to know.
  var fact: GuardFact {
    GuardFact(
      tool: tool.title, isInstalled: isInstalled, works: works, why: why, notes: notes,
      remedy: "fuelgauge setup \(tool.rawValue)")
  }
}

extension Workplace {
  /// The running program's own file, with links resolved; nil if unknown.
  static var programPath: String? {
    guard let path = realpath("/proc/self/exe", nil) else { return nil }
    defer { free(path) }
    return String(cString: path)
  }

  /// Where tools keep their hooks.
  var hookPlaces: HookPlaces { HookPlaces(environment: environment) }

  /// Which hooks are installed, seen from the current folder.
  var installedHooks: InstalledHooks {
    InstalledHooks(
      places: hookPlaces, environment: environment,
      folder: FileManager.default.currentDirectoryPath, program: Workplace.programPath)
  }
}
