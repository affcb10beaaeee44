import Values

/// Schedules checks for ledger events that come due by themselves.
struct SettleSchedule {
  /// The time of the next check; the first is due at once.
  private var next = Instant(milliseconds: 0)

  /// Whether it is time to check.
  func isDue(at now: Instant) -> Bool {
    // A check more than a minute ahead means that the clock was set back.
    now >= next || next - now > .minute
  }

  /// Schedules the next check in a minute, or at the first of `dates` if that is earlier.
  mutating func plan(after now: Instant, dates: [Instant]) {
    next = dates.filter { $0 > now }.reduce(now.advanced(by: Instant.perMinute), min)
  }
}
