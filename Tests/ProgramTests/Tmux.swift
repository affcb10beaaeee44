import Foundation
import Testing

/// A separate terminal in tmux running a shell. It is driven by keys and read as text.
final class Tmux {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  private let socket = "fuelgauge-\(UUID().uuidString.prefix(8))"

  init(width: Int = 80, height: Int = 24, environment: [String: String] = [:]) throws {
    var variables = ["PS1": "ready$ ", "LC_ALL": "C.UTF-8"]
    variables.merge(environment) { $1 }
    var arguments = ["new-session", "-d", "-x", "\(width)", "-y", "\(height)"]
    arguments += ["env", "-u", "TERM", "-u", "COLORTERM", "-u", "NO_COLOR"]
    arguments += variables.map { "\($0)=\($1)" } + ["bash", "--norc", "--noprofile", "-i"]
    try run(arguments)
    try wait(for: "ready$")
  }

  deinit {
    _ = try? run(["kill-server"])
    unlink("/tmp/tmux-\(getuid())/\(socket)")
  }

  /// Presses keys, given by their tmux names.
  func press(_ keys: String...) throws { try run(["send-keys"] + keys) }

  /// Presses Enter separately from the keys before it, together with more keys. Only a separate Enter confirms.
  func confirm(_ more: String...) throws {
    usleep(100_000)
    try run(["send-keys", "Enter"] + more)
  }

  /// Clicks on a displayed text with the left button, as a terminal reports it.
  func click(on text: String) throws {
    let lines = try self.text().split(separator: "\n", omittingEmptySubsequences: false)
    for (row, line) in lines.enumerated() {
      guard let found = line.range(of: text) else { continue }
      let column = line.distance(from: line.startIndex, to: found.lowerBound)
      let place = "\(column + 1);\(row + 1)"
      return try type("\u{1b}[<0;\(place)M\u{1b}[<0;\(place)m", enter: false)
    }
    throw Failure(description: "There is no \"\(text)\" to click on.")
  }

  /// Types a command line, and Enter.
  func type(_ command: String, enter: Bool = true) throws {
    try run(["send-keys", "-l", command])
    if enter { try run(["send-keys", "Enter"]) }
  }

  /// Runs the program in the home of `program`; when it ends, the shell prints its status.
  /// - Parameter variables: more environment variables, in shell syntax.
  func open(
    _ program: Program, at now: String = "2026-02-11T20:40:00Z", variables: String = "",
    arguments: String = ""
  ) throws {
    try type(
      "clear; HOME=\(program.home.path) TZ=UTC FUELGAUGE_NOW=\(now) TERM=tmux-256color"
        + " \(variables) \(try Program.path) \(arguments); echo status $?")
  }

  /// Pastes text.
  /// - Parameter isMarked: Whether tmux uses bracketed paste if the program has asked for it.
  func paste(_ text: String, isMarked: Bool) throws {
    try run(["set-buffer", text])
    try run(["paste-buffer"] + (isMarked ? ["-p"] : []))
  }

  func resize(_ width: Int, _ height: Int) throws {
    try run(["resize-window", "-x", "\(width)", "-y", "\(height)"])
  }

  /// The terminal's content.
  func text() throws -> String { try run(["capture-pane", "-p", "-J"]) }

  /// The terminal's content, with escape sequences for colours.
  func styledText() throws -> String { try run(["capture-pane", "-p", "-e"]) }

  /// One of tmux's variables, such as `alternate_on`.
  func variable(_ name: String) throws -> String {
    try run(["display-message", "-p", "#{\(name)}"]).trimmingCharacters(in: .whitespacesAndNewlines)
  }

  func closeTerminal() throws { try run(["kill-server"]) }

  /// Waits until the terminal shows a text, and returns its whole content.
  @discardableResult
  func wait(for expected: String, within limit: Duration = .seconds(20)) throws -> String {
    let end = ContinuousClock.now + limit
    var shown = ""
    while ContinuousClock.now < end {
      shown = try text()
      if shown.contains(expected) { return shown }
      usleep(20_000)
    }
    throw Failure(description: "\"\(expected)\" did not appear. The terminal shows:\n\(shown)")
  }

  @discardableResult
  private func run(_ arguments: [String]) throws -> String {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    // `Process` waits until nothing holds a descriptor that it passed to the child, and the server started
    // by the first command would hold it forever.
    let closing = """
      for each in /proc/$$/fd/*; do
        number=${each##*/}; if [ "$number" -gt 2 ]; then eval "exec $number>&-"; fi
      done; exec tmux "$@"
      """
    process.arguments =
      ["bash", "-c", closing, "tmux", "-L", socket, "-u", "-f", "/dev/null"] + arguments
    let isReading = arguments[0] != "new-session"
    process.standardOutput = isReading ? output : FileHandle.nullDevice
    process.standardError = isReading ? output : FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    // Test threads have all signals blocked, which tmux and its shell would inherit.
    var (none, before) = (sigset_t(), sigset_t())
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    try process.run()
    let data = isReading ? output.fileHandleForReading.readDataToEndOfFile() : Data()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }
}
