import Advice
import Canvas
import Collector
import Ledger
import Storage
import Values

/// The result of a pass over the sources, as text and JSON.
enum CollectOutput {
  /// - Parameter standing: problems from earlier passes that are not fixed.
  static func json(_ report: Collector.Report, standing: [SourceProblem] = []) -> JSONText {
    .fields([
      "files": .int(report.files), "filesRead": .int(report.filesRead),
      "bytes": .int(Int(report.bytes)), "new": .int(report.counts.new),
      "changed": .int(report.counts.changed), "known": .int(report.counts.known),
      "refused": .int(report.counts.leftOut), "unbooked": .int(report.counts.unbooked),
      "skipped": .int(skipped(report)),
      "problems": .array(
        (report.problems + others(standing, report)).map { problem in
          .fields([
            "path": .string(problem.path), "line": problem.line.map { .int($0) } ?? .null,
            "reason": .string(problem.reason),
          ])
        }),
    ])
  }

  /// - Parameter standing: problems from earlier passes that are not fixed.
  static func text(
    _ report: Collector.Report, _ workplace: Workplace, standing: [SourceProblem] = []
  ) -> String {
    var lines = [summary(report)]
    if report.files == 0 {
      lines.append(
        "looked in " + workplace.roots.folders.map(SafeText.clean).joined(separator: ", "))
    }
    if report.counts.leftOut > 0 {
      lines.append(
        SourceFacts.sentence(leftOut: report.counts.leftOut, because: "\(UsageWriter.NoRoom())"))
    }
    if report.counts.unbooked > 0 {
      lines.append(SourceFacts.sentence(unbooked: report.counts.unbooked))
    }
    if !report.problems.isEmpty {
      let skipped = skipped(report)
      lines.append(
        "\(CountDisplay.full(skipped)) \(skipped == 1 ? "line or file" : "lines or files") could not be used:"
      )
      lines += report.problems.map { "  " + SafeText.clean($0.description) }
    }
    let others = others(standing, report)
    if !others.isEmpty {
      lines.append("from earlier passes, not fixed since:")
      lines += others.map { "  " + SafeText.clean($0.description) }
    }
    return lines.joined(separator: "\n")
  }

  /// Standing problems that this pass does not list itself.
  private static func others(
    _ standing: [SourceProblem], _ report: Collector.Report
  ) -> [SourceProblem] {
    let named = Set(report.problems)
    return standing.filter { !named.contains($0) }
  }

  /// How many lines and files could not be used; not all of them are listed.
  private static func skipped(_ report: Collector.Report) -> Int {
    report.problems.reduce(0) { $0 + $1.lines }
  }

  private static func summary(_ report: Collector.Report) -> String {
    guard report.files > 0 else { return "no transcripts found" }
    let files = CountDisplay.of(report.files, "transcript")
    guard report.filesRead > 0 else { return "\(files), nothing new" }
    let counts = report.counts
    return "\(files), \(CountDisplay.full(report.filesRead)) with something new"
      + " (\(CountDisplay.bytes(report.bytes))): \(CountDisplay.of(counts.new, "new request")),"
      + " \(CountDisplay.full(counts.changed)) changed"
  }
}
