/// The results for a target.
struct FuzzTally: Sendable {
  let target: FuzzTarget
  private(set) var cases = 0
  private(set) var commands = 0
  private(set) var failures = 0
  /// How often each failure occurred.
  private(set) var signatures: [String: Int] = [:]
  /// Of a single command.
  private(set) var worstSeconds = 0.0
  private(set) var worstMemory = 0
  /// Of the whole target.
  var seconds = 0.0

  init(target: FuzzTarget) { self.target = target }

  /// Adds a finished case.
  mutating func add(_ one: FuzzCase) {
    cases += 1
    commands += one.commands
    failures += one.failures.count
    worstSeconds = max(worstSeconds, one.worstSeconds)
    worstMemory = max(worstMemory, one.worstMemory)
  }

  /// Which failures are of a kind not seen before.
  mutating func news(_ failures: [FuzzFailure]) -> [FuzzFailure] {
    failures.filter { failure in
      signatures[failure.signature, default: 0] += 1
      return signatures[failure.signature] == 1
    }
  }

  /// A table of the results of all targets, followed by how often each failure occurred.
  static func table(_ tallies: [FuzzTally]) -> String {
    let heading = [
      "target", "cases", "commands", "failures", "seconds", "worst time", "worst memory",
    ]
    let rows = tallies.map { tally in
      [
        tally.target.rawValue, "\(tally.cases)", "\(tally.commands)", "\(tally.failures)",
        "\(Int(tally.seconds.rounded()))", "\(Int(tally.worstSeconds * 1000)) ms",
        "\(tally.worstMemory >> 20) MB",
      ]
    }
    let widths = heading.indices.map { column in
      ([heading] + rows).map { $0[column].count }.max() ?? 0
    }
    let lines = ([heading] + rows).map { row in
      zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
        .joined(separator: "  ")
    }
    let broken = tallies.flatMap { tally in
      tally.signatures.sorted { $0.value > $1.value }
        .map { "\($0.value) × \(tally.target.rawValue): \($0.key)" }
    }
    return (lines + (broken.isEmpty ? [] : [""] + broken)).joined(separator: "\n")
  }
}
