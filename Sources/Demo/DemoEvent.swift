import Ledger
import Values

/// Something a tool writes at a moment of the demo.
package struct DemoEvent: Equatable, Sendable {
  /// Where it is written.
  package enum Trace: Equatable, Sendable {
    /// A line of a transcript; `file` is its path below the `projects` folder.
    case transcript(file: String, line: String)
    /// A line in the format of `fuelgauge record`.
    case record(line: String)
  }

  /// What a request draws from a balance.
  package struct Draw: Equatable, Sendable {
    /// The name of the account.
    package var account: String
    /// The model and tokens that determine its price.
    package var use: ModelUse
  }

  /// When it is written.
  package var time: Instant
  /// What is written, and where.
  package var trace: Trace
  /// What the request draws from a balance, on its first event; otherwise nil.
  package var draw: Draw?
}
