/// How long nothing had arrived before a read, as far as the loop can tell.
///
/// Input already waiting when the loop returns from the previous read may have arrived right after it, so it counts
/// as immediate: a key pressed before the answer to the last one was on screen was pressed at once.
struct InputPause {
  /// The pause before the latest read.
  private(set) var latest = Duration.seconds(86_400)
  private var lastRead: ContinuousClock.Instant?
  private var isFresh = false
  private var wasWaiting = false

  /// Called when everything a read led to is done and the loop is about to wait.
  mutating func returns(whileWaiting isWaiting: @autoclosure () -> Bool) {
    if isFresh { wasWaiting = isWaiting() }
    isFresh = false
  }

  /// Called when bytes were read.
  mutating func takes(at now: ContinuousClock.Instant) {
    if let lastRead { latest = wasWaiting ? .zero : lastRead.duration(to: now) }
    lastRead = now
    isFresh = true
    wasWaiting = false
  }
}
