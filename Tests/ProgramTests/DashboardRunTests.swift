import Foundation
import TestSupport
import Testing

private func answer(_ number: Int) -> String {
  AnswerLine(number).with {
    $0.input = 0
    $0.output = 40_000
  }.text
}

/// What only a terminal shows: the program in tmux.
@Suite struct DashboardRunTests {
  /// A dashboard on a dollar's worth of usage, at a moment just after it.
  private func start(
    _ tmux: Tmux, _ program: Program, term: String = "tmux-256color", arguments: String = ""
  ) throws {
    try program.write([answer(1)], to: "a")
    let command =
      "HOME=\(program.home.path) TZ=UTC FUELGAUGE_NOW=2026-02-11T20:40:00Z TERM=\(term)"
      + " \(try Program.path) \(arguments)"
    try tmux.type("clear; \(command); echo status $?")
    try tmux.wait(for: "Claude Code")
    try tmux.wait(for: "$1.00")
  }

  private func isSane(_ tmux: Tmux) throws {
    let modes = [
      "alternate_on", "mouse_any_flag", "mouse_sgr_flag", "keypad_cursor_flag", "keypad_flag",
      "insert_flag",
    ]
    for mode in modes { #expect(try tmux.variable(mode) == "0", "\(mode)") }
    #expect(try tmux.variable("cursor_flag") == "1")
    #expect(try tmux.variable("wrap_flag") == "1")
    try tmux.type("clear; stty -a | tr ';' ' '; echo end-of-stty")
    let settings = try tmux.wait(for: "\nend-of-stty")
      .split { $0 == " " || $0 == "\n" }.map(String.init)
    for setting in ["icanon", "echo", "isig", "icrnl", "opost"] {
      #expect(settings.contains(setting), "\(setting) is off")
    }
  }

  @Test func `it opens on the history, follows it, explains itself and leaves`() throws {
    let (tmux, program) = (try Tmux(), try Program())
    try start(tmux, program)
    try tmux.wait(for: "$1.00")
    try program.home.append(answer(2) + "\n", to: Program.transcript("a"))
    try tmux.wait(for: "$2.00", within: .seconds(2))
    let usage = try program.json("usage", "--json")
    #expect((usage["total"] as? [String: Any])?["cost"] as? String == "2.000000000")
    try tmux.press("?")
    try tmux.wait(for: "Explain the keys")
    try tmux.press("q")
    try tmux.wait(for: "$2.00")
    try tmux.press("q")
    try tmux.wait(for: "status 0")
    try isSane(tmux)
  }

  @Test(arguments: ["q", "closed"])
  func `a demo leaves the person's store alone and nothing behind`(end: String) throws {
    let (tmux, program) = (try Tmux(), try Program())
    let folder = program.home.path("tmp")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try tmux.type(
      "clear; HOME=\(program.home.path) TMPDIR=\(folder)/ TERM=tmux-256color"
        + " \(try Program.path) --demo; echo status $?")
    try tmux.wait(for: "DEMO")
    try tmux.wait(for: "Windsurf")
    let process = try #require(child(of: tmux))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 1)
    if end == "q" {
      try tmux.press("q")
      try tmux.wait(for: "status 0")
      try isSane(tmux)
    } else {
      try tmux.closeTerminal()
      let deadline = ContinuousClock.now + .seconds(10)
      while isRunning(process), ContinuousClock.now < deadline { usleep(20_000) }
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
    #expect(!FileManager.default.fileExists(atPath: program.home.path(".local/share/fuelgauge")))
  }

  @Test func `what another process records shows too`() throws {
    let (tmux, program) = (try Tmux(), try Program())
    try start(tmux, program)
    let record = try program.run(
      "record",
      input:
        #"{"id":"r","tool":"cursor","time":"2026-02-11T20:39:00Z","model":"claude-opus-4-6","input":0,"output":120000}"#
    )
    #expect(record.status == 0)
    try tmux.wait(for: "Cursor")
    try tmux.wait(for: "$4.00")
    try tmux.press("C-c")
    try tmux.wait(for: "status 0")
  }

  @Test func `it follows the size of the terminal`() throws {
    let (tmux, program) = (try Tmux(), try Program())
    try start(tmux, program)
    for (width, height) in [(60, 15), (200, 50), (30, 8), (81, 25)] {
      try tmux.resize(width, height)
      try tmux.wait(for: width < 40 ? "Fuelgauge needs 40×10" : "q quit")
    }
    try tmux.press("q")
    try tmux.wait(for: "status 0")
    try isSane(tmux)
  }

  @Test func `it stops and continues with the shell`() throws {
    let (tmux, program) = (try Tmux(), try Program())
    try start(tmux, program)
    try tmux.press("C-z")
    try tmux.wait(for: "Stopped")
    try isSane(tmux)
    try tmux.type("fg")
    try tmux.wait(for: "Claude Code")
    try tmux.press("q")
    try tmux.wait(for: "ready$")
    try isSane(tmux)
  }

  @Test(arguments: [SIGTERM, SIGINT, SIGHUP], ["", "\u{1b}[<0;1", "\u{1b}[200~z"])
  func `a signal ends it in good order, whatever has begun to come`(
    signal: Int32, half: String
  ) throws {
    let (tmux, program) = (try Tmux(), try Program())
    try start(tmux, program)
    if !half.isEmpty { try tmux.type(half, enter: false) }
    kill(try #require(child(of: tmux)), signal)
    try tmux.wait(for: "status 0")
    try isSane(tmux)
  }

  @Test(arguments: [
    SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF, SIGIO, SIGPWR, SIGXCPU, SIGSYS, SIGPIPE, SIGXFSZ,
    SIGSTKFLT, 34, 64,
  ])
  func `a signal that nobody sends leaves the terminal in order and the status its own`(
    signal: Int32
  ) throws {
    let (tmux, program) = (try Tmux(), try Program())
    try start(tmux, program)
    kill(try #require(child(of: tmux)), signal)
    try tmux.wait(for: "status \(128 + signal)")
    try isSane(tmux)
    #expect(try program.run("verify").status == 0)
  }

  @Test(arguments: ["q", "TERM", "USR1", "SEGV", "HUP"])
  func `pasted text is no longer marked when it has ended`(end: String) throws {
    let (tmux, program) = (try Tmux(), try Program())
    try program.write([answer(1)], to: "a")
    // A shell that asks for nothing itself between the dashboard and what follows it.
    try tmux.type(
      "clear; HOME=\(program.home.path) FUELGAUGE_NOW=2026-02-11T20:40:00Z TERM=xterm-256color"
        + " sh -c 'echo $$ > \(program.home.path("shell")); \(try Program.path); echo over; cat -v'"
    )
    try tmux.wait(for: "$1.00")
    if end == "q" {
      try tmux.press("q")
    } else {
      let shell = try String(contentsOfFile: program.home.path("shell"), encoding: .utf8)
      let process = shell.trimmingCharacters(in: .whitespacesAndNewlines)
      let children = "/proc/\(process)/task/\(process)/children"
      let dashboard = try String(contentsOfFile: children, encoding: .utf8)
      kill(
        try #require(pid_t(dashboard.trimmingCharacters(in: .whitespaces))),
        try #require(["TERM": SIGTERM, "USR1": SIGUSR1, "SEGV": SIGSEGV, "HUP": SIGHUP][end]))
    }
    try tmux.wait(for: "over")
    try tmux.paste("from a clipboard\n", isMarked: true)
    #expect(try !tmux.wait(for: "from a clipboard").contains("200~"))
  }

  /// A trap of Swift arrives as SIGILL.
  @Test(arguments: [SIGSEGV, SIGILL])
  func `a crash leaves the terminal and the store in order`(signal: Int32) throws {
    let (tmux, program) = (try Tmux(), try Program())
    try start(tmux, program)
    kill(try #require(child(of: tmux)), signal)
    let shown = try tmux.wait(for: "status \(128 + signal)", within: .seconds(60))
    #expect(shown.contains("Fuelgauge has crashed; your terminal and the store are intact."))
    try isSane(tmux)
    #expect(try program.run("verify").status == 0)
  }

  @Test func `a closed terminal leaves no process behind`() throws {
    let (tmux, program) = (try Tmux(), try Program())
    try start(tmux, program)
    let process = try #require(child(of: tmux))
    try tmux.closeTerminal()
    let end = ContinuousClock.now + .seconds(10)
    while isRunning(process), ContinuousClock.now < end { usleep(20_000) }
    #expect(!isRunning(process))
    #expect(try program.run("verify").status == 0)
  }

  @Test func `a click does what the key does`() throws {
    let (tmux, program) = (try Tmux(), try Program())
    try start(tmux, program, term: "xterm-256color")
    #expect(try tmux.variable("mouse_sgr_flag") == "1")
    try tmux.click(on: "2 Tools")
    try tmux.wait(for: "tool, models")
    try tmux.press("q")
    try tmux.wait(for: "status 0")
    try isSane(tmux)
  }

  @Test func `every terminal shows it, or is told why not`() throws {
    let (tmux, program) = (try Tmux(), try Program())
    try program.write([answer(1)], to: "a")
    let cases = [
      "TERM=xterm-256color", "TERM=tmux-256color", "TERM=screen", "TERM=linux", "TERM=vt100",
      "-u TERM", "TERM=of-the-future", "TERM=tmux-256color LC_ALL=C",
      // What ssh hands over need not be there; that the terminal is one of UTF-8 holds all the same.
      "-u LC_ALL TERM=tmux-256color LANG=xx_XX.UTF-8", "TERM=tmux-256color LC_ALL=xx_XX.utf8@other",
      "-u LC_ALL TERM=tmux-256color LC_CTYPE=UTF-8", "TERM=tmux-256color LC_ALL=xx_XX",
      "TERM=xterm-256color NO_COLOR=1", "TERM=vt100 COLORTERM=truecolor",
    ]
    let arguments = ["auto", "true", "256", "16", "none"].map { "--color \($0)" } + ["--ascii"]
    let plain = cases.map { ($0, "") } + arguments.map { ("TERM=tmux-256color", $0) }
    for (number, (variables, argument)) in plain.enumerated() {
      try open(tmux, program, variables, argument, number)
      let shown = try tmux.wait(for: "$1.00")
      let isASCII =
        variables.contains("LC_ALL=C") || variables.hasSuffix("LC_ALL=xx_XX")
        || argument == "--ascii"
      #expect(shown.allSatisfy(\.isASCII) == isASCII, "\(variables) \(argument)")
      let isPlain =
        variables.contains("NO_COLOR") || argument.contains("none") || variables.contains("vt100")
      let hasColors = try tmux.styledText().contains(/\u{1b}\[[0-9;]*[39][1-8]/)
      #expect(hasColors != isPlain, "\(variables) \(argument)")
      try tmux.press("q")
      try tmux.wait(for: "run \(number) ended with 0")
      #expect(try tmux.variable("alternate_on") == "0")
      #expect(try tmux.variable("mouse_any_flag") == "0")
      #expect(try tmux.variable("cursor_flag") == "1")
      // Nothing of it stays where a terminal has no second screen to leave.
      #expect(try !tmux.text().contains("$1.00"), "\(variables) \(argument)")
    }
    try isSane(tmux)

    try open(tmux, program, "TERM=dumb", "", 99)
    let refusal = try tmux.wait(for: "run 99 ended with 64")
    #expect(refusal.contains("The terminal type \"dumb\" prints line by line"))
    #expect(refusal.contains("set TERM, for example TERM=xterm-256color"))
    try isSane(tmux)
  }

  /// Starts the dashboard with changes of its environment, and says when and how it has ended.
  private func open(
    _ tmux: Tmux, _ program: Program, _ variables: String, _ argument: String, _ number: Int
  ) throws {
    try tmux.type(
      "clear; env \(variables) HOME=\(program.home.path) TZ=UTC FUELGAUGE_NOW=2026-02-11T20:40:00Z"
        + " \(try Program.path) \(argument); echo run \(number) ended with $?")
  }

  @Test func `without a terminal it says what to do instead`() throws {
    let result = try Program().run()
    #expect(result.status == 64)
    #expect(result.error.hasPrefix("The dashboard needs a terminal"))
  }

  /// The process that the shell of the terminal has started.
  private func child(of tmux: Tmux) -> pid_t? {
    guard let shell = try? tmux.variable("pane_pid"),
      let text = try? String(
        contentsOfFile: "/proc/\(shell)/task/\(shell)/children", encoding: .utf8)
    else { return nil }
    return text.split(separator: " ").last.flatMap { pid_t($0) }
  }

  /// Ended processes that nobody has asked about yet do not count.
  private func isRunning(_ process: pid_t) -> Bool {
    guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
      let state = text.split(separator: ")").last?.split(separator: " ").first
    else { return false }
    return state != "Z"
  }
}
