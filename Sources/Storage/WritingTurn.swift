import Glibc
import Synchronization

/// Waits for another process to end its transaction.
///
/// SQLite's own way sleeps the longer the longer it has waited, up to a tenth of a second, so that among
/// several that write without a pause one may never get its turn. Here who has waited longest looks most
/// often.
final class WritingTurn: Sendable {
  private let patience: Duration
  private let began = Mutex(ContinuousClock.now)

  /// - Parameter patience: seconds after which it gives up.
  init(patience: Double) { self.patience = .seconds(patience) }

  /// Sleeps for a moment.
  /// - Parameter tries: how often it has been called since the wait began.
  /// - Returns: false when it is time to give up.
  func wait(tries: Int) -> Bool {
    let isOver = began.withLock { began in
      if tries == 0 { began = .now }
      return ContinuousClock.now - began > patience
    }
    if isOver { return false }
    // From 8 ms down to 1: looking more often than that is work without a gain.
    let most = max(1000, 8000 - 50 * tries)
    usleep(UInt32(Int.random(in: most / 2...most)))
    return true
  }
}
