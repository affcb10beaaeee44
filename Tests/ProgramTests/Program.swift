import Foundation
import TestSupport

/// The built program, with an environment of its own.
final class Program: Sendable {
  let home: TemporaryFolder
  private let variables: [String: String]

  /// A user with an empty home, in UTC.
  convenience init(_ variables: [String: String] = [:]) throws {
    self.init(home: try TemporaryFolder(), variables)
  }

  private init(home: TemporaryFolder, _ variables: [String: String]) {
    self.home = home
    self.variables = variables
  }

  /// The same user at another time, or with other variables changed.
  func at(_ now: String, _ more: [String: String] = [:]) -> Program {
    with(["FUELGAUGE_NOW": now]).with(more)
  }

  /// The same user with more variables.
  func with(_ more: [String: String]) -> Program {
    Program(home: home, variables.merging(more) { $1 })
  }

  struct Result {
    var status: Int32
    var output: String
    var error: String
  }

  /// The path of the program built with the tests.
  static var path: String { get throws { try path(of: "fuelgauge") } }

  /// An executable of this package.
  static func path(of name: String) throws -> String {
    let folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    // Tests run in the bundle, or in a helper elsewhere that has loaded it.
    let candidates = [
      folder.appendingPathComponent(name).path,
      URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent(".build/debug/\(name)").path,
    ]
    guard let found = candidates.first(where: FileManager.default.isExecutableFile) else {
      throw Missing()
    }
    return found
  }

  struct Missing: Error {}

  var environment: [String: String] {
    ["HOME": home.path, "TZ": "UTC", "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"]
      .merging(variables) { $1 }
  }

  /// Starts it; the caller has to wait for it.
  /// - Parameter name: the executable of this package to run.
  func start(
    _ arguments: [String], input: String = "", of name: String = "fuelgauge", folder: String? = nil
  ) throws -> (Process, Pipe, Pipe) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try Program.path(of: name))
    process.arguments = arguments
    process.environment = environment
    if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
    let (output, error, standardInput) = (Pipe(), Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = error
    process.standardInput = standardInput
    try process.run()
    // Make a hanging program fail its own test only.
    DispatchQueue.global().asyncAfter(deadline: .now() + 120) { [weak process] in
      if process?.isRunning == true { process?.terminate() }
    }
    try standardInput.fileHandleForWriting.write(contentsOf: Data(input.utf8))
    try standardInput.fileHandleForWriting.close()
    return (process, output, error)
  }

  /// Runs to the end.
  func run(_ arguments: String..., input: String = "") throws -> Result {
    try run(arguments, input: input)
  }

  /// Runs to the end.
  /// - Parameter folder: the current folder; nil for that of the tests.
  func run(_ arguments: [String], input: String = "", folder: String? = nil) throws -> Result {
    let (process, output, error) = try start(arguments, input: input, folder: folder)
    let text = output.fileHandleForReading.readDataToEndOfFile()
    let complaint = error.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Result(
      status: process.terminationStatus, output: String(decoding: text, as: UTF8.self),
      error: String(decoding: complaint, as: UTF8.self))
  }

  /// Runs to the end with the home as the current folder.
  func runAtHome(_ arguments: [String]) throws -> Result {
    try run(arguments, folder: home.path)
  }

  /// Runs to the end and parses the JSON it prints.
  func json(_ arguments: String...) throws -> [String: Any] {
    let (process, output, _) = try start(arguments)
    let text = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return try JSONSerialization.jsonObject(with: text) as? [String: Any] ?? [:]
  }

  /// Writes a transcript with these lines.
  func write(_ lines: [String], to name: String) throws {
    try home.write(lines.map { $0 + "\n" }.joined(), to: Program.transcript(name))
  }

  static func transcript(_ name: String) -> String { ".claude/projects/-p/\(name).jsonl" }
}
