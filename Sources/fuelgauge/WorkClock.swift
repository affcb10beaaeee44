import Foundation
import Values

/// A command's clock: the real one, or one set to some moment.
struct WorkClock: Sendable {
  /// The moment it was set to; nil for the real clock.
  let start: Instant?
  private let madeAt = Instant(Date())
  private let setAt = ContinuousClock.now
  private let speed: Int64

  /// The real clock, or one that starts at `start` and runs `speed` times as fast.
  init(start: Instant?, speed: Int64 = 1) {
    self.start = start
    self.speed = speed
  }

  /// The command's time. It stays the same while the command runs.
  var fixed: Instant { start ?? madeAt }

  /// Milliseconds since it was made, unaffected by changes to the system's clock.
  var uptime: Int64 {
    let (seconds, attoseconds) = setAt.duration(to: .now).components
    return seconds * 1000 + attoseconds / 1_000_000_000_000_000
  }

  /// The current time, for long-running commands.
  var running: Instant {
    guard let start else { return Instant(Date()) }
    return start.advanced(by: uptime * speed)
  }
}
