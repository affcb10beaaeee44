import Foundation
import TestSupport
import Testing

@testable import fuelgauge

/// `fuelgauge setup` as a person runs it.
@Suite struct SetupRunTests {
  private let program: Program
  private var home: TemporaryFolder { program.home }
  private var settings: String { home.path(".claude/settings.json") }

  init() throws { program = try Program() }

  private func text(_ path: String) throws -> String {
    try String(contentsOfFile: path, encoding: .utf8)
  }

  @Test func `without an option it shows a diff and changes nothing`() throws {
    try home.write("{\n  \"model\": \"opus\"\n}\n", to: ".claude/settings.json")
    let shown = try program.run("setup", "claude")
    #expect(shown.status == 0)
    #expect(shown.output.hasPrefix("--- \(settings)\n+++ \(settings)\n@@ -1,3 +1,"), "\(shown)")
    #expect(shown.output.contains("\n-  \"model\": \"opus\"\n+  \"model\": \"opus\",\n"))
    // The tests run a build product.
    #expect(shown.error.contains("is a build product"))
    #expect(try text(settings) == "{\n  \"model\": \"opus\"\n}\n")
  }

  @Test func `a file with comments is refused with the lines to paste`() throws {
    try home.write("{ /* mine */ }", to: ".cursor/hooks.json")
    let refused = try program.run("setup", "cursor")
    #expect(refused.status == 65)
    #expect(refused.error.contains("has a comment in line 1"))
    #expect(refused.error.contains("\"beforeSubmitPrompt\": ["))
  }

  @Test func `a build product is not installed`() throws {
    let refused = try program.run("setup", "claude", "--apply")
    #expect(refused.status == 74)
    #expect(refused.error.contains("is a build product"))
    #expect(!FileManager.default.fileExists(atPath: settings))
  }

  @Test func `wrong words are refused`() throws {
    #expect(try program.run("setup", "emacs").status == 64)
    #expect(try program.run("setup", "--apply").status == 64)
    #expect(try program.run("setup", "claude", "--apply", "--remove").status == 64)
  }

  @Test func `an installed copy sets itself up, and the checkup tells what is wrong with it`()
    throws
  {
    let none = try program.run("checkup").output
    #expect(none.contains("No tool has a hook"), "\(none)")
    let copy = home.path("bin/fuelgauge")
    try FileManager.default.createDirectory(
      atPath: home.path("bin"), withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: try Program.path, toPath: copy)
    func run(_ arguments: String...) throws -> (String, Int32) {
      let (process, pipe) = (Process(), Pipe())
      process.executableURL = URL(fileURLWithPath: copy)
      process.arguments = arguments
      process.environment = program.environment
      process.standardOutput = pipe
      process.standardError = FileHandle.nullDevice
      try process.run()
      let output = pipe.fileHandleForReading.readDataToEndOfFile()
      process.waitUntilExit()
      return (String(decoding: output, as: UTF8.self), process.terminationStatus)
    }
    let (shown, status) = try run("setup", "claude")
    #expect(
      shown.hasPrefix("--- /dev/null\n+++ \(settings)\n@@ -0,0 +1,") && status == 0, "\(shown)")
    #expect(!FileManager.default.fileExists(atPath: settings))
    let (applied, _) = try run("setup", "claude", "--apply", "--store", home.path("s.sqlite"))
    #expect(applied.hasPrefix("created \(settings)\ntest"), "\(applied)")
    #expect(try text(settings).contains("\(copy) hook claude --store \(home.path("s.sqlite"))"))
    #expect(try program.run("setup").output.hasPrefix("Claude Code: installed\n"))
    let checkup = try program.run("checkup").output
    #expect(checkup.contains("Stopped at a limit: Claude Code; claude --bare runs"), "\(checkup)")
    try FileManager.default.moveItem(atPath: copy, toPath: home.path("bin/other"))
    let broken = try program.run("checkup").output
    #expect(
      broken.contains("Nothing stops Claude Code: the hook's program \(copy) is missing."),
      "\(broken)")
    try FileManager.default.moveItem(atPath: home.path("bin/other"), toPath: copy)
    #expect(try run("setup", "claude", "--remove") == ("deleted \(settings)\n", 0))
    #expect(
      try run("setup", "claude", "--remove")
        == ("Fuelgauge is not in Claude Code's settings\n", 0))
  }

  @Test(arguments: [
    ("cat >/dev/null; echo '{}'", true, "tested: the hook answered in"), ("exit 2", true, "tested"),
    ("exit 64", false, "exited with 64"), ("echo no", false, "not a JSON object"),
    ("kill -9 $$", false, "signal 9"), ("exec sleep 60", false, "no answer within 1 second"),
  ])
  func `the installed command is tried`(script: String, isGood: Bool, text: String) {
    let trial = HookTrial.run(
      ["/bin/sh", "-c", script], payload: HookTrial.payload(of: .cursor), limit: 1)
    #expect(trial.isGood == isGood && trial.text.contains(text), "\(trial)")
    #expect(!HookTrial.run(["/no/such"], payload: "").isGood)
  }
}
