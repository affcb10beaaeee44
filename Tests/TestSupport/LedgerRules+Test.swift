import Advice
import Foundation
import Synchronization
import Values

extension LedgerRules {
  /// UTC days and the real clock, for tests in which time does not matter.
  package static let test = LedgerRules(days: .utc) { Instant(Date()) }

  /// UTC days and a clock that stands still.
  package static func at(_ now: Instant) -> LedgerRules { LedgerRules(days: .utc) { now } }
}

/// A clock set by a test.
package final class SetClock: Sendable {
  private let moment = Mutex(Instant(milliseconds: 0))

  package init() {}

  package var now: Instant {
    get { moment.withLock { $0 } }
    set { moment.withLock { $0 = newValue } }
  }

  /// UTC days and this clock.
  package var rules: LedgerRules { rules() }

  /// The same with burn rates averaged over `burnMinutes`.
  package func rules(burnMinutes: Int = 15) -> LedgerRules {
    LedgerRules(days: .utc, burnMinutes: burnMinutes) { self.now }
  }
}
