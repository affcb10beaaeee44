import Ledger
import Values

/// Something that a tool leaves behind at a moment of a demo.
package struct DemoEvent: Equatable, Sendable {
  /// Where it is left.
  package enum Trace: Equatable, Sendable {
    /// A line of a transcript; `file` is its path below the `projects` folder.
    case transcript(file: String, line: String)
    /// A line as `fuelgauge record` takes it.
    case record(line: String)
  }

  /// What a request takes out of a balance.
  package struct Draw: Equatable, Sendable {
    /// The name of the account.
    package var account: String
    /// What it is priced by.
    package var use: ModelUse
  }

  /// When it is written.
  package var time: Instant
  /// What is written.
  package var trace: Trace
  /// What the request that it is the first trace of draws; nil: nothing.
  package var draw: Draw?
}
