import Dashboard
import Foundation
import Testing

@Suite struct ReadmeTests {
  /// The table of keys as it must stand in README.md.
  private var table: String {
    let rows = Action.all.filter { !$0.help.isEmpty }.map { "| `\($0.keyText)` | \($0.help) |" }
    return (["| key | does |", "|---|---|"] + rows).joined(separator: "\n")
  }

  private let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  @Test func `the README begins with a screen that the demo draws`() throws {
    let screens = root.appendingPathComponent("Tests/ProgramTests/Screens")
    let screen = try String(
      contentsOf: screens.appendingPathComponent("demo-overview-9.txt"), encoding: .utf8)
    let text = try String(contentsOf: root.appendingPathComponent("README.md"), encoding: .utf8)
    #expect(
      text.contains("```text\n\(screen)```"), "copy Tests/ProgramTests/Screens/demo-overview-9.txt")
  }

  @Test func `the README has the keys of the program`() throws {
    let file = root.appendingPathComponent("README.md")
    var text = try String(contentsOf: file, encoding: .utf8)
    if ProcessInfo.processInfo.environment["FUELGAUGE_RENEW_GOLDEN"] == "1" {
      let old = try #require(
        text.firstRange(of: /\| key \| does \|\n\|---\|---\|(\n\|[^\n]*)*/))
      text.replaceSubrange(old, with: table)
      try text.write(to: file, atomically: true, encoding: .utf8)
    }
    #expect(
      text.contains(table),
      "renew with FUELGAUGE_RENEW_GOLDEN=1 swift test --filter DashboardTests")
  }
}
