/// Puts Fuelgauge's entries into a tool's settings file, and takes them out again: text in, text out.
package struct HookSettings: Sendable {
  let tool: HookTool
  let program: HookProgram
  /// Claude Code's version; nil if unknown.
  let version: String?

  /// Creates the entries for a tool that keeps its hooks in a JSON file.
  /// - Parameter version: Claude Code's version such as `2.1.332`; nil if unknown. The other tools do not need it.
  package init(_ tool: HookTool, _ program: HookProgram, version: String? = nil) {
    self.tool = tool
    self.program = program
    self.version = version
  }

  /// The text with our entries in it; the same text if they are there already.
  /// - Parameter text: the file's bytes; empty if there is no file.
  /// - Throws: ``SettingsFault`` if the text cannot be edited safely.
  package func installed(in text: [UInt8]) throws(SettingsFault) -> [UInt8] {
    if tool == .cursor, program.hook(tool).contains(where: { $0.contains("://") }) {
      throw SettingsFault("would be ignored by Cursor, because the command contains a URL")
    }
    var document = try SettingsDocument(text)
    if tool == .cursor, try document.member("version", of: document.root) == nil {
      document.add("version", .number(1), to: document.root)
    }
    if try document.member("hooks", of: document.root) == nil {
      document.add("hooks", .object([]), to: document.root)
    }
    try takeOut(of: &document, isInstalling: true)
    for (event, entry) in entries where try !has(entry, for: event, in: document) {
      let hooks = try hooks(of: document)
      if let list = try list(event, of: hooks, in: document) {
        document.append(entry, to: list)
      } else {
        document.add(event, .array([entry]), to: hooks)
      }
    }
    if tool == .claude { try wrapStatusLine(in: &document) }
    return document.bytes
  }

  /// The text without our entries, and without the lists that they leave empty.
  /// - Throws: ``SettingsFault`` if the text cannot be edited safely.
  package func removed(from text: [UInt8]) throws(SettingsFault) -> [UInt8] {
    var document = try SettingsDocument(text)
    if try document.member("hooks", of: document.root) != nil {
      try takeOut(of: &document, isInstalling: false)
    }
    if tool == .claude { try unwrapStatusLine(in: &document) }
    return document.bytes == (try SettingsDocument(text)).bytes ? text : document.bytes
  }

  /// What to paste by hand into a file that cannot be edited.
  package var lines: String {
    let bytes = (try? installed(in: [])) ?? []
    return String(decoding: bytes, as: UTF8.self)
  }

  // MARK: - Entries

  /// The first versions of Claude Code with a feature. One that does not know an event ignored the whole settings
  /// file before 2.1.101. When PostToolBatch came is not documented; the manual of 2.1.240 has it.
  private static let takesArguments = ClaudeCodeVersion("2.1.139")
  private static let hasToolBatch = ClaudeCodeVersion("2.1.240")

  /// The entries, one for each event.
  private var entries: [(event: String, entry: SettingsValue)] {
    let words = program.hook(tool)
    let command = SettingsValue.string(ShellWords.joined(words))
    switch tool {
    case .claude:
      let known = version.map(ClaudeCodeVersion.init)
      var handler: [(key: String, value: SettingsValue)] = [
        (key: "type", value: .string("command"))
      ]
      if let known, known >= HookSettings.takesArguments {
        handler.append((key: "command", value: .string(program.path)))
        handler.append(
          (key: "args", value: .array(words.dropFirst().map { SettingsValue.string($0) })))
      } else {
        handler.append((key: "command", value: command))
      }
      handler.append((key: "timeout", value: .number(5)))
      var events = ["UserPromptSubmit", "PreToolUse"]
      if let known, known >= HookSettings.hasToolBatch { events.append("PostToolBatch") }
      return (events + ["Stop", "SubagentStop", "SessionStart"]).map { event in
        let list = (key: "hooks", value: SettingsValue.array([.object(handler)]))
        return event == "PreToolUse"
          ? (event, .object([(key: "matcher", value: .string("*")), list]))
          : (event, .object([list]))
      }
    case .cursor:
      return (tool.gates + ["afterAgentResponse", "stop"]).map {
        ($0, .object([(key: "command", value: command), (key: "timeout", value: .number(5))]))
      }
    case .windsurf:
      return tool.gates.map {
        ($0, .object([(key: "command", value: command), (key: "show_output", value: .bool(true))]))
      }
    case .cline: return []
    }
  }

  /// An entry of the file is one of ours and exactly as it has to be.
  private func isDesired(_ event: String, _ entry: JSONValue?) -> Bool {
    entries.contains { $0.event == event && $0.entry.built == entry }
  }

  private func has(
    _ entry: SettingsValue, for event: String, in document: SettingsDocument
  ) throws(SettingsFault) -> Bool {
    guard let list = try list(event, of: try hooks(of: document), in: document) else {
      return false
    }
    return document.elements(of: list).contains { document.value($0) == entry.built }
  }

  private func hooks(of document: SettingsDocument) throws(SettingsFault) -> Range<Int> {
    guard let hooks = try document.member("hooks", of: document.root)?.value else {
      throw SettingsFault("has no “hooks”")
    }
    guard document.isObject(hooks) else {
      throw SettingsFault("has “hooks” that are \(document.kind(hooks)), not an object")
    }
    return hooks
  }

  private func list(
    _ event: String, of hooks: Range<Int>, in document: SettingsDocument
  ) throws(SettingsFault) -> Range<Int>? {
    guard let list = try document.member(event, of: hooks)?.value else { return nil }
    guard document.isArray(list) else {
      throw SettingsFault(
        "has “\(event)” in “hooks” that is \(document.kind(list)), not a list")
    }
    return list
  }

  /// Takes our entries out, with the lists and, at the end, the “hooks” that this leaves empty. Cursor goes on with
  /// the hooks it has loaded if they vanish altogether, so it keeps an empty object.
  /// - Parameter isInstalling: whether entries that are as they have to be stay, each once.
  private func takeOut(
    of document: inout SettingsDocument, isInstalling: Bool
  ) throws(SettingsFault) {
    while try takeOutOne(of: &document, isInstalling: isInstalling) {}
  }

  private func takeOutOne(
    of document: inout SettingsDocument, isInstalling: Bool
  ) throws(SettingsFault) -> Bool {
    let hooks = try hooks(of: document)
    let events = document.members(of: hooks)
    for (place, event) in events.enumerated() {
      let list = document.elements(of: event.value)
      var isKept = false
      for (index, entry) in list.enumerated() {
        let handlers = handlers(of: entry, in: document)
        let own = handlers.ranges.firstIndex { isOwn($0, in: document) }
        guard let own else { continue }
        if isInstalling, !isKept, isDesired(event.key, document.value(entry)) {
          isKept = true
          continue
        }
        if handlers.ranges.count > 1, let container = handlers.container {
          document.remove(own, of: handlers.ranges, in: container)
        } else if list.count > 1 {
          document.remove(index, of: list, in: event.value)
        } else if events.count > 1 || isInstalling || tool == .cursor {
          document.remove(place, of: events.map(\.range), in: hooks)
        } else {
          removeMember("hooks", of: &document)
          return false
        }
        return true
      }
    }
    return false
  }

  private func removeMember(_ key: String, of document: inout SettingsDocument) {
    let members = document.members(of: document.root)
    guard let index = members.firstIndex(where: { $0.key == key }) else { return }
    document.remove(index, of: members.map(\.range), in: document.root)
  }

  /// The handlers of an entry: in Claude Code an inner list, elsewhere the entry itself.
  private func handlers(
    of entry: Range<Int>, in document: SettingsDocument
  ) -> (ranges: [Range<Int>], container: Range<Int>?) {
    guard tool == .claude else { return ([entry], nil) }
    guard let list = document.members(of: entry).last(where: { $0.key == "hooks" }) else {
      return ([], nil)
    }
    return (document.elements(of: list.value), list.value)
  }

  private func isOwn(_ handler: Range<Int>, in document: SettingsDocument) -> Bool {
    // Most of a large file is nobody's hook.
    handler.count < 64 << 10
      && program.isOwn(HookProgram.words(of: document.value(handler)), "hook")
  }

  // MARK: - The status line

  /// Puts our command into the status line. A command that is there already is wrapped, and its other keys stay.
  private func wrapStatusLine(in document: inout SettingsDocument) throws(SettingsFault) {
    guard let old = try statusLine(in: document) else {
      let command = ShellWords.joined(program.statusLine(then: nil))
      document.add(
        "statusLine",
        .object([
          (key: "type", value: .string("command")), (key: "command", value: .string(command)),
        ]), to: document.root)
      return
    }
    let words = ShellWords.split(old.command)
    // Whoever has added something to our command keeps it.
    if words.starts(with: program.statusLine(then: nil)) { return }
    let then = program.isOwn(words, "statusline") ? HookSettings.wrapped(words) : old.command
    let command = ShellWords.joined(program.statusLine(then: then))
    if command != old.command { document.replace(old.place, with: command) }
  }

  private func unwrapStatusLine(in document: inout SettingsDocument) throws(SettingsFault) {
    guard let member = try document.member("statusLine", of: document.root),
      let command = document.value(member.value)?["command"]?.text
    else { return }
    let words = ShellWords.split(command)
    guard program.isOwn(words, "statusline") else { return }
    if let then = HookSettings.wrapped(words), let old = try statusLine(in: document) {
      document.replace(old.place, with: then)
    } else {
      removeMember("statusLine", of: &document)
    }
  }

  private static func wrapped(_ words: [String]) -> String? {
    guard let option = words.firstIndex(of: "--then"), option + 1 < words.count else { return nil }
    return words[option + 1]
  }

  private func statusLine(
    in document: SettingsDocument
  ) throws(SettingsFault) -> (command: String, place: Range<Int>)? {
    guard let member = try document.member("statusLine", of: document.root) else { return nil }
    guard document.isObject(member.value) else {
      throw SettingsFault(
        "has a “statusLine” that is \(document.kind(member.value)), not an object")
    }
    guard document.value(member.value)?["type"]?.text == "command",
      let command = try document.member("command", of: member.value),
      let text = document.value(command.value)?.text
    else { throw SettingsFault("has a “statusLine” without a command") }
    return (text, command.value)
  }
}

extension SettingsValue {
  /// The value as a reader builds it.
  fileprivate var built: JSONValue {
    switch self {
    case .object(let members):
      .object(Dictionary(members.map { ($0.key, $0.value.built) }) { $1 })
    case .array(let elements): .array(elements.map(\.built))
    case .string(let text): .string(text)
    case .number(let number): .number(String(number))
    case .bool(let value): .bool(value)
    }
  }
}
