import Ledger

/// Something that a tool leaves behind at a moment of a demo.
package struct DemoEvent: Equatable, Sendable {
  /// Where it is left.
  package enum Trace: Equatable, Sendable {
    /// A line of a transcript; `file` is its path below the `projects` folder.
    case transcript(file: String, line: String)
    /// A line as `fuelgauge record` takes it.
    case record(line: String)
  }

  /// When it is written.
  package var time: Instant
  /// What is written.
  package var trace: Trace
}
