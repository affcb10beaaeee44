import ArgumentParser
import Canvas
import Foundation
import Glibc
import Meters
import Programs
import Storage
import Terminal
import Values

/// `fuelgauge statusline`: what Claude Code's status line runs.
struct StatusLineCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "statusline",
    abstract: "Print one line for Claude Code's status line.",
    discussion: """
      Reads the JSON that Claude Code passes on standard input, takes its plan windows as a reading, and prints one \
      line no longer than COLUMNS. It never reads other sources, and always exits with 0: a status line that fails \
      helps nobody.
      """)

  @Option(
    help: ArgumentHelp(
      "Run this command with the same input and print its lines too.", valueName: "command"))
  var then: String?

  @OptionGroup var options: GlobalOptions

  func run() throws {
    UsageStore.waitBriefly()
    let input = StatusLineFeed.read()
    if let line = try? line(input) { try? StandardOutput.print(line) }
    if let then { StatusLineFeed.run(then, with: input) }
  }

  /// The line; throws if there is no store to show.
  private func line(_ input: [UInt8]) throws -> String {
    let workplace = try Workplace(options)
    let store = try workplace.openStoreAsItIs()
    try? record(input, in: store, workplace)
    let snapshot = try store.snapshot(
      UsageStore.SnapshotQuery(now: workplace.now, days: workplace.days))
    let columns =
      ProcessInfo.processInfo.environment["COLUMNS"].flatMap { Int($0) }.flatMap {
        (1...10_000).contains($0) ? $0 : nil
      } ?? 80
    return StatusLineOutput(snapshot).line(width: columns)
  }

  private func record(_ input: [UInt8], in store: UsageStore, _ workplace: Workplace) throws {
    let now = workplace.now
    guard let parsed = StatusLineInput(input, asOf: now), !parsed.windows.isEmpty,
      let transcript = parsed.transcript,
      let folder = workplace.roots.configFolder(of: transcript),
      let answered = TranscriptTail.lastAnswer(in: transcript, below: workplace.roots)
    else { return }
    let windows = parsed.windows.map { window in
      var window = window
      window.asOf = min(answered, now)
      return window
    }
    try store.record(windows, ofFolder: folder, at: now)
  }
}

/// Standard input of a status line, and the command that gets the same.
private enum StatusLineFeed {
  /// Everything on standard input, unless it is a terminal. Whoever leaves it open is not waited for longer than a
  /// second; far too much is read, so that whoever writes it does not fail, and dropped.
  static func read() -> [UInt8] {
    guard isatty(STDIN_FILENO) == 0 else { return [] }
    let bytes = gather(STDIN_FILENO, most: 16 * StatusLineInput.largest, until: .now + .seconds(1))
    return bytes.count > StatusLineInput.largest ? [] : bytes
  }

  /// Runs a command of the person's own and prints what it prints, at most 64 KB, as it stands. It has three seconds.
  static func run(_ command: String, with input: [UInt8]) {
    var ends: [Int32] = [-1, -1]
    guard let file = unnamedFile(input), pipe(&ends) == 0 else { return }
    let child = ChildProgram.start(["/bin/sh", "-c", command], input: file, output: ends[1])
    close(file)
    close(ends[1])
    defer { close(ends[0]) }
    guard let child else { return }
    let bytes = gather(ends[0], most: 64 << 10, until: .now + .seconds(3))
    // It has a session of its own, and so have its children.
    kill(-child, SIGKILL)
    _ = ChildProgram.wait(for: child)
    StandardOutput.passOn(bytes)
  }

  /// What arrives on a descriptor before it ends, or until there is enough of it, or the time is up.
  private static func gather(
    _ descriptor: Int32, most: Int, until deadline: ContinuousClock.Instant
  ) -> [UInt8] {
    var (all, buffer) = ([UInt8](), [UInt8](repeating: 0, count: 16 << 10))
    while all.count < most {
      let left = (deadline - .now) / .milliseconds(1)
      guard left > 0 else { break }
      var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      let ready = poll(&wait, 1, Int32(min(left + 1, 60_000)))
      if ready < 0, errno == EINTR { continue }
      guard ready > 0 else { break }
      let count = Glibc.read(descriptor, &buffer, min(buffer.count, most - all.count))
      if count < 0, errno == EINTR || errno == EAGAIN { continue }
      guard count > 0 else { break }
      all += buffer[..<count]
    }
    return all
  }

  /// A file without a name that holds these bytes, open at its beginning.
  private static func unnamedFile(_ bytes: [UInt8]) -> Int32? {
    let folder = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
    var name = Array("\(folder)/fuelgauge-line-XXXXXX".utf8CString)
    let file = mkstemp(&name)
    guard file >= 0 else { return nil }
    unlink(name)
    let isWritten = bytes.withUnsafeBytes {
      Glibc.write(file, $0.baseAddress, $0.count) == $0.count
    }
    guard isWritten, lseek(file, 0, SEEK_SET) == 0 else {
      close(file)
      return nil
    }
    return file
  }
}
