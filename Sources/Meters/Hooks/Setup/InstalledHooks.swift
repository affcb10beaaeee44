import Files
import Glibc
import Ledger

/// Whether a tool is stopped at a limit, and if not, why.
package struct InstalledHook: Equatable, Sendable {
  package var tool: HookTool
  package var isInstalled: Bool
  /// Whether the tool can run it, as far as its files show.
  package var works: Bool
  /// Why it does not work, in a sentence without a full stop; nil if it works or is not installed.
  package var why: String?
  /// Where it does not work although it is installed, each in a sentence without a full stop.
  package var notes: [String] = []
}

extension InstalledHook {
  /// The same for the limits that it keeps.
  package var installation: GuardInstallation {
    GuardInstallation(
      tool: tool.tool, by: .hook, isInstalled: isInstalled, works: works, why: why)
  }
}

/// Reads which hooks of ours are installed, and what disables them.
package struct InstalledHooks {
  private let places: HookPlaces
  private let environment: [String: String]
  private let folder: String?
  private let program: String?

  /// - Parameters:
  ///   - folder: the current folder, whose own settings and trust count; nil for none.
  ///   - program: the path of the running program, which may have any name; nil if unknown.
  package init(
    places: HookPlaces, environment: [String: String], folder: String?, program: String? = nil
  ) {
    self.program = program
    self.places = places
    self.environment = environment
    self.folder = folder
  }

  /// Every tool's state.
  package var all: [InstalledHook] { HookTool.allCases.map(state) }

  /// One tool's state.
  package func state(of tool: HookTool) -> InstalledHook {
    tool == .cline ? cline : settings(of: tool)
  }

  private func settings(of tool: HookTool) -> InstalledHook {
    var state = InstalledHook(tool: tool, isInstalled: false, works: false)
    let path = places.path(of: tool)
    guard let bytes = try? WholeFile.untouched(path) else { return state }
    let document: SettingsDocument
    do throws(SettingsFault) {
      document = try SettingsDocument(bytes)
    } catch {
      // A broken file cannot be searched for the entry, only for the program's name.
      state.isInstalled = String(decoding: bytes, as: UTF8.self).contains("fuelgauge")
      state.why = state.isInstalled ? "\(path) \(error)" : nil
      return state
    }
    let handlers = handlers(in: document, of: tool)
    let own = handlers.filter {
      HookProgram.isHook($0.words, program) && $0.words[2...].first == tool.rawValue
    }
    guard let installed = own.first?.words.first else { return state }
    state.isInstalled = true
    let missing = tool.gates.filter { gate in !own.contains { $0.event == gate } }
    state.why =
      disabled(tool, document) ?? fault(of: installed) ?? voided(tool, path, handlers)
      ?? missing.first.map { "\(path) has no hook for \($0); run fuelgauge setup \(tool.rawValue)" }
    state.works = state.why == nil
    if tool == .claude { state.notes = claudeNotes }
    return state
  }

  private var cline: InstalledHook {
    var state = InstalledHook(tool: .cline, isInstalled: false, works: false)
    for event in HookTool.cline.gates {
      let path = PathText.joined(places.path(of: .cline), event)
      guard let bytes = try? WholeFile.untouched(path), let words = HookScript.words(of: bytes)
      else {
        if state.isInstalled, state.why == nil { state.why = "\(path) is missing" }
        continue
      }
      // The first may be missing too.
      if !state.isInstalled, event != HookTool.cline.gates.first {
        state.why = "\(places.path(of: .cline)) has no \(HookTool.cline.gates[0])"
      }
      state.isInstalled = true
      state.why =
        state.why
        ?? (access(path, X_OK) == 0 ? nil : "\(path) is not executable; chmod +x makes it so")
        ?? words.first.flatMap { fault(of: $0) }
    }
    state.works = state.isInstalled && state.why == nil
    if state.isInstalled { state.notes = ["Cline runs hooks only if they are on in its settings"] }
    return state
  }

  // MARK: - What disables hooks

  /// A program that cannot run. Claude Code and the others then go on as if there were no hook.
  private func fault(of program: String) -> String? {
    var status = stat()
    guard stat(program, &status) == 0 else { return "the hook's program \(program) is missing" }
    guard status.st_mode & S_IFMT == S_IFREG, access(program, X_OK) == 0 else {
      return "the hook's program \(program) is not executable"
    }
    return nil
  }

  private func disabled(_ tool: HookTool, _ document: SettingsDocument) -> String? {
    guard tool == .claude else { return nil }
    func isOff(_ path: String) -> Bool { value(of: path)?["disableAllHooks"]?.bool == true }
    for path in managedFiles {
      if isOff(path) { return "“disableAllHooks” is on in \(path)" }
      if value(of: path)?["allowManagedHooksOnly"]?.bool == true {
        return "only the administrator's hooks run: “allowManagedHooksOnly” is on in \(path)"
      }
    }
    let own = document.members(of: document.root).last { $0.key == "disableAllHooks" }
    if let own, document.value(own.value)?.bool == true {
      return "“disableAllHooks” is on in \(places.path(of: .claude))"
    }
    return nil
  }

  /// The administrator's files, in the order in which they are read.
  private var managedFiles: [String] {
    let more = PathText.joined(places.managedFolder, "managed-settings.d")
    return [PathText.joined(places.managedFolder, "managed-settings.json")]
      + FolderListing.names(in: more).filter { $0.hasSuffix(".json") }
      .map { PathText.joined(more, $0) }
  }

  private var claudeNotes: [String] {
    var notes: [String] = []
    if environment["CLAUDE_CODE_SIMPLE"].map({ !["", "0", "false"].contains($0) }) == true {
      notes.append("CLAUDE_CODE_SIMPLE is set, and Claude Code then runs no hooks")
    }
    guard let folder else { return notes }
    for name in ["settings.json", "settings.local.json"] {
      let path = PathText.joined(folder, ".claude/" + name)
      if path != places.path(of: .claude), value(of: path)?["disableAllHooks"]?.bool == true {
        notes.append("“disableAllHooks” is on in \(path)")
      }
    }
    if isUntrusted(folder) {
      notes.append("\(folder) is not trusted, and Claude Code runs no hooks there until it is")
    }
    return notes
  }

  /// Whether Claude Code knows the folder and neither it nor one above it is trusted.
  private func isUntrusted(_ folder: String) -> Bool {
    let projects = value(of: places.claudeAccountFile)?["projects"]?.members ?? [:]
    guard projects[folder] != nil else { return false }
    var path = folder
    while true {
      if projects[path]?["hasTrustDialogAccepted"]?.bool == true { return false }
      let above = PathText.folder(of: path)
      if above == path || above == "." { return true }
      path = above
    }
  }

  /// Cursor's command line ignores a file with an event it does not know, or with a URL in a command.
  private func voided(_ tool: HookTool, _ path: String, _ handlers: [Handler]) -> String? {
    guard tool == .cursor else { return nil }
    if let unknown = handlers.first(where: { !InstalledHooks.cursorEvents.contains($0.event) }) {
      return
        "Cursor may ignore all of \(path), because it does not know the event “\(unknown.event)”"
    }
    if handlers.contains(where: { $0.words.contains { $0.contains("://") } }) {
      return "Cursor may ignore all of \(path), because a command in it contains a URL"
    }
    return nil
  }

  /// Cursor's events, from its manual.
  private static let cursorEvents: Set<String> = [
    "sessionStart", "sessionEnd", "beforeSubmitPrompt", "preToolUse", "postToolUse",
    "postToolUseFailure", "subagentStart", "subagentStop", "beforeShellExecution",
    "afterShellExecution", "beforeMCPExecution", "afterMCPExecution", "beforeReadFile",
    "afterFileEdit", "afterAgentResponse", "afterAgentThought", "preCompact", "stop",
    "beforeTabFileRead", "afterTabFileEdit", "workspaceOpen",
  ]

  // MARK: - Reading

  private struct Handler {
    var event: String
    var words: [String]
  }

  private func handlers(in document: SettingsDocument, of tool: HookTool) -> [Handler] {
    guard let hooks = document.members(of: document.root).last(where: { $0.key == "hooks" }) else {
      return []
    }
    return document.members(of: hooks.value).flatMap { event -> [Handler] in
      let entries = document.value(event.value)?.elements ?? []
      let handlers = tool == .claude ? entries.flatMap { $0["hooks"]?.elements ?? [] } : entries
      let found = handlers.map { Handler(event: event.key, words: HookProgram.words(of: $0)) }
      // An event without handlers still has a name that Cursor must know.
      return found.isEmpty ? [Handler(event: event.key, words: [])] : found
    }
  }

  private func value(of path: String) -> JSONValue? {
    WholeFile.read(path, most: JSONValue.largestFile) { JSONValue($0) }
  }
}
