import Foundation
import TestSupport
import Testing
import Values

@testable import Meters

/// What a setup does to settings files as people have them.
@Suite struct HookSetupTests {
  private let home: TemporaryFolder
  private static let program = HookProgram(path: "/opt/fuelgauge/bin/fuelgauge")

  init() throws { home = try TemporaryFolder() }

  private var places: HookPlaces {
    HookPlaces(environment: ["HOME": home.path], managedFolder: home.path("managed"))
  }

  private func setup(
    _ tool: HookTool = .claude, program: HookProgram = program, version: String? = "2.1.332"
  ) -> HookSetup {
    HookSetup(tool, program: program, version: version, places: places)
  }

  private func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: home.path(name))))
  }

  private func object(_ text: [UInt8]) throws -> NSDictionary {
    let start = text.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
    return try #require(
      try JSONSerialization.jsonObject(with: Data(text[start...])) as? NSDictionary)
  }

  private func mode(_ name: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: home.path(name))[.posixPermissions] as? Int
  }

  // MARK: - Settings files of Claude Code

  struct Case: CustomTestStringConvertible, Sendable {
    var name: String
    var text: String
    /// What the refusal says; nil: it is installed.
    var refusal: String?
    /// What the new text contains.
    var has: [String] = []
    /// Whether taking the entries out of an edited file gives the old text.
    var isExact = true

    var testDescription: String { name }
  }

  private static let hooks = #""hooks": {"#
  private static let foreign = """
    {
      "model": "opus",
      "hooks": {
        "PreToolUse": [
          {
            "matcher": "Bash",
            "hooks": [
              {
                "type": "command",
                "command": "~/bin/check-bash \\"$1\\""
              }
            ]
          }
        ],
        "Notification": [{"hooks": [{"type": "command", "command": "notify-send hi"}]}]
      },
      "permissions": {"allow": ["Bash(ls:*)"]}
    }

    """

  static let cases: [Case] = [
    Case(
      name: "usual", text: "{\n  \"model\": \"opus\"\n}\n",
      has: ["{\n  \"model\": \"opus\",\n  \"hooks\": {\n    \"UserPromptSubmit\": [\n      {\n"]),
    Case(
      name: "comments", text: "{\n  // mine\n  \"model\": \"opus\"\n}\n",
      refusal: "comment in line 2"),
    Case(
      name: "trailing comma", text: "{\n  \"model\": \"opus\",\n}\n", refusal: "comma too many"),
    Case(
      name: "BOM", text: "\u{feff}{\n    \"model\": \"opus\"\n}\n",
      has: ["\u{feff}{\n    \"model\"", "\n    \"hooks\": {\n        \"User"]),
    Case(
      name: "CRLF", text: "{\r\n  \"model\": \"opus\"\r\n}\r\n",
      has: [",\r\n  \"hooks\": {\r\n    \"UserPromptSubmit\": [\r\n"]),
    Case(
      name: "existing hooks", text: foreign,
      has: [
        "              \"command\": \"~/bin/check-bash \\\"$1\\\"\"\n          }\n        ]\n      },\n      {\n"
          .replacingOccurrences(of: "              \"", with: "            \""),
        "\n        \"matcher\": \"*\",\n",
      ]),
    Case(
      name: "existing status line",
      text: """
        {
          "statusLine": {"type": "command", "command": "~/.claude/line.sh 'a b'", "padding": 0}
        }
        """,
      has: [
        #"{"type": "command", "command": "/opt/fuelgauge/bin/fuelgauge statusline --then '~/.claude/line.sh '\\''a b'\\'''", "padding": 0}"#
      ]),
    Case(name: "broken JSON", text: "{\n  \"model\": \"opus\"\n  \"a\": 1\n}\n", refusal: "line 3"),
    Case(name: "cut off", text: "{\"model\": \"opus\"", refusal: "not valid JSON"),
    Case(name: "empty", text: "", isExact: false),
    Case(name: "only blanks", text: "\n\n", isExact: false),
    Case(name: "empty object", text: "{}", has: ["{\n  \"hooks\": {\n"]),
    Case(name: "a list", text: "[]", refusal: "not a JSON object"),
    Case(
      name: "tabs", text: "{\n\t\"a\": {\n\t\t\"b\": 1\n\t}\n}\n",
      has: ["\n\t},\n\t\"hooks\": {\n\t\t\"UserPromptSubmit\": [\n\t\t\t{\n"]),
    Case(
      name: "one line", text: #"{"model":"opus","env":{"A":"1"}}"#,
      has: [#"{"A":"1"},"hooks":{"UserPromptSubmit":[{"hooks":[{"type":"command","#]),
    Case(
      name: "duplicate keys", text: "{\"hooks\": {}, \"a\": 1, \"hooks\": {}}",
      refusal: "“hooks” twice"),
    Case(
      name: "duplicate event", text: "{\"hooks\": {\"Stop\": [], \"Stop\": []}}",
      refusal: "“Stop” twice"),
    Case(name: "hooks null", text: "{\n  \"hooks\": null\n}\n", refusal: "“hooks” that are null"),
    Case(
      name: "event not a list", text: #"{"hooks": {"Stop": {}}}"#, refusal: "an object, not a list"),
    Case(
      name: "foreign order and deep unknown keys",
      text: """
        {
          "zeta": [[[{"y": {"x": [1.50, 1e3, "\\u00e9", null, true]}}]]],
          "$schema": "https://json.schemastore.org/claude-code-settings.json",
          "alpha" : { },
          "hooks": { "Stop": [ { "hooks": [ { "type": "http", "url": "http://localhost" } ] } ] },
          "beta":"last"
        }

        """,
      has: ["[1.50, 1e3, \"\\u00e9\", null, true]", "\"alpha\" : { },", "\"beta\":\"last\",\n"]),
    Case(name: "no final newline", text: "{\n  \"model\": \"opus\"\n}"),
    Case(
      name: "old path of ours",
      text: """
        {
          "hooks": {
            "Stop": [
              {"hooks": [{"type": "command", "command": "'/old place/fuelgauge' hook claude", "timeout": 5}]},
              {"hooks": [{"type": "command", "command": "mine"}]}
            ]
          },
          "statusLine": {"type": "command", "command": "/old/fuelgauge statusline --then mine"}
        }

        """, has: ["/opt/fuelgauge/bin/fuelgauge statusline --then mine"], isExact: false),
  ]

  @Test(arguments: cases) func `a settings file`(test: Case) throws {
    let name = ".claude/settings.json"
    try home.write(test.text, to: name)
    chmod(home.path(name), 0o640)
    let old = try bytes(name)
    if let refusal = test.refusal {
      let fault = try #require(throws: SetupFault.self) { try setup().carryOut(removing: false) }
      #expect(fault.description.contains(refusal), "\(fault)")
      #expect(fault.description.hasPrefix(home.path(name)) && fault.canPaste)
      #expect(try bytes(name) == old)
      #expect(throws: SetupFault.self) { try setup().changes(removing: false) }
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: home.path(".claude"))
          == ["settings.json"])
      return
    }
    // A look changes nothing and shows what will be.
    let shown = try setup().changes(removing: false)
    #expect(try bytes(name) == old)
    #expect(try setup().carryOut(removing: false) == shown)
    let new = try bytes(name)
    #expect(shown.map(\.new) == [new] && shown.map(\.old) == [old])
    let text = String(decoding: new, as: UTF8.self)
    for part in test.has { #expect(text.contains(part), "\(text)") }
    #expect(try mode(name) == 0o640)
    // The backup has nothing of ours, not even of an earlier setup.
    let hadOurs = test.text.contains("fuelgauge")
    let clean = hadOurs ? try HookSettings(.claude, Self.program).removed(from: old) : old
    #expect(!String(decoding: clean, as: UTF8.self).contains("fuelgauge"))
    #expect(try bytes(name + ".fuelgauge-backup") == clean)
    // Every event has our hook once, and what was there stays.
    let hooks = try #require(try object(new)["hooks"] as? [String: [[String: Any]]])
    for event in [
      "UserPromptSubmit", "PreToolUse", "PostToolBatch", "Stop", "SubagentStop", "SessionStart",
    ] {
      let own = (hooks[event] ?? []).flatMap { $0["hooks"] as? [[String: Any]] ?? [] }
        .filter { $0["args"] as? [String] == ["hook", "claude"] }
      #expect(own.map { $0["command"] as? String } == [Self.program.path], "\(event)")
    }
    #expect(!text.contains("/old"))
    // Once more changes nothing.
    #expect(try setup().changes(removing: false).isEmpty)
    #expect(try setup().carryOut(removing: false).isEmpty)
    #expect(try bytes(name) == new)
    // It comes out byte for byte, also after an edit.
    _ = try setup().carryOut(removing: true)
    #expect(try bytes(name) == clean)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: home.path(".claude")) == ["settings.json"]
    )
    #expect(try mode(name) == 0o640)
    _ = try setup().carryOut(removing: false)
    try home.append(" \n", to: name)
    let removed = try setup().carryOut(removing: true)
    #expect(removed.count == 1)
    if test.isExact {
      #expect(String(decoding: try bytes(name), as: UTF8.self) == test.text + " \n")
    } else {
      let left = try String(decoding: bytes(name), as: UTF8.self)
      #expect(!left.contains("fuelgauge"), "\(left)")
    }
  }

  @Test func `no file becomes one, and goes again`() throws {
    _ = try setup().carryOut(removing: false)
    #expect(try mode(".claude/settings.json") == 0o600)
    #expect(try String(decoding: bytes(".claude/settings.json"), as: UTF8.self).hasSuffix("}\n"))
    #expect(try setup().carryOut(removing: true).map(\.new) == [nil])
    #expect(try FileManager.default.contentsOfDirectory(atPath: home.path(".claude")).isEmpty)
    #expect(try setup().carryOut(removing: true).isEmpty)
  }

  @Test func `a link into a repository stays a link`() throws {
    let target = try home.write("{\n  \"a\": 1\n}\n", to: "dotfiles/claude.json")
    try FileManager.default.createDirectory(
      atPath: home.path(".claude"), withIntermediateDirectories: true)
    symlink("../dotfiles/claude.json", home.path(".claude/settings.json"))
    let real = try #require(realpath(target, nil).map { String(cString: $0) })
    #expect(try setup().carryOut(removing: false).map(\.path) == [real])
    let link = try FileManager.default.destinationOfSymbolicLink(
      atPath: home.path(".claude/settings.json"))
    #expect(link == "../dotfiles/claude.json")
    #expect(try String(decoding: bytes("dotfiles/claude.json"), as: UTF8.self).contains("hooks"))
    #expect(try bytes("dotfiles/claude.json.fuelgauge-backup") == Array("{\n  \"a\": 1\n}\n".utf8))
    _ = try setup().carryOut(removing: true)
    #expect(try bytes("dotfiles/claude.json") == Array("{\n  \"a\": 1\n}\n".utf8))
    unlink(target)
    let fault = try #require(throws: SetupFault.self) { try setup().carryOut(removing: false) }
    #expect(fault.description.contains("is a broken link"))
  }

  @Test func `a read-only file is left alone`() throws {
    let file = try home.write("{}\n", to: ".claude/settings.json")
    chmod(file, 0o444)
    #expect(try setup().changes(removing: false).count == 1)
    let fault = try #require(throws: SetupFault.self) { try setup().carryOut(removing: false) }
    #expect(fault.description.contains("is read-only") && !fault.canPaste)
    #expect(try bytes(".claude/settings.json") == Array("{}\n".utf8))
  }

  @Test func `a change between reading and writing is not lost`() throws {
    let path = try home.write("{}\n", to: ".claude/settings.json")
    let file = try SettingsFile(path)
    try home.write("{\"a\":1}\n", to: ".claude/settings.json")
    #expect(try !file.write(Array("mine".utf8)))
    #expect(try !file.write(nil))
    #expect(try bytes(".claude/settings.json") == Array("{\"a\":1}\n".utf8))
    let absent = try SettingsFile(home.path(".claude/other.json"))
    try home.write("{}", to: ".claude/other.json")
    #expect(try !absent.write(Array("mine".utf8)))
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: home.path(".claude")).sorted()
        == ["other.json", "settings.json"])
  }

  @Test func `what somebody adds to our status line stays`() throws {
    let text =
      #"{"statusLine":{"type":"command","command":"/opt/fuelgauge/bin/fuelgauge statusline | head -1"}}"#
    let settings = HookSettings(.claude, Self.program)
    let new = try settings.installed(in: Array(text.utf8))
    #expect(String(decoding: new, as: UTF8.self).contains("fuelgauge statusline | head -1\""))
  }

  @Test func `a folder in the file's place is left alone`() throws {
    try home.write("", to: ".claude/settings.json/x")
    let fault = try #require(throws: SetupFault.self) { try setup().carryOut(removing: false) }
    #expect(fault.description.contains("not a regular file"))
  }

  @Test func `a huge file is edited, and its diff stays short`() throws {
    let long = String(repeating: "x", count: 5 << 20)
    for text in [
      "{\n  \"big\": \"\(long)\",\n  \"hooks\": {},\n  \"z\": 1\n}\n",
      "{\"z\":1,\"big\":\"\(long)\"}",
    ] {
      try home.write(text, to: ".claude/settings.json")
      let change = try #require(try setup().carryOut(removing: false).first)
      #expect(change.diff.utf8.count < 10_000)
      #expect(change.new?.count ?? 0 > text.utf8.count)
      _ = try setup().carryOut(removing: true)
      #expect(try bytes(".claude/settings.json") == Array(text.utf8))
    }
  }

  @Test func `an edit after the setup is kept when it is taken out`() throws {
    try home.write(Self.foreign, to: ".claude/settings.json")
    _ = try setup().carryOut(removing: false)
    let text = try String(decoding: bytes(".claude/settings.json"), as: UTF8.self)
    try home.write(
      text.replacingOccurrences(of: "\"opus\"", with: "\"sonnet\""), to: ".claude/settings.json")
    // A new version of the program elsewhere: the backup is still a file without us.
    let moved = HookProgram(path: "/usr/bin/fuelgauge")
    #expect(try setup(program: moved).carryOut(removing: false).count == 1)
    let backup = try String(
      decoding: bytes(".claude/settings.json.fuelgauge-backup"), as: UTF8.self)
    #expect(backup == Self.foreign.replacingOccurrences(of: "\"opus\"", with: "\"sonnet\""))
    _ = try setup(program: moved).carryOut(removing: true)
    #expect(try bytes(".claude/settings.json") == Array(backup.utf8))
  }

  @Test func `our hook is taken out of a group that holds another one`() throws {
    let text = #"""
      {
        "hooks": {
          "Stop": [
            {"hooks": [{"type": "command", "command": "/x/fuelgauge hook claude"}, {"type": "command", "command": "mine"}]}
          ]
        }
      }
      """#
    let settings = HookSettings(.claude, Self.program, version: nil)
    let left = try settings.removed(from: Array(text.utf8))
    #expect(
      String(decoding: left, as: UTF8.self)
        == text.replacingOccurrences(
          of: #"{"type": "command", "command": "/x/fuelgauge hook claude"}, "#, with: ""))
  }

  @Test func `the entries suit the version`() throws {
    func text(_ version: String?, _ path: String = "/a b/fuelgauge") throws -> String {
      let program = HookProgram(path: path, options: ["--store", "/s"])
      return String(
        decoding: try HookSettings(.claude, program, version: version).installed(in: []),
        as: UTF8.self)
    }
    for old in [nil, "2.0.5", "2.1.100", "2.1.138", "x"] {
      let text = try text(old)
      #expect(!text.contains("args") && !text.contains("PostToolBatch"), "\(old ?? "-")")
      #expect(text.contains(#""command": "'/a b/fuelgauge' hook claude --store /s""#), "\(text)")
    }
    #expect(try text("2.1.139").contains(#""args": ["#))
    #expect(try !text("2.1.239").contains("PostToolBatch"))
    #expect(try text("2.1.332").contains("PostToolBatch"))
    #expect(try text("2.1.332").contains(#""command": "'/a b/fuelgauge' statusline --store /s""#))
  }

  @Test func `the version comes from the newest transcript`() throws {
    let roots = TranscriptRoots(environment: ["HOME": home.path])
    #expect(NewestClaudeCode.version(below: roots) == nil)
    try home.write("{\"version\":\"2.1.300\"}\n", to: ".claude/projects/-p/a.jsonl")
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: 1_000_000)],
      ofItemAtPath: home.path(".claude/projects/-p/a.jsonl"))
    try home.write(
      "{\"version\":\"2.1.331\"}\n{\"a\":{\"version\":\"9\"},\"version\":\"2.1.332\"}\nbroken {\n{}\n",
      to: ".claude/projects/-p/b.jsonl")
    #expect(NewestClaudeCode.version(below: roots) == "2.1.332")
  }

  @Test(arguments: seeds(200)) func `any settings file gets it and gives it back`(seed: UInt64)
    throws
  {
    var random = SeededRandom(seed: seed)
    var maker = SettingsMaker(random: random)
    let text = maker.file()
    random = maker.random
    let tool = random.pick([HookTool.claude, .cursor, .windsurf])
    let settings = HookSettings(
      tool, Self.program, version: random.pick([nil, "2.1.200", "2.1.332"]))
    let old = Array(text.utf8)
    let new = try settings.installed(in: old)
    #expect(try settings.installed(in: new) == new, "\(seed): \(text)")
    // Nothing of the old text is lost or moved.
    var rest = new[...]
    for byte in old {
      guard let place = rest.firstIndex(of: byte) else {
        Issue.record("\(seed): \(text)")
        return
      }
      rest = rest[(place + 1)...]
    }
    let (before, after) = (try object(old), try object(new))
    for (key, value) in before where key as? String != "hooks" {
      #expect(after[key] as? NSObject == value as? NSObject, "\(seed): \(text)")
    }
    for (event, list) in before["hooks"] as? [String: NSArray] ?? [:] {
      let now = (after["hooks"] as? [String: NSArray])?[event]
      #expect(now?.starts(with: list) { ($0 as? NSObject) == ($1 as? NSObject) } == true, "\(seed)")
    }
    // Cursor's version and empty “hooks” stay.
    let removed = try settings.removed(from: new)
    if tool != .cursor { #expect(removed == old, "\(seed): \(text)") }
    #expect(!String(decoding: removed, as: UTF8.self).contains("fuelgauge"), "\(seed)")
  }

  // MARK: - Other tools

  @Test func `Cursor keeps an empty object`() throws {
    _ = try setup(.cursor).carryOut(removing: false)
    let hooks = try #require(try object(bytes(".cursor/hooks.json"))["hooks"] as? [String: Any])
    #expect(
      Set(hooks.keys) == [
        "beforeSubmitPrompt", "preToolUse", "subagentStart", "afterAgentResponse", "stop",
      ])
    #expect(try object(bytes(".cursor/hooks.json"))["version"] as? Int == 1)
    _ = try setup(.cursor).carryOut(removing: true)
    #expect(
      try object(bytes(".cursor/hooks.json")) == ["version": 1, "hooks": [:] as [String: Any]])
    let url = HookProgram(path: "/a", options: ["--store", "http://x"])
    #expect(throws: SettingsFault.self) { try HookSettings(.cursor, url).installed(in: []) }
  }

  @Test(arguments: [HookTool.cursor, .windsurf])
  func `another's hooks stay`(tool: HookTool) throws {
    let event = tool.gates[0]
    let text =
      "{\n  \"version\": 1,\n  \"hooks\": {\n    \"\(event)\": [{ \"command\": \"./mine\" }]\n  }\n}"
    let path = tool == .cursor ? ".cursor/hooks.json" : ".codeium/windsurf/hooks.json"
    try home.write(text, to: path)
    _ = try setup(tool).carryOut(removing: false)
    let new = try String(decoding: bytes(path), as: UTF8.self)
    #expect(new.contains("[{ \"command\": \"./mine\" }, {\"command\": \"/opt/fuelgauge"), "\(new)")
    #expect(try setup(tool).changes(removing: false).isEmpty)
    try home.append("\n", to: path)
    _ = try setup(tool).carryOut(removing: true)
    #expect(try String(decoding: bytes(path), as: UTF8.self) == text + "\n")
  }

  @Test func `Cline gets two programs, and another's stays`() throws {
    let foreign = try home.write("#!/bin/sh\nmine\n", to: "Documents/Cline/Hooks/PreToolUse")
    let fault = try #require(throws: SetupFault.self) {
      try setup(.cline).carryOut(removing: false)
    }
    #expect(fault.description.contains("belongs to somebody else"))
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: home.path("Documents/Cline/Hooks"))
        == ["PreToolUse"])
    unlink(foreign)
    #expect(try setup(.cline).carryOut(removing: false).count == 2)
    #expect(try mode("Documents/Cline/Hooks/UserPromptSubmit") == 0o755)
    let moved = HookProgram(path: "/it's/fuelgauge")
    #expect(try setup(.cline, program: moved).carryOut(removing: false).count == 2)
    #expect(
      try String(decoding: bytes("Documents/Cline/Hooks/PreToolUse"), as: UTF8.self)
        .hasSuffix("\nexec '/it'\\''s/fuelgauge' hook cline\n"))
    // An edited script is its editor's.
    try home.append("echo\n", to: "Documents/Cline/Hooks/PreToolUse")
    #expect(try setup(.cline).carryOut(removing: true).count == 1)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: home.path("Documents/Cline/Hooks"))
        == ["PreToolUse"])
  }

  @Test func `a build product is no program to install`() throws {
    let built = HookProgram(path: "/src/fuelgauge/.build/release/fuelgauge")
    let fault = try #require(throws: SetupFault.self) {
      try setup(program: built).carryOut(removing: false)
    }
    #expect(fault.description.contains("build product"))
    #expect(!FileManager.default.fileExists(atPath: home.path(".claude")))
  }

  // MARK: - What is installed

  private func state(
    _ tool: HookTool, folder: String? = nil, _ variables: [String: String] = [:]
  ) -> InstalledHook {
    InstalledHooks(places: places, environment: variables, folder: folder).state(of: tool)
  }

  /// A program that can run.
  private func runnable() throws -> HookProgram {
    let path = try home.write("#!/bin/sh\n", to: "bin/fuelgauge")
    chmod(path, 0o755)
    return HookProgram(path: path)
  }

  @Test(arguments: HookTool.allCases)
  func `an installed hook is found, and a missing program too`(tool: HookTool) throws {
    #expect(!state(tool).isInstalled && !state(tool).works && state(tool).why == nil)
    let program = try runnable()
    _ = try setup(tool, program: program).carryOut(removing: false)
    var found = state(tool)
    #expect(found.isInstalled && found.works && found.why == nil, "\(found)")
    chmod(program.path, 0o644)
    found = state(tool)
    // Root may run whatever somebody may.
    #expect(!found.works && found.why?.contains("is not executable") == true, "\(found)")
    unlink(program.path)
    found = state(tool)
    #expect(found.isInstalled && !found.works)
    #expect(found.why == "the hook's program \(program.path) is missing")
    _ = try setup(tool, program: program).carryOut(removing: true)
    #expect(!state(tool).isInstalled)
  }

  @Test func `what disables Claude Code's hooks is named`() throws {
    let program = try runnable()
    _ = try setup(program: program).carryOut(removing: false)
    try home.write("{\"allowManagedHooksOnly\":true}", to: "managed/managed-settings.d/10.json")
    #expect(state(.claude).why?.contains("allowManagedHooksOnly") == true)
    try home.write("{\"disableAllHooks\":true}", to: "managed/managed-settings.json")
    #expect(state(.claude).why?.contains("disableAllHooks") == true)
    try FileManager.default.removeItem(atPath: home.path("managed"))
    #expect(state(.claude).works)
    try home.write("{\"disableAllHooks\":true}", to: "work/.claude/settings.local.json")
    try home.write(
      """
      {"projects":{"\(home.path("work"))":{"hasTrustDialogAccepted":false},
      "\(home.path("ok/in"))":{}, "\(home.path("ok"))":{"hasTrustDialogAccepted":true}}}
      """, to: ".claude.json")
    let notes = state(.claude, folder: home.path("work"), ["CLAUDE_CODE_SIMPLE": "1"]).notes
    #expect(notes.count == 3 && notes[2].contains("is not trusted"), "\(notes)")
    #expect(state(.claude, folder: home.path("ok/in")).notes.isEmpty)
    let text = try String(decoding: bytes(".claude/settings.json"), as: UTF8.self)
    try home.write(
      text.replacingOccurrences(
        of: "{\n  \"hooks\"", with: "{\n  \"disableAllHooks\": true,\n  \"hooks\""),
      to: ".claude/settings.json")
    #expect(state(.claude).why?.contains("disableAllHooks") == true)
    try home.write(text + "}", to: ".claude/settings.json")
    #expect(state(.claude).why?.contains("is not valid JSON") == true)
    try home.write(
      text.replacingOccurrences(of: "PreToolUse", with: "PostToolUse"), to: ".claude/settings.json")
    #expect(state(.claude).why?.contains("no hook for PreToolUse") == true)
  }

  @Test func `a file that Cursor ignores is named`() throws {
    let program = try runnable()
    for entry in [
      #""beforeEverything": []"#, #""sessionStart": [{"command": "curl http://x"}]"#,
    ] {
      try home.write("{\"version\": 1, \"hooks\": {\(entry)}}", to: ".cursor/hooks.json")
      _ = try setup(.cursor, program: program).carryOut(removing: false)
      #expect(state(.cursor).why?.contains("Cursor may ignore all of") == true, "\(entry)")
    }
  }

  @Test func `a diff shows what changes and what stands around it`() {
    let old = (1...20).map { "line \($0)\n" }.joined()
    let new = old.replacingOccurrences(of: "line 10\n", with: "ten\nmore\n") + "end"
    #expect(
      LineDiff.text(from: Array(old.utf8), to: Array(new.utf8), name: "f") == """
        --- f
        +++ f
        @@ -7,7 +7,8 @@
         line 7
         line 8
         line 9
        -line 10
        +ten
        +more
         line 11
         line 12
         line 13
        @@ -18,3 +19,4 @@
         line 18
         line 19
         line 20
        +end
        \\ No newline at end of file
        """)
    #expect(
      LineDiff.text(from: nil, to: Array("a\n".utf8), name: "f")
        == "--- /dev/null\n+++ f\n@@ -0,0 +1,1 @@\n+a")
    #expect(LineDiff.text(from: [1], to: [1], name: "f").isEmpty)
  }

  @Test(arguments: [
    ("a 'b c' \"d \\\"e\" f\\ g", ["a", "b c", "d \"e", "f g"]), ("", []), ("  x  ''", ["x", ""]),
  ])
  func `words are split as a shell does`(text: String, words: [String]) {
    #expect(ShellWords.split(text) == words)
    #expect(ShellWords.split(ShellWords.joined(words)) == words)
  }
}

/// Makes up settings files in many manners of writing.
private struct SettingsMaker {
  var random: SeededRandom
  private var lineEnd = "\n"
  private var unit = "  "
  private var colon = ": "
  private var isOneLine = false

  init(random: SeededRandom) { self.random = random }

  mutating func file() -> String {
    lineEnd = random.pick(["\n", "\r\n"])
    unit = random.pick(["  ", "    ", "\t", " "])
    colon = random.pick([": ", ":", " : "])
    isOneLine = random.chance(4)
    var members = (0..<random.pick(0...4)).map { "\"key\($0)\"" + colon + value(1) }
    if random.chance(2) {
      members.insert("\"hooks\"" + colon + hooks, at: random.pick(0...members.count))
    }
    return random.pick(["", "\u{feff}", "\u{feff}\n", " "]) + list("{", members, "}", 0)
      + random.pick(["", lineEnd, "  " + lineEnd])
  }

  /// Another's hooks: none of the lists is empty, because an empty one goes with our entries.
  private var hooks: String {
    mutating get {
      let events = ["Stop", "PreToolUse", "preToolUse", "pre_user_prompt", "Other", "stop"]
        .filter { _ in random.chance(2) }
      guard !events.isEmpty else { return list("{", ["\"Other\"" + colon + "[1]"], "}", 1) }
      let members = events.map { event in
        let entries = (0...random.pick(0...2)).map { _ in
          random.chance(2)
            ? value(3)
            : list("{", ["\"hooks\"" + colon + list("[", [#"{"command":"mine"}"#], "]", 4)], "}", 3)
        }
        return "\"\(event)\"" + colon + list("[", entries, "]", 2)
      }
      return list("{", members, "}", 1)
    }
  }

  private mutating func value(_ depth: Int) -> String {
    switch random.pick(0...(depth < 5 ? 6 : 4)) {
    case 0: return "null"
    case 1: return random.pick(["1.50", "-0", "1e3", "12345678901234567890"])
    case 2: return random.pick([#""a\"b\\""#, #""\u00e9 😀 // no { comment""#, "\"\""])
    case 3: return "true"
    case 4: return #"{"command":"mine","x":[]}"#
    case 5:
      let elements = (0..<random.pick(0...3)).map { _ in value(depth + 1) }
      return list("[", elements, "]", depth)
    default:
      let members = (0..<random.pick(0...3)).map { "\"k\($0)\"" + colon + value(depth + 1) }
      return list("{", members, "}", depth)
    }
  }

  private mutating func list(_ open: String, _ parts: [String], _ close: String, _ depth: Int)
    -> String
  {
    guard !parts.isEmpty else { return open + close }
    if isOneLine || (depth > 0 && random.chance(3)) {
      return open + parts.joined(separator: random.pick([", ", ","])) + close
    }
    let indent = lineEnd + String(repeating: unit, count: depth)
    return open + parts.map { indent + unit + $0 }.joined(separator: ",") + indent + close
  }
}
