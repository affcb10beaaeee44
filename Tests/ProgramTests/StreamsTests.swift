import Foundation
import TestSupport
import Testing

/// What a command prints to may be full, closed, or gone.
@Suite struct StreamsTests {
  private func home() throws -> Program {
    let program = try Program(["FUELGAUGE_NOW": "2026-02-11T21:00:00Z"])
    let lines = (0..<2000).map { number in
      AnswerLine().with {
        ($0.message, $0.request, $0.session) = ("msg_\(number)", "req_\(number)", "s\(number)")
      }.text
    }
    try program.write(lines, to: "s")
    #expect(try program.run("collect").status == 0)
    return program
  }

  /// Runs a line of the shell in which `fuelgauge` is the program.
  private func shell(_ line: String, _ program: Program) throws -> (status: Int32, error: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["-c", "fuelgauge() { \"$PROGRAM\" \"$@\"; }; \(line)"]
    process.environment = program.with(["PROGRAM": try Program.path]).environment
    let error = Pipe()
    process.standardError = error
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    let text = error.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: text, as: UTF8.self))
  }

  private static let reports = [
    "status", "status --json", "usage --by session", "usage --by session --csv",
    "usage --by session --json", "config print-default", "themes", "--help", "--version", "verify",
    "collect", "record </dev/null",
  ]

  @Test(arguments: reports)
  func `a full disk is no success`(report: String) throws {
    let result = try shell("fuelgauge \(report) >/dev/full", home())
    #expect(result.status == 74)
    #expect(
      result.error.contains(
        "standard output: No space left on device, so the output is incomplete;"))
  }

  @Test(arguments: reports)
  func `a closed output is told, and takes no file's place`(report: String) throws {
    let program = try home()
    let result = try shell("fuelgauge \(report) >&-", program)
    #expect(result.status == 74)
    #expect(
      result.error == "standard output is closed, so nothing was printed; open it again\n")
    #expect(try program.run("verify").status == 0)
  }

  @Test(arguments: ["2>/dev/full", "2>&-", "2>&- <&-", "2>/dev/full >/dev/full"])
  func `where nobody hears of a mistake it keeps its status`(streams: String) throws {
    #expect(try shell("fuelgauge top-up abc \(streams)", home()).status == 64)
  }

  @Test func `what was done is said to be done, also where its report has no room`() throws {
    let program = try home()
    #expect(try program.run("account", "add", "local").status == 0)
    #expect(try program.run("balance", "set", "20").status == 0)
    let result = try shell("fuelgauge top-up 5 --yes >/dev/full", program)
    #expect(result.status == 74)
    #expect(
      result.error.hasSuffix(
        "The change was made, so do not repeat it: $5.00 was added to local, a budget kept here; nothing was paid\n"
      ))
    let balance = try program.json("balance", "--json")["amount"] as? String
    #expect(balance == "25.000000000")
  }

  @Test func `whoever has read enough is not told that there was more`() throws {
    let line = "fuelgauge usage --by session | head -n 1; echo ${PIPESTATUS[0]} >&2"
    let result = try shell(line, home())
    #expect(["141\n", "0\n"].contains(result.error), "\(result.error)")
    // Somebody may have asked for signals of pipes to be passed over.
    let quiet = try shell("trap '' PIPE; \(line)", home())
    #expect(["74\n", "0\n"].contains(quiet.error), "\(quiet.error)")
  }
}
