import Values

/// When something in the ledgers may have become due by itself.
struct SettleSchedule {
  /// The first time as soon as the dashboard is open.
  private var next = Instant(milliseconds: 0)

  /// Whether it is time to look.
  func isDue(at now: Instant) -> Bool {
    // Nothing is planned further ahead than a minute: a clock that was set back makes it so.
    now >= next || next.milliseconds - now.milliseconds > Instant.perMinute
  }

  /// Plans the next look, in a minute or at the first of the dates that come before.
  mutating func plan(after now: Instant, dates: [Instant]) {
    next = dates.filter { $0 > now }.reduce(now.advanced(by: Instant.perMinute), min)
  }
}
