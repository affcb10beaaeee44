import Values

/// What ledgers are kept by beside what is in the store: whose days they are, when to warn, and what time
/// it is when usage that is taken in is charged.
package struct LedgerRules: Sendable {
  /// The person's days, which daily limits are counted by.
  package var days: CivilDays
  package var levels: WarningLevels
  /// Minutes that burn rates are taken over, at least 1.
  package var burnMinutes: Int
  /// Tells the moment.
  package var clock: @Sendable () -> Instant

  /// Rules of their parts.
  package init(
    days: CivilDays, levels: WarningLevels = WarningLevels(), burnMinutes: Int = 15,
    clock: @escaping @Sendable () -> Instant
  ) {
    self.days = days
    self.levels = levels
    self.burnMinutes = burnMinutes
    self.clock = clock
  }

  /// The stretch that burn rates are taken over at a moment: ``burnMinutes`` whole minutes and the running one, so
  /// that a rate is never taken over a few seconds.
  package func burnWindow(at now: Instant) -> (start: Instant, length: Span) {
    let start = Instant(minute: now.minute) - .minutes(Int64(burnMinutes))
    return (start, max(Span(milliseconds: 1), now - start))
  }
}
