import Ledger
import Values

/// What claude.ai or its files say about an account's money at a moment.
package struct ObservedReading: Equatable, Sendable {
  /// The time it was valid at.
  package var asOf: Instant
  /// The key that makes it count once.
  package var key: String
  /// The balance; nil: it does not say.
  package var amount: Money?
  /// How auto-reload is set there; nil: it does not say.
  package var autoReload: AutoReload.Settings?
  /// The monthly cap there, if any; the outer nil: it does not say.
  package var cap: Money??

  /// A reading that says nothing yet but its time.
  package init(asOf: Instant, key: String) {
    self.asOf = asOf
    self.key = key
  }
}
