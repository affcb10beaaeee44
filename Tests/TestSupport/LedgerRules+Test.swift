import Advice
import Foundation
import Synchronization
import Values

extension LedgerRules {
  /// The days of UTC and the real clock, for tests that no clock matters to.
  package static let test = LedgerRules(days: .utc) { Instant(Date()) }

  /// The days of UTC and a clock that stands.
  package static func at(_ now: Instant) -> LedgerRules { LedgerRules(days: .utc) { now } }
}

/// A clock that a test sets.
package final class SetClock: Sendable {
  private let moment = Mutex(Instant(milliseconds: 0))

  package init() {}

  package var now: Instant {
    get { moment.withLock { $0 } }
    set { moment.withLock { $0 = newValue } }
  }

  /// The days of UTC, and this clock.
  package var rules: LedgerRules { rules() }

  /// The same with burn rates over so many minutes.
  package func rules(burnMinutes: Int = 15) -> LedgerRules {
    LedgerRules(days: .utc, burnMinutes: burnMinutes) { self.now }
  }
}
