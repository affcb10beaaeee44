import Foundation
import Testing

/// A terminal of its own in tmux, with a shell in it, driven by keys and read as text.
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

  /// Presses keys by their tmux names.
  func press(_ keys: String...) throws { try run(["send-keys"] + keys) }

  /// Presses Enter apart from the keys before, and more keys with it. Only such an Enter confirms.
  func confirm(_ more: String...) throws {
    usleep(100_000)
    try run(["send-keys", "Enter"] + more)
  }

  /// Presses and releases the left button on a text that is shown, as a terminal reports it.
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

  /// Types a command line and Enter.
  func type(_ command: String, enter: Bool = true) throws {
    try run(["send-keys", "-l", command])
    if enter { try run(["send-keys", "Enter"]) }
  }

  /// Runs the program for a person at a moment; when it ends, its status is shown.
  /// - Parameter variables: more of them, as a shell takes them.
  func open(
    _ program: Program, at now: String = "2026-02-11T20:40:00Z", variables: String = "",
    arguments: String = ""
  ) throws {
    try type(
      "clear; HOME=\(program.home.path) TZ=UTC FUELGAUGE_NOW=\(now) TERM=tmux-256color"
        + " \(variables) \(try Program.path) \(arguments); echo status $?")
  }

  /// Pastes a text.
  /// - Parameter isMarked: Whether tmux marks it, where the program has asked for that.
  func paste(_ text: String, isMarked: Bool) throws {
    try run(["set-buffer", text])
    try run(["paste-buffer"] + (isMarked ? ["-p"] : []))
  }

  func resize(_ width: Int, _ height: Int) throws {
    try run(["resize-window", "-x", "\(width)", "-y", "\(height)"])
  }

  /// What the terminal shows.
  func text() throws -> String { try run(["capture-pane", "-p", "-J"]) }

  /// What the terminal shows, with the escape sequences of its colours.
  func styledText() throws -> String { try run(["capture-pane", "-p", "-e"]) }

  /// One of tmux's variables, such as `alternate_on`.
  func variable(_ name: String) throws -> String {
    try run(["display-message", "-p", "#{\(name)}"]).trimmingCharacters(in: .whitespacesAndNewlines)
  }

  func closeTerminal() throws { try run(["kill-server"]) }

  /// Waits until the terminal shows the text, and returns all that it shows.
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
    // `Process` waits until nobody holds a descriptor that it gave to the child, and the server
    // that the first command leaves behind would hold it for ever.
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
    // The threads of a test have all signals blocked, which tmux and its shell would inherit.
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
