import Glibc

/// What Swift's runtime says of a crash, and of where a program is that does not end.
struct FuzzTrace {
  private static let variables = [
    "SWIFT_BACKTRACE": "enable=yes,color=no,interactive=no,threads=crashed"
  ]

  /// The first place in this package's own source, as `file:line`; nil: it told none.
  let place: String?
  /// The lines that tell the most.
  let lines: String

  /// Runs once more what has crashed or been ended, for the place.
  init?(
    of run: FuzzRun, _ conditions: FuzzRun.Conditions, _ environment: [String: String],
    slow: Double
  ) {
    var conditions = conditions
    // What was printed before stays in its files.
    conditions.outputPath += ".again"
    conditions.errorPath += ".again"
    conditions.environment = environment.merging(FuzzTrace.variables) { $1 }
    // The runtime tells of this signal as of a crash.
    conditions.cuttingSignal = SIGQUIT
    if case .cut = run.ending {
      conditions.mostSeconds = 4 * slow
    } else {
      conditions.mostSeconds = 60
    }
    guard let again = FuzzRun(run.words, conditions) else { return nil }
    self.init(again.complaint + again.text)
  }

  /// Reads what it has said.
  init(_ text: String) {
    let all = text.split(separator: "\n")
    let frames = all.filter { $0.contains(" in ") && $0.contains(" at /") }
    let own = frames.first { $0.contains("/Sources/") && !$0.contains("/checkouts/") }
    place = (own ?? frames.first).flatMap { FuzzTrace.place($0) }
    let reasons = all.filter { $0.contains("Fatal error") || $0.contains("crashed") }
    lines = (reasons.prefix(2) + frames.prefix(4)).map { $0 + "\n" }.joined()
  }

  private static func place(_ frame: Substring) -> String? {
    guard let at = frame.range(of: " at /") else { return nil }
    let path = frame[at.upperBound...]
    let parts = (path.split(separator: "/").last ?? path).split(separator: ":")
    return parts.count > 1 ? "\(parts[0]):\(parts[1])" : nil
  }
}
