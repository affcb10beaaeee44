import Foundation
import Values

/// The clock of a command: the real one, or one that was set.
struct WorkClock: Sendable {
  /// The moment it was set to; nil: it is the real one.
  let start: Instant?
  private let madeAt = Instant(Date())
  private let setAt = ContinuousClock.now
  private let speed: Int64

  /// The real clock, or one that begins at `start` and runs `speed` times as fast.
  init(start: Instant?, speed: Int64 = 1) {
    self.start = start
    self.speed = speed
  }

  /// The moment a command is for: it does not pass while the command runs.
  var fixed: Instant { start ?? madeAt }

  /// Milliseconds since it was made, whatever happens to the system's clock.
  var uptime: Int64 {
    let (seconds, attoseconds) = setAt.duration(to: .now).components
    return seconds * 1000 + attoseconds / 1_000_000_000_000_000
  }

  /// The moment now, for what stays open.
  var running: Instant {
    guard let start else { return Instant(Date()) }
    return start.advanced(by: uptime * speed)
  }
}
