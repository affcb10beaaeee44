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

  private func open(
    _ more: String = "", options: String = "", now: String = "2026-02-11T20:40:00Z"
  ) throws {
    try tmux.open(program, at: now, variables: more, arguments: options)
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

  @Test func `a browser gets the address, nothing of the terminal's, and is no zombie`() throws {
    #expect(try program.run("account", "add", "work", "--authority", "claude").status == 0)
    let browser = program.home.path("browser")
    // Descriptor 10 is the shell's own, for the script.
    try program.home.write(
      """
      #!/bin/sh
      tty=terminal; true < /dev/tty || tty=none
      held=
      for each in /proc/$$/fd/*; do
        case ${each##*/} in 0|1|2) test /dev/null -ef $each || held=$held,$each;; 10) ;;
          *) test -e $each && held=$held,$each;; esac
      done
      # The C library keeps 32 and 33 to itself.
      signals=$(awk '/SigBlk|SigIgn/ { print substr($2, 10) + 0 }' /proc/$$/status | tr -d '\\n')
      echo "$1 $2 $tty held$held $signals $$" > \(program.home.path("opened.part"))
      mv \(program.home.path("opened.part")) \(program.home.path("opened"))

      """, to: "browser")
    chmod(browser, 0o755)
    try tmux.type("trap '' USR1")
    try open("BROWSER='\(browser) --new=%s now'", options: "7< /etc/passwd")
    try tmux.press("t", "2", "5", "Enter")
    try tmux.wait(for: "do it")
    try tmux.confirm()
    let words = try waitForFile("opened").split(whereSeparator: \.isWhitespace).map(String.init)
    #expect(
      words.dropLast() == [
        "--new=https://claude.ai/settings/usage", "now", "none", "held", "00",
      ])
    let process = try #require(words.last)
    let end = ContinuousClock.now + .seconds(5)
    while FileManager.default.fileExists(atPath: "/proc/\(process)"), ContinuousClock.now < end {}
    #expect(!FileManager.default.fileExists(atPath: "/proc/\(process)"), "it is not waited for")
    try tmux.press("q")
    try tmux.wait(for: "status 0")
  }

  /// Asks for $5 and leaves while another process writes.
  private func leaveWhileBusy() throws -> DatabaseQueue {
    #expect(try program.run("account", "add", "local").status == 0)
    try open("FUELGAUGE_STORE=\(program.storePath)")
    let other = try program.busyStore()
    try tmux.press("t", "5", "Enter")
    try tmux.wait(for: "do it")
    try tmux.confirm("C-c")
    try tmux.wait(for: "the store is busy; waiting to save what you asked for (^C to give up)")
    return other
  }

  @Test func `leaving while another process writes gives the shell back and loses nothing`() throws
  {
    let other = try leaveWhileBusy()
    try other.inDatabase { try $0.execute(sql: "ROLLBACK") }
    try tmux.wait(for: "status 0")
    #expect(try program.balance().decimalText == "5.000000000")
  }

  @Test func `who does not want to wait leaves with nothing half done`() throws {
    let other = try leaveWhileBusy()
    try tmux.press("C-c")
    // The shell gives up the whole line when a program of it dies of ^C, and shows its prompt.
    try tmux.wait(for: "^C")
    try tmux.type("echo status $?")
    try tmux.wait(for: "status 130")
    try other.inDatabase { try $0.execute(sql: "ROLLBACK") }
    #expect(try program.balance() == .zero)
    #expect(try program.run("verify").status == 0)
  }

  @Test func `what is refused after the screen is gone is said`() throws {
    let other = try leaveWhileBusy()
    try other.inDatabase {
      try $0.failInsertions(into: "entry")
      try $0.execute(sql: "COMMIT")
    }
    try tmux.wait(for: "it was not done: ")
    try tmux.wait(for: "status 0")
  }

  @Test func `what nobody asked for is not waited for`() throws {
    #expect(try program.run("account", "add", "local").status == 0)
    let other = try program.busyStore()
    try open(
      "FUELGAUGE_STORE=\(program.storePath)", options: "dashboard --refresh 0.1",
      now: "2026-02-11T20:40:58Z")
    // By the next minute it has ticked, and waits to do what may have become due.
    try tmux.wait(for: "20:41")
    try tmux.press("q")
    let shown = try tmux.wait(for: "status 0", within: .seconds(10))
    #expect(!shown.contains("the store is busy"))
    try other.inDatabase { try $0.execute(sql: "ROLLBACK") }
  }
}

extension Program {
  /// The store with a transaction of another process open in it.
  fileprivate func busyStore() throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.allowsUnsafeTransactions = true
    // The dashboard may be writing just then.
    configuration.busyMode = .timeout(10)
    let other = try DatabaseQueue(path: storePath, configuration: configuration)
    try other.inDatabase { try $0.execute(sql: "BEGIN IMMEDIATE") }
    return other
  }
}
