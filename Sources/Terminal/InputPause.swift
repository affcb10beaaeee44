/// How long nothing had come before a read, as far as the loop can tell.
///
/// What waits already when the loop comes back from the read before may have come at once after it. So it
/// counts as that: a key pressed before the answer to the last one was on the screen was pressed at once.
struct InputPause {
  /// The pause before the latest read.
  private(set) var latest = Duration.seconds(86_400)
  private var lastRead: ContinuousClock.Instant?
  private var isFresh = false
  private var wasWaiting = false

  /// All that a read has led to is done, and the loop is about to wait.
  mutating func returns(whileWaiting isWaiting: @autoclosure () -> Bool) {
    if isFresh { wasWaiting = isWaiting() }
    isFresh = false
  }

  /// Bytes were read.
  mutating func takes(at now: ContinuousClock.Instant) {
    if let lastRead { latest = wasWaiting ? .zero : lastRead.duration(to: now) }
    lastRead = now
    isFresh = true
    wasWaiting = false
  }
}
