import Foundation
import Glibc
import Values

/// One case: a home of its own, made from its seed, and the commands that are run in it.
final class FuzzCase {
  let target: FuzzTarget
  let seed: UInt64
  let ground: FuzzGround
  /// The numbers that everything in it is made by.
  var random: SeededRandom
  /// Where it is; what is not the person's own stands here, beside the home.
  let folder: String
  let home: FuzzHome
  /// Variables beside those of the home.
  var variables: [String: String] = [:]
  /// Seconds that whoever answers a command keeps it waiting.
  var keptWaiting = 0.0

  private(set) var failures: [FuzzFailure] = []
  private(set) var commands = 0
  /// Commands that had to be ended.
  private var cuts = 0
  private(set) var worstSeconds = 0.0
  private(set) var worstMemory = 0

  /// Prepares a case; nothing is written yet.
  init(target: FuzzTarget, seed: UInt64, ground: FuzzGround) {
    self.target = target
    self.seed = seed
    self.ground = ground
    random = SeededRandom(seed: seed)
    folder = "\(ground.folder)/\(target.rawValue)-\(seed)"
    home = FuzzHome(folder + "/home")
  }

  /// Makes it and runs it.
  func run() {
    remove()
    do {
      try home.make()
      try target.run(self)
    } catch {
      fail("the case could not be made: \(error)", command: "", printed: "")
    }
  }

  /// Removes what it has made.
  func remove() { try? FileManager.default.removeItem(atPath: folder) }

  /// Runs the program with these arguments and judges how it did.
  /// - Parameter input: a file that it reads from.
  /// - Returns: nil if it was not run: what had to be ended twice is not tried a third time.
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
        // What does not end is somewhere else each time.
        if case .signal = run.ending { what = trace.place.map { "\(fault) at \($0)" } ?? what }
        printed = trace.lines + printed
      }
      fail(what, command: shell(words, usual, input), printed: printed)
    }
    return run
  }

  /// Runs what must do well.
  /// - Parameters:
  ///   - what: when or with what it must do well.
  ///   - allowed: the statuses that are well.
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

  /// Notes that something broke which a command has shown; not if it may follow from what broke before.
  func fail(_ signature: String, after arguments: [String], _ run: FuzzRun?) {
    guard failures.isEmpty else { return }
    failed(signature, arguments, run.map { $0.complaint + $0.text } ?? "")
  }

  /// Notes that something broke while a command ran that is not run to its end in one go.
  func failed(_ signature: String, _ arguments: [String], _ printed: String) {
    let command = shell(
      [ground.program] + arguments, home.environment.merging(variables) { $1 }, nil)
    fail(signature, command: command, printed: printed)
  }

  /// Counts such a command.
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

  /// The command as its words alone, without what differs from case to case.
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
