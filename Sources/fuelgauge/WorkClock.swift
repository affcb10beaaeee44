import Foundation
import Ledger

/// The clock of a command: the real one, or one that was set.
struct WorkClock: Sendable {
  /// The moment it was set to; nil: it is the real one.
  let start: Instant?
  private let setAt: Instant
  private let speed: Int64

  /// The real clock, or one that begins at `start` and runs `speed` times as fast.
  init(start: Instant?, speed: Int64 = 1) {
    self.start = start
    self.speed = speed
    setAt = Instant(Date())
  }

  /// The moment a command is for: it does not pass while the command runs.
  var fixed: Instant { start ?? setAt }

  /// The moment now, for what stays open.
  var running: Instant {
    let present = Instant(Date())
    guard let start else { return present }
    return start.advanced(by: (present.milliseconds - setAt.milliseconds) * speed)
  }
}
