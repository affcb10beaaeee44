import Files
import Glibc

/// Sets up a tool's hooks on disk, and takes them out again.
package struct HookSetup: Sendable {
  package let tool: HookTool
  private let program: HookProgram
  private let settings: HookSettings
  private let path: String

  /// - Parameter version: Claude Code's version; nil if unknown. The other tools do not need it.
  package init(
    _ tool: HookTool, program: HookProgram, version: String?, places: HookPlaces
  ) {
    self.tool = tool
    self.program = program
    settings = HookSettings(tool, program, version: version)
    path = places.path(of: tool)
  }

  /// What would change, file by file; nothing is written.
  package func changes(removing: Bool) throws(SetupFault) -> [SetupChange] {
    try plans(removing: removing).map(\.change).filter { !$0.isEmpty }
  }

  /// Changes the files.
  /// - Returns: what changed; empty if everything was as it has to be.
  package func carryOut(removing: Bool) throws(SetupFault) -> [SetupChange] {
    if !removing, let fault { throw fault }
    // Somebody else may change a file between reading and writing it; then all starts over.
    for _ in 0..<5 {
      let plans = try plans(removing: removing)
      for plan in plans where !plan.change.isEmpty { try plan.file.ensureWritable() }
      var done: [SetupChange] = []
      var isWhole = true
      for plan in plans where !plan.change.isEmpty {
        if !removing, tool != .cline, let new = plan.change.new {
          try plan.file.backUp(plan.original, writing: new)
        }
        isWhole = try plan.file.write(plan.change.new, mode: tool == .cline ? 0o755 : 0o600)
        guard isWhole else { break }
        if removing, plan.isExact { plan.file.deleteBackup() }
        done.append(plan.change)
      }
      if isWhole { return done }
    }
    throw SetupFault(
      description:
        "\(path) is being changed by another program all the time, so nothing was changed;"
        + " try again")
  }

  /// Why this program cannot be installed; nil if it can.
  package var fault: SetupFault? {
    guard program.isBuildProduct else { return nil }
    return SetupFault(
      description:
        "\(program.path) is a build product that the next clean build removes, so nothing was"
        + " changed; copy it to a folder such as ~/.local/bin and run setup from there")
  }

  /// What a person can paste instead.
  package var lines: String { tool == .cline ? script : settings.lines }

  /// The words of the command that the tool runs.
  package var command: [String] { program.hook(tool) }

  private struct Plan {
    var file: SettingsFile
    var change: SetupChange
    /// The file without our entries; nil if there was none.
    var original: [UInt8]?
    /// Whether the change restores the file byte for byte.
    var isExact = false
  }

  private func plans(removing: Bool) throws(SetupFault) -> [Plan] {
    guard tool != .cline else { return try scripts(removing: removing) }
    let file = try SettingsFile(path)
    do throws(SettingsFault) {
      return [try removing ? removal(of: file) : installation(in: file)]
    } catch {
      throw SetupFault(
        description: "\(file.path) \(error), so nothing was changed", canPaste: !removing)
    }
  }

  private func installation(in file: SettingsFile) throws(SettingsFault) -> Plan {
    let old = file.bytes
    let new = try settings.installed(in: old ?? [])
    let change = SetupChange(path: file.path, old: old, new: new)
    if change.isEmpty { return Plan(file: file, change: change, original: old) }
    let original: [UInt8]? =
      switch file.original {
      case .some(let kept): kept
      case nil: try old.map { bytes throws(SettingsFault) in try settings.removed(from: bytes) }
      }
    return Plan(file: file, change: change, original: original)
  }

  private func removal(of file: SettingsFile) throws(SettingsFault) -> Plan {
    guard let old = file.bytes else {
      return Plan(file: file, change: SetupChange(path: file.path, old: nil, new: nil))
    }
    var new: [UInt8]?
    var isExact = true
    switch file.original {
    case .some(.some(let kept)): new = kept
    // Cursor goes on with the hooks it has loaded when the file vanishes.
    case .some(nil) where tool != .cursor: new = nil
    default:
      new = try settings.removed(from: old)
      isExact = file.original != nil
    }
    return Plan(
      file: file, change: SetupChange(path: file.path, old: old, new: new), original: nil,
      isExact: isExact)
  }

  // MARK: - Cline

  /// Cline runs an executable file named like the event.
  private var script: String { HookScript.text(of: program) }

  private func scripts(removing: Bool) throws(SetupFault) -> [Plan] {
    var plans: [Plan] = []
    for event in tool.gates {
      let file = try SettingsFile(PathText.joined(path, event))
      let isOwn = file.bytes.map { HookScript.words(of: $0) != nil }
      if isOwn == false, !removing {
        throw SetupFault(
          description:
            "\(file.path) belongs to somebody else, so nothing was changed; call Fuelgauge from"
            + " it, or move it away", canPaste: true)
      }
      let new = removing ? (isOwn == true ? nil : file.bytes) : Array(script.utf8)
      plans.append(
        Plan(
          file: file, change: SetupChange(path: file.path, old: file.bytes, new: new),
          original: nil))
    }
    return plans
  }
}

/// The script that Cline runs as a hook.
enum HookScript {
  static func text(of program: HookProgram) -> String {
    head + ShellWords.joined(program.hook(.cline)) + "\n"
  }

  /// The words of the command in a script; nil unless the script is exactly one of ours.
  static func words(of bytes: [UInt8]) -> [String]? {
    let text = String(decoding: bytes, as: UTF8.self)
    guard text.hasPrefix(head) else { return nil }
    let words = ShellWords.split(String(text.dropFirst(head.count)))
    return text == head + ShellWords.joined(words) + "\n" ? words : nil
  }

  private static let head = """
    #!/bin/sh
    # From "fuelgauge setup cline"; "fuelgauge setup cline --remove" deletes it.
    exec\u{20}
    """
}
