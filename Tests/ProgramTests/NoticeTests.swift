import Foundation
import TestSupport
import Testing

/// Warnings that are told outside of the screen.
@Suite struct NoticeTests {
  private let program: Program

  init() throws {
    program = try Program()
    try settings("warning")
  }

  private func settings(_ from: String) throws {
    try program.home.write(
      """
      [notices]
      from = "\(from)"
      command = '''printf '%s|%s|%s\\n' "$FUELGAUGE_WARNING" "$FUELGAUGE_SEVERITY" "$FUELGAUGE_MESSAGE" >> \(told)'''
      """, to: ".config/fuelgauge/config.toml")
  }

  private var told: String { program.home.path("told") }

  private var lines: [String] {
    let text = (try? String(contentsOfFile: told, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").map(String.init)
  }

  private func wait(for count: Int) -> [String] {
    let end = ContinuousClock.now + .seconds(20)
    while lines.count < count, ContinuousClock.now < end { usleep(10_000) }
    return lines
  }

  /// Follows the sources until there are so many notices, and says what they are.
  private func follow(until count: Int) throws -> [String] {
    let (process, output, _) = try program.start(["collect", "--follow", "--json"])
    // Its first pass is over once it says so, or has told what it has to tell.
    try program.home.write("{\"x\":1}\n", to: Program.transcript("t\(UUID().uuidString)"))
    _ = output.fileHandleForReading.availableData
    let seen = wait(for: count)
    process.interrupt()
    process.waitUntilExit()
    return seen
  }

  @Test func `each episode is told once, whichever process does it`() throws {
    #expect(try program.run("balance", "set", "3").status == 0)
    #expect(lines.isEmpty, "commands only say it")
    #expect(
      try follow(until: 1) == ["lowBalance|warning|claude.ai has $3.00 left."],
      "what is of severity info is not told")
    #expect(try follow(until: 1).count == 1)
    // It ends, and begins anew.
    #expect(try program.run("balance", "set", "300").status == 0)
    #expect(try program.run("balance", "set", "2").status == 0)
    #expect(
      try follow(until: 2) == [
        "lowBalance|warning|claude.ai has $3.00 left.",
        "lowBalance|warning|claude.ai has $2.00 left.",
      ])
  }

  @Test func `who has no account is told once as well`() throws {
    try program.home.write(
      String(repeating: "{\"broken\n", count: 20), to: Program.transcript("broken"))
    #expect(try follow(until: 1).map { $0.hasPrefix("sourceProblem|warning|") } == [true])
    #expect(try follow(until: 1).count == 1)
  }

  @Test func `the dashboard tells too`() throws {
    try settings("critical")
    #expect(try program.run("balance", "set", "3").status == 0)
    let tmux = try Tmux()
    try tmux.type("clear; HOME=\(program.home.path) TZ=UTC TERM=tmux-256color \(try Program.path)")
    try tmux.wait(for: "$3.00")
    #expect(try program.run("balance", "set", "0").status == 0)
    #expect(
      wait(for: 1) == ["outOfUsage|critical|claude.ai is out of extra usage: $0.00 left."])
    try tmux.press("q")
  }

  @Test func `a wrong severity is named by its line`() throws {
    try settings("loud")
    let result = try program.run("balance", "set", "3")
    #expect(result.status == 0)
    #expect(
      result.error.contains(":2: “from” must be one of \"info\", \"warning\", \"critical\""))
  }
}
