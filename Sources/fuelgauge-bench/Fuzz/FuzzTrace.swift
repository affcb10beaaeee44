import Glibc

/// What Swift's runtime reports about a crash, or about where a program hangs.
struct FuzzTrace {
  private static let variables = [
    "SWIFT_BACKTRACE": "enable=yes,color=no,interactive=no,threads=crashed"
  ]

  /// The first place in this package's own source, as `file:line`; nil if none was reported.
  let place: String?
  /// The most informative lines.
  let lines: String

  /// Runs a command that crashed or was killed once more, to find the place.
  init?(
    of run: FuzzRun, _ conditions: FuzzRun.Conditions, _ environment: [String: String],
    slow: Double
  ) {
    var conditions = conditions
    // Keep the files with the first run's output.
    conditions.outputPath += ".again"
    conditions.errorPath += ".again"
    conditions.environment = environment.merging(FuzzTrace.variables) { $1 }
    // The runtime reports this signal like a crash.
    conditions.cuttingSignal = SIGQUIT
    if case .cut = run.ending {
      conditions.mostSeconds = 4 * slow
    } else {
      conditions.mostSeconds = 60
    }
    guard let again = FuzzRun(run.words, conditions) else { return nil }
    self.init(again.complaint + again.text)
  }

  /// Parses the runtime's report.
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
