import Foundation
import Glibc
import Values

/// A case: a home of its own, made from a seed, and the commands run in it.
final class FuzzCase {
  let target: FuzzTarget
  let seed: UInt64
  let ground: FuzzGround
  /// The random numbers from which everything in it is made.
  var random: SeededRandom
  /// Its folder. Files that are not the user's are here, beside the home.
  let folder: String
  let home: FuzzHome
  /// Environment variables besides those of the home.
  var variables: [String: String] = [:]
  /// Seconds that a stand-in server keeps a command waiting.
  var keptWaiting = 0.0

  private(set) var failures: [FuzzFailure] = []
  private(set) var commands = 0
  /// Commands that had to be killed.
  private var cuts = 0
  private(set) var worstSeconds = 0.0
  private(set) var worstMemory = 0

  /// Prepares a case without writing anything.
  init(target: FuzzTarget, seed: UInt64, ground: FuzzGround) {
    self.target = target
    self.seed = seed
    self.ground = ground
    random = SeededRandom(seed: seed)
    folder = "\(ground.folder)/\(target.rawValue)-\(seed)"
    home = FuzzHome(folder + "/home")
  }

  /// Builds and runs it.
  func run() {
    remove()
    do {
      try home.make()
      try target.run(self)
    } catch {
      fail("the case could not be made: \(error)", command: "", printed: "")
    }
  }

  /// Removes its files.
  func remove() { try? FileManager.default.removeItem(atPath: folder) }

  /// Runs the program with these arguments and checks the result.
  /// - Parameter input: a file for standard input.
  /// - Returns: nil if it was not run. A command that had to be killed twice is not run again.
  @discardableResult
  func fuelgauge(_ arguments: [String], input: String? = nil) -> FuzzRun? {
    guard cuts < 2 else { return nil }
    let words = [ground.program] + arguments
    let usual = home.environment.merging(variables) { $1 }
    let conditions = FuzzRun.Conditions(
      environment: usual.merging(["SWIFT_BACKTRACE": "enable=no"]) { $1 }, folder: home.path,
      outputPath: folder + "/output", errorPath: folder + "/error", inputPath: input,
      mostSeconds: 12 * ground.slow + keptWaiting)
    guard var run = FuzzRun(words, conditions) else {
      fail("it could not be started", command: shell(words, usual, input), printed: "")
      return nil
    }
    commands += 1
    run.seconds = max(run.computing, run.seconds - keptWaiting)
    worstSeconds = max(worstSeconds, run.seconds)
    worstMemory = max(worstMemory, run.memory)
    if case .cut = run.ending { cuts += 1 }
    for fault in FuzzVerdict.faults(run, slow: ground.slow) {
      var (what, printed) = ("\(fault), \(FuzzCase.name(arguments))", run.complaint + run.text)
      if run.status < 0, let trace = FuzzTrace(of: run, conditions, usual, slow: ground.slow) {
        // A command that hangs is at a different place each time.
        if case .signal = run.ending { what = trace.place.map { "\(fault) at \($0)" } ?? what }
        printed = trace.lines + printed
      }
      fail(what, command: shell(words, usual, input), printed: printed)
    }
    return run
  }

  /// Runs a command that must succeed.
  /// - Parameters:
  ///   - what: the circumstances, for a failure's description.
  ///   - allowed: the statuses that count as success.
  @discardableResult
  func expect(
    _ arguments: [String], _ what: String, allowed: Set<Int32> = [0]
  ) -> FuzzRun? {
    guard let run = fuelgauge(arguments) else { return nil }
    if case .status(let status) = run.ending, !allowed.contains(status) {
      let words = FuzzCase.name(arguments)
      fail("\(what): \(words) ends with \(status)", after: arguments, run)
    }
    return run
  }

  /// Records a failure shown by a command, unless it may be a consequence of an earlier one.
  func fail(_ signature: String, after arguments: [String], _ run: FuzzRun?) {
    guard failures.isEmpty else { return }
    failed(signature, arguments, run.map { $0.complaint + $0.text } ?? "")
  }

  /// Records a failure during an interactive command.
  func failed(_ signature: String, _ arguments: [String], _ printed: String) {
    let command = shell(
      [ground.program] + arguments, home.environment.merging(variables) { $1 }, nil)
    fail(signature, command: command, printed: printed)
  }

  /// Counts an interactive command.
  func note(_ watch: FuzzWatch, seconds: Double) {
    commands += 1
    worstSeconds = max(worstSeconds, seconds)
    worstMemory = max(worstMemory, watch.memory)
  }

  private func fail(_ signature: String, command: String, printed: String) {
    failures.append(
      FuzzFailure(
        target: target, seed: seed, signature: signature, folder: folder, command: command,
        printed: printed))
  }

  /// The command's words, without what differs from case to case.
  private static func name(_ arguments: [String]) -> String {
    arguments.map { $0.hasPrefix("/") || $0.count > 40 ? "…" : $0 }.joined(separator: " ")
  }

  private func shell(
    _ words: [String], _ environment: [String: String], _ input: String?
  ) -> String {
    func quoted(_ text: String) -> String {
      let plain = text.allSatisfy {
        $0.isASCII && ($0.isLetter || $0.isNumber || "/-_.:,=".contains($0))
      }
      return plain ? text : "'" + text.replacing("'", with: #"'\''"#) + "'"
    }
    let variables = environment.sorted { $0.key < $1.key }.map { "\($0)=\(quoted($1))" }
    let all = ["env", "-i", "-C", quoted(home.path)] + variables + words.map(quoted)
    return all.joined(separator: " ") + (input.map { " < \(quoted($0))" } ?? "")
  }
}
