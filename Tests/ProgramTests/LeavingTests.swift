import Foundation
import GRDB
import TestSupport
import Testing

/// What the dashboard leaves behind: a browser that has nothing to do with the terminal, and a shell that is
/// free at once.
@Suite struct LeavingTests {
  private let program: Program
  private let tmux: Tmux

  init() throws {
    program = try Program(["FUELGAUGE_NOW": "2026-02-11T20:40:00Z"])
    tmux = try Tmux()
  }

  private func open(_ more: String = "") throws {
    try tmux.type(
      "clear; HOME=\(program.home.path) TZ=UTC FUELGAUGE_NOW=2026-02-11T20:40:00Z \(more)"
        + " TERM=tmux-256color \(try Program.path); echo status $?")
    try tmux.wait(for: "balance")
  }

  private func waitForFile(_ name: String) throws -> String {
    let end = ContinuousClock.now + .seconds(10)
    while ContinuousClock.now < end {
      let text = try? String(contentsOfFile: program.home.path(name), encoding: .utf8)
      if let text, text.hasSuffix("\n") { return text }
    }
    Issue.record("\(name) was not written")
    return ""
  }

  @Test func `a browser gets the address, no terminal, and is no zombie`() throws {
    #expect(try program.run("account", "add", "work", "--authority", "claude").status == 0)
    let browser = program.home.path("browser")
    try program.home.write(
      """
      #!/bin/sh
      tty=terminal; true < /dev/tty || tty=none
      echo "$1 $2 $tty $$" > \(program.home.path("opened.part"))
      mv \(program.home.path("opened.part")) \(program.home.path("opened"))

      """, to: "browser")
    chmod(browser, 0o755)
    try open("BROWSER='\(browser) --new=%s now'")
    try tmux.press("t", "2", "5", "Enter")
    try tmux.wait(for: "do it")
    try tmux.press("Enter")
    let words = try waitForFile("opened").split(whereSeparator: \.isWhitespace).map(String.init)
    #expect(words.dropLast() == ["--new=https://claude.ai/settings/usage", "now", "none"])
    let process = try #require(words.last)
    let end = ContinuousClock.now + .seconds(5)
    while FileManager.default.fileExists(atPath: "/proc/\(process)"), ContinuousClock.now < end {}
    #expect(!FileManager.default.fileExists(atPath: "/proc/\(process)"), "it is not waited for")
    try tmux.press("q")
    try tmux.wait(for: "status 0")
  }

  @Test func `leaving while another process writes gives the shell back and loses nothing`() throws
  {
    #expect(try program.run("account", "add", "local").status == 0)
    try open("FUELGAUGE_STORE=\(program.storePath)")
    var configuration = Configuration()
    configuration.allowsUnsafeTransactions = true
    let other = try DatabaseQueue(path: program.storePath, configuration: configuration)
    try other.inDatabase { try $0.execute(sql: "BEGIN IMMEDIATE") }
    try tmux.press("t", "5", "Enter")
    try tmux.wait(for: "do it")
    try tmux.press("Enter", "C-c")
    try tmux.wait(for: "the store is busy; what you asked for is being written")
    try other.inDatabase { try $0.execute(sql: "ROLLBACK") }
    try tmux.wait(for: "status 0")
    #expect(try program.balance().decimalText == "5.000000000")
  }
}
